"""The list of who entered, left, moved or changed in a month (19-05-03) as it is declared."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import Listing, Rows
from qianxiao.office.lists.places import PLACE, place, within
from qianxiao.registers.households import queries, words
from qianxiao.registers.households.models import Change, Snapshot

VERBS = ("entered", "left", "came", "went", "changed")


def taken(months: Sequence[Snapshot]) -> list[Snapshot]:
    """The months that count."""
    return [one for one in months if one.state == Snapshot.State.TAKEN]


def month_of(months: Sequence[Snapshot], asked: str) -> Snapshot | None:
    """The month asked for, else the newest; None before any. Raises Http404 on one that was not taken in."""
    if not asked:
        return next(iter(taken(months)), None)
    found = next((one for one in taken(months) if str(one.period) == asked.replace("-", "")), None)
    if found is None:
        raise Http404
    return found


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """Region, month, whose changes; figures of the region for the tabs, and of those below it."""
    region = query.get("region", "") or (actor.post.home if actor.post else NATION)
    subject = query.get("subject", "") or "member"
    queries.inside(actor.scope, region)
    if subject not in queries.SUBJECTS:
        raise Http404
    months = queries.months()
    month = month_of(months, query.get("period", ""))
    period = month.period if month else 0
    own, below = queries.tallies(actor.scope, period, region, subject)
    return {
        "region": region, "regions": places.options(actor, query), "months": months, "month": month, "period": period,
        "subject": subject, "own": own, "below": below, "counts": {verb: getattr(own, verb) for verb in VERBS} if own else {},
    }  # fmt: skip


def _name(row: Change, _told: Told) -> str:
    said = row.name or "—"
    if row.person_id and row.verb != "went":
        said = format_html('<a class="obj" href="{}">{}</a>', reverse("record", args=[row.person_id]), said)
    return format_html('{}<span class="l2 num">{}</span>', said, row.number)


def _place(row: Change, told: Told) -> str:
    return format_html(
        '{}<span class="l2">{}</span>', place(row.region, told["names"]), within(row.region, told["names"], 9)
    )


def _plain_place(row: Change, told: Told) -> str:
    return f"{within(row.region, told['names'], 6, 9)} {place(row.region, told['names'])}".strip()


def _fields(row: Change, _told: Told) -> str:
    return gettext(", ").join(words.field(name) for name in row.fields)


def _way(row: Change, told: Told) -> str:
    if not row.other:
        return ""
    there = f"{within(row.other, told['names'], 6)} {place(row.other, told['names'])}".strip()
    return f"{gettext('from') if row.verb == 'came' else gettext('to')} {there}"


def _what(row: Change, told: Told) -> str:
    return format_html('{}<span class="l2">{}</span>', _fields(row, told), _way(row, told))


def _household(row: Change, _told: Told) -> str:
    if row.verb == "went":
        return ""
    return format_html(
        '<a href="{}">{}</a>', reverse("household", args=[row.household_id]), gettext("Open the household")
    )


def _periods(told: Told) -> list[tuple[str, str]]:
    return [(ymd(one.period), ymd(one.period)) for one in taken(told["months"])]


def _in_verb(value: str, _told: Told) -> Q:
    return Q(verb__in=("entered", "back") if value == "entered" else (value,))


def _rows(actor: Actor, told: Told) -> Rows:
    return queries.changes(actor.scope, told["period"], told["region"], told["subject"])


def _beside(rows: Sequence[Change], told: dict[str, Any]) -> None:
    told["names"] = places.known(code for row in rows for code in (row.region, row.other) if code)


CHANGES = Listing(
    Declared(
        page="changes",
        columns=(
            Column("name", _("Name"), _name, lambda row, _told: row.name, always=True),
            Column("number", _("Number"), lambda row, _told: row.number, lambda row, _told: row.number, kind="num", shown=False),
            Column("place", _("Place"), _place, _plain_place, order="place"),
            Column("what", _("What is other than before"), _what, lambda row, told: f"{_fields(row, told)} {_way(row, told)}".strip()),
            Column("household", _("Household"), _household, lambda _row, _told: ""),
        ),
        filters=(
            Filter("verb", _("What happened"), lambda _told: [(one, words.verb(one)) for one in VERBS], _in_verb, "entered", tabs=True),
            PLACE,
            Filter("period", _("Month"), _periods, lambda _value, _told: Q(), blank=_("the newest")),
            Filter("subject", _("Of whom"), lambda _told: [(one, words.subject(one)) for one in queries.SUBJECTS], lambda _value, _told: Q(), "member"),
            Filter("field", _("What is other than before"), lambda _told: list(words.fields().items()),
                   lambda value, _told: Q(fields__contains=[value]), only="changed"),
        ),
        orders=(Order("place", ("region", "id")),),
        fields=("name", "number", "region"),
        keep=True,
        title=_("Entered, left, changed"),
        taken=Right.PEOPLE,
    ),
    rows=_rows,
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id or row.household_id)],
    purpose=lambda choice: f"changes:{choice.values['verb']}",
)  # fmt: skip
