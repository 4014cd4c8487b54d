"""Lists of graduates, posts for interns, needy students (S11, S12, B34)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.words import major
from qianxiao.services.studies import lists, words
from qianxiao.services.studies import queries_work as work
from qianxiao.services.studies import words_work as said
from qianxiao.services.studies.models_work import InternPost, Need
from qianxiao.services.studies.writing import day_now


def _recommended(row: Any, _told: Told) -> str:
    if row.recommended is None:
        return mark("bad", gettext("none yet"))
    text = str(said.RESULTS[row.recommended])
    return (
        format_html('{} <span class="l2 wrap">{}</span>', text, row.why_none)
        if row.recommended == "none"
        else text
    )


def _recommended_plain(row: Any, _told: Told) -> str:
    return "" if row.recommended is None else str(said.RESULTS[row.recommended])


def _works(row: Any) -> str:
    return {True: gettext("in work"), False: gettext("without work")}.get(row.employed, gettext("not known"))


def _outcome(row: Any, _told: Told) -> str:
    tone = {True: "ok", False: "wait"}.get(row.employed, "bad")
    checked = gettext("checked") if row.checked else ""
    return format_html(
        '{} <span class="l2">{} {}</span>', mark(tone, _works(row)), row.employer or "", checked
    )


GRADUATES = Listing(
    Declared(
        page="graduates",
        columns=(
            lists.COLUMNS[0], lists.COLUMNS[1], lists.COLUMNS[2],
            Column("graduated", _("Graduated"), lambda row, _told: ymd(row.status_date), lambda row, _told: ymd(row.status_date), kind="num"),
            Column("poor", _("Registered poor"), lists.COLUMNS[7].cell, lists.COLUMNS[7].plain),
            Column("recommended", _("Recommendation"), _recommended, _recommended_plain),
            Column("outcome", _("What the graduate does"), _outcome, lambda row, _told: _works(row)),
        ),
        filters=(
            places.PLACE,
            Filter("lacks", _("Lacks"), lambda _told: [(key, str(label)) for key, label in said.LACKS.items()],
                   lambda value, _told: work.lacking(value, day_now())),
            Filter("year", _("Year"), None, lambda value, _told: Q(status_date__range=(int(value) * 10000, int(value) * 10000 + 1231)),
                   pattern=r"20\d\d"),
            Filter("poor", _("Registered poor"), lambda _told: [(key, str(label)) for key, label in lists.YES],
                   lambda value, _told: Q(poor=value == "yes")),
        ),
        orders=(Order("name", ("region", "org_code", "name", "id")),), fields=lists.SHOWN, title=_("Graduates"),
    ),
    rows=lambda actor, _told: work.graduates(actor.scope),
    told=lists._told, beside=lists._beside, named=lists._named, whose=lambda row: [str(row.person_id)],
)  # fmt: skip


def _employer(row: InternPost, _told: Told) -> str:
    return format_html('<b>{}</b> <span class="l2">{}</span>', row.employer, row.title)


def _time(row: InternPost, _told: Told) -> str:
    return f"{ymd(row.starts)} – {ymd(row.ends)}"


def _filled(row: Any, _told: Told) -> str:
    return f"{row.placed} / {row.places}"


INTERNS = Listing(
    Declared(
        page="interns",
        columns=(
            Column("employer", _("Employer"), _employer, lambda row, _told: f"{row.employer} {row.title}", order="newest", always=True),
            Column("major", _("Major"), lambda row, _told: major(row.major) if row.major else gettext("any"),
                   lambda row, _told: row.major),
            Column("time", _("Time"), _time, _time, kind="num"),
            Column("filled", _("Placed"), _filled, _filled, kind="num"),
        ),
        filters=(),
        orders=(Order("newest", ("org_code", "-starts", "id")),), title=_("Internships"),
    ),
    rows=lambda actor, _told: work.posts(actor.scope),
)  # fmt: skip


def _needy_name(row: Need, _told: Told) -> str:
    one = row.student
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("student", args=[one.pk]), one.name)
    return format_html('{} <span class="l2 num">{}</span>', link, one.reg_no)


def _schools(rows: Sequence[Need], told: dict[str, Any]) -> None:
    codes = {row.student.org_code for row in rows}
    told["schools"] = dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))


def _nothing(_actor: Actor, _query: Mapping[str, str]) -> dict[str, Any]:
    return {}


NEEDY = Listing(
    Declared(
        page="needy",
        columns=(
            Column("name", _("Name"), _needy_name, lambda row, _told: row.student.name, order="newest", always=True),
            Column("school", _("School"), lambda row, told: told["schools"].get(row.student.org_code, ""),
                   lambda row, told: told["schools"].get(row.student.org_code, "")),
            Column("category", _("Category"), lambda row, _told: str(said.NEEDS[row.category]), lambda row, _told: str(said.NEEDS[row.category])),
            Column("level", _("Level of difficulty"), lambda row, _told: said.level_of_need(row.level), lambda row, _told: said.level_of_need(row.level)),
            Column("term", _("Term"), lambda row, _told: words.term(row.term), lambda row, _told: row.term),
            Column("source", _("Known from"), lambda row, _told: row.source, lambda row, _told: row.source),
        ),
        filters=(
            Filter("category", _("Category"), lambda _told: [(key, str(label)) for key, label in said.NEEDS.items()],
                   lambda value, _told: Q(category=value)),
            Filter("term", _("Term"), None, lambda value, _told: Q(term=value), pattern=r"20\d\d[SA]"),
        ),
        orders=(Order("newest", ("-id",)),), fields=lists.SHOWN, title=_("Needy students"),
    ),
    rows=lambda actor, _told: work.needy(actor.scope),
    told=_nothing, beside=_schools, whose=lambda row: [str(row.student.person_id)],
)  # fmt: skip
