"""The list of warnings (B73): one's own and those of the units below, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import queries, rules, words
from qianxiao.returns.supervision.models import Rectification

PARTS = {
    "open": _("All open ones"),
    "own": _("Our own"),
    "accept": _("To be accepted by us"),
    "closed": _("Closed"),
}


def _condition(part: str, home: str) -> Q:
    open_ = Q(state__in=queries.OPEN)
    return {
        "open": open_, "own": open_ & Q(region=home), "accept": Q(state="answered", overseer=home), "closed": ~open_,
    }[part]  # fmt: skip


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    home = actor.post.home if actor.post else ""
    rows = queries.rectifications(actor.scope)
    counts = {part: rows.filter(_condition(part, home)).count() for part in PARTS}
    return {"home": home, "regions": places.options(actor, query), "counts": counts, "day": today()}


def _beside(rows: Sequence[Rectification], told: dict[str, Any]) -> None:
    told["names"] = definitions.place_names([code for row in rows for code in (row.region, row.overseer)])


def _unit(row: Rectification, told: Told) -> str:
    name = told["names"].get(row.region, row.region)
    return format_html('<a class="obj" href="{}">{}</a>', reverse("rectification", args=[row.pk]), name)


def _what(row: Rectification, _told: Told) -> str:
    return format_html('{}<span class="l2">{}</span>', rules.rule_name(row.rule), words.found(row))


def _plain_what(row: Rectification, _told: Told) -> str:
    return f"{rules.rule_name(row.rule)} {words.found(row)}"


def _level(row: Rectification, _told: Told) -> str:
    return mark(words.LEVEL_TONES[row.level], rules.level_name(row.level))


def _due(row: Rectification, told: Told) -> str:
    said = date_format(row.due_on, "Y-m-d")
    return mark("bad", said) if row.state == Rectification.State.OPEN and row.due_on < told["day"] else said


def _state(row: Rectification, _told: Told) -> str:
    return mark(words.TONES[row.state], str(words.STATES[row.state]))


def _overseer(row: Rectification, told: Told) -> str:
    return str(told["names"].get(row.overseer, row.overseer))


RECTIFICATIONS = Listing(
    Declared(
        page="rectifications",
        columns=(
            Column("unit", _("Unit"), _unit, lambda row, told: told["names"].get(row.region, row.region), always=True),
            Column("what", _("Matter"), _what, _plain_what, kind="wrap"),
            Column("level", _("Warning level"), _level, lambda row, _told: rules.level_name(row.level)),
            Column("due", _("To be put right by"), _due, lambda row, _told: str(row.due_on), kind="num"),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
            Column("overseer", _("Accepted by"), _overseer, _overseer),
        ),
        filters=(
            Filter("part", _("Part"), lambda _told: [(key, str(label)) for key, label in PARTS.items()],
                   lambda value, told: _condition(value, told["home"]), "open", tabs=True),
            Filter("level", _("Warning level"), lambda _told: [(str(n), rules.level_name(n)) for n in (1, 2, 3)],
                   lambda value, _told: Q(level=int(value))),
            Filter("rule", _("Kind"), lambda _told: [(code, rules.rule_name(code)) for code in rules.codes()],
                   lambda value, _told: Q(rule=value)),
            places.PLACE,
        ),
        orders=(Order("newest", ("-id",)),),
        keep=True,
        title=_("Warnings and rectification"),
        taken=Right.SUPERVISION,
    ),
    rows=lambda actor, _told: queries.rectifications(actor.scope),
    told=_told,
    beside=_beside,
)  # fmt: skip
