"""The due list: due, arrived, claimed and the explained gap of every person and item."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names, span
from qianxiao.money.entitlements import queries, words
from qianxiao.money.entitlements.models import COUNTS, Entitlement
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import choices

SIDES = {"pays": _("Paid by us"), "lives": _("Due to our people")}
PARTS = {
    "open": _("Due and not claimed"),
    "claimed": _("Claimed"),
    "due": _("All that is due"),
    "later": _("Falls due later"),
    "unknown": _("Facts missing"),
    "not_due": _("Not due"),
}


def _part(value: str) -> Q:
    return {
        "open": COUNTS & Q(amount__gt=F("paid") + F("arrived") + F("claimed")),
        "claimed": COUNTS & Q(claimed__gt=0),
        "due": COUNTS,
        "later": Q(state="coming"),
        "unknown": Q(state="unknown"),
        "not_due": Q(state__in=("not_due", "gone")),
    }[value]


def _name(row: Entitlement, told: Told) -> str:
    href = reverse("entitlement", args=[row.pk])
    return format_html(
        '<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', href, row.name, row.id_mask
    )


def _place(row: Entitlement, told: Told) -> str:
    return " ".join(told["places"].get(code, "") for code in (row.region[:6], row.region[:9])).strip()


def _state(row: Entitlement, _told: Told) -> str:
    return mark(words.TONES.get(row.state, ""), str(words.STATES[row.state]))


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"side": query.get("side") or "pays"}


def rows(actor: Actor, told: Told) -> Any:
    """The rows of the chosen side."""
    return queries.of_our_people(actor.scope) if told["side"] == "lives" else queries.paid_here(actor.scope)


def _beside(shown: Sequence[Entitlement], told: dict[str, Any]) -> None:
    told["places"] = names({code for row in shown for code in (row.region[:6], row.region[:9])})


def _money(name: str) -> Any:
    return lambda row, _told: yuan(getattr(row, name)) if row.verdict == "due" else "—"


def _towns(value: str, _told: Told) -> Q:
    lo, hi = span(value)
    return Q(region__gte=lo, region__lt=hi)


ENTITLEMENTS = Listing(
    Declared(
        page="entitlements",
        columns=(
            Column("name", _("Name"), _name, lambda row, _told: row.name, always=True),
            Column("item", _("Item"), lambda row, _told: words.item(row.item), lambda row, _told: words.item(row.item)),
            Column("when", _("Term or month"), lambda row, _told: words.when(row), lambda row, _told: words.when(row), kind="nowrap"),
            Column("place", _("Home"), _place, _place),
            Column("due", _("Due, yuan"), _money("amount"), _money("amount"), kind="r num"),
            Column("had", _("Arrived, yuan"), _money("had"), _money("had"), kind="r num"),
            Column("way", _("Claimed, yuan"), _money("under_way"), _money("under_way"), kind="r num"),
            Column("open", _("Open, yuan"), _money("open"), _money("open"), kind="r num"),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
            Column("gap", _("Why it is open"), lambda row, _told: words.gap(row), lambda row, _told: words.gap(row)),
        ),
        filters=(
            Filter("part", _("Part"), lambda _told: [(key, str(said)) for key, said in PARTS.items()], lambda value, _told: _part(value), "open", tabs=True),
            Filter("side", _("Whose"), lambda _told: [(key, str(said)) for key, said in SIDES.items()], lambda _value, _told: Q(), "pays"),
            Filter("item", _("Item"), lambda _told: choices("aid_item"), lambda value, _told: Q(item=value)),
            Filter("town", _("Township"), None, _towns, pattern=r"\d{9}"),
        ),
        orders=(Order("county", ("county", "id")),),
        fields=("name", "id_mask", "item", "amount", "paid"),
        purpose="entitlements",
        keep=True,
        title=_("What is due"),
    ),
    rows=rows,
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)],
)  # fmt: skip
