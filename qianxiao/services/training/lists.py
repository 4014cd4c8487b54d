"""The list of classes (B42, T02): by state and place, newest first."""

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
from qianxiao.registers.schools.words import coded, day
from qianxiao.services.training import queries, rules, words
from qianxiao.services.training.models import TrainingClass

_TABS = {
    "running": Q(state__in=("approved", "suspended")),
    "filed": Q(state="filed"),
    "draft": Q(state__in=("draft", "returned")),
    "ended": Q(state__in=("finished", "assessed", "certified", "ready", "dropped")),
    "all": Q(),
}


def _number(row: TrainingClass, _told: Told) -> str:
    link = format_html('<a class="obj" href="{}">{}</a>', reverse("class", args=[row.pk]), words.trade(row))
    return format_html('{} <span class="l2 num">{}</span>', link, row.class_no)


def _kind(row: TrainingClass, _told: Told) -> str:
    said = [coded("train_type", row.train_type), words.programme(row.programme)]
    return " · ".join(part for part in said if part)


def _place(row: TrainingClass, told: Told) -> str:
    return f"{places.place(row.region, told['names'])} {row.site}".strip()


def _days(row: TrainingClass, _told: Told) -> str:
    return f"{day(row.starts)} – {day(row.ends)}"


def _state(row: TrainingClass, _told: Told) -> str:
    return mark(words.TONES.get(row.state, ""), str(words.STATES[row.state]))


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query)}


def _beside(rows: Sequence[TrainingClass], told: dict[str, Any]) -> None:
    told["names"] = names({row.region for row in rows})


def _programmes(_told: Told) -> list[tuple[str, str]]:
    return [(code, rules.said(line)) for code, line in rules._file("types")["programmes"].items()]


CLASSES = Listing(
    Declared(
        page="classes",
        columns=(
            Column("number", _("Class"), _number, lambda row, _told: f"{words.trade(row)} {row.class_no}", always=True),
            Column("kind", _("Training type"), _kind, _kind),
            Column("org", _("Institution"), lambda row, _told: row.org_name, lambda row, _told: row.org_name),
            Column("place", _("Place"), _place, _place),
            Column("days", _("Days"), _days, _days, order="starts", kind="num"),
            Column("seats", _("Seats"), lambda row, _told: str(row.seats), lambda row, _told: str(row.seats), kind="r num"),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("tab", _("State"), lambda _told: [(key, str(label)) for key, label in words.TABS.items()],
                   lambda value, _told: _TABS[value], "running", tabs=True),
            places.PLACE,
            Filter("programme", _("Programme"), _programmes, lambda value, _told: Q(programme=value)),
            Filter("type", _("Training type"), lambda _told: [(code, coded("train_type", code)) for code in rules.types()],
                   lambda value, _told: Q(train_type=value)),
            Filter("site", _("Kind of site near home"), lambda _told: [(key, str(label)) for key, label in words.SITES.items()],
                   lambda value, _told: Q(site_kind=value)),
        ),
        orders=(Order("starts", ("-starts", "-id")),),
        keep=True,
        title=_("Training classes"),
    ),
    rows=lambda actor, _told: queries.classes(actor.scope),
    told=_told,
    beside=_beside,
)  # fmt: skip
