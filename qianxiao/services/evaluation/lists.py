"""The lists of exams and certificates (T06, B45)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import choices, coded, day, occupation
from qianxiao.services.evaluation import queries, words
from qianxiao.services.evaluation.models import Certificate, Exam
from qianxiao.services.training.timetable import clock


def _trade(row: Exam | Certificate) -> str:
    return f"{occupation(row.occupation)} · {coded('train_level', row.level)}"


def _exam(row: Exam, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("exam", args=[row.pk]), _trade(row))
    return format_html('{} <span class="l2 num">{}</span>', link, row.exam_no)


def _when(row: Exam, _told: Told) -> str:
    return f"{day(row.day)} {clock(row.lo)}–{clock(row.hi)}"


def _paper(row: Certificate, _told: Told) -> str:
    link = format_html(
        '<a class="obj num" href="{}">{}</a>', reverse("certificate", args=[row.pk]), row.cert_no
    )
    gone = mark("bad", str(_("Withdrawn"))) if row.withdrawn else ""
    return format_html("{} {}", link, gone)


def _holder(row: Certificate, _told: Told) -> str:
    return format_html('{} <span class="l2 num">{}</span>', row.name, row.id_mask)


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query)}


def _beside(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


_STATES = {"open": Q(state__in=("planned", "scored", "closed")), "issued": Q(state="issued"), "all": Q()}
EXAMS = Listing(
    Declared(
        page="exams",
        columns=(
            Column("exam", _("Exam"), _exam, lambda row, _told: row.exam_no, always=True),
            Column("kind", _("Kind of certificate"), lambda row, _told: coded("cert_kind", row.cert_kind),
                   lambda row, _told: coded("cert_kind", row.cert_kind)),
            Column("when", _("When"), _when, _when, order="day", kind="num"),
            Column("state", _("State"), lambda row, _told: mark(words.TONES[row.state], str(words.STATES[row.state])),
                   lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("tab", _("State"), lambda _told: [("open", str(_("Under way"))), ("issued", str(words.STATES["issued"])), ("all", str(_("All")))],
                   lambda value, _told: _STATES[value], "open", tabs=True),
            places.PLACE,
        ),
        orders=(Order("day", ("-day", "-id")),),
        keep=True,
        title=_("Exams"),
    ),
    rows=lambda actor, _told: queries.exams(actor.scope),
    told=_told,
    beside=_beside,
)  # fmt: skip
CERTIFICATES = Listing(
    Declared(
        page="certificates",
        columns=(
            Column("number", _("Number"), _paper, lambda row, _told: row.cert_no, always=True),
            Column("name", _("Name"), _holder, lambda row, _told: row.name),
            Column("kind", _("Kind of certificate"), lambda row, _told: coded("cert_kind", row.cert_kind),
                   lambda row, _told: coded("cert_kind", row.cert_kind)),
            Column("trade", _("Occupation"), lambda row, _told: _trade(row), lambda row, _told: _trade(row)),
            Column("issued", _("Given on"), lambda row, _told: day(row.issued), lambda row, _told: day(row.issued), order="issued", kind="num"),
            Column("issuer", _("Given by"), lambda row, _told: row.issuer, lambda row, _told: row.issuer),
        ),
        filters=(
            places.PLACE,
            Filter("kind", _("Kind of certificate"), lambda _told: choices("cert_kind"), lambda value, _told: Q(cert_kind=value)),
            Filter("number", _("Number"), None, lambda value, _told: Q(cert_no=value.upper()), pattern=r"[0-9A-Za-z]{0,40}"),
        ),
        orders=(Order("issued", ("-issued", "-id")),),
        fields=("name", "id_mask"),
        title=_("Certificates"),
    ),
    rows=lambda actor, _told: queries.certificates(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
