"""The queue of claims, and of appeals."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import flow, queries, words
from qianxiao.money.claims.models import Appeal, Claim
from qianxiao.money.claims.steps import day
from qianxiao.money.entitlements import words as due
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark

PARTS = {
    "work": _("Being dealt with"),
    "submitted": _("First review"),
    "checked": _("Second review"),
    "money": _("Public list and payment"),
    "over": _("Closed"),
}
_IN = {
    "work": Claim.LIVE,
    "submitted": ("submitted", "returned", "draft"),
    "checked": ("checked",),
    "money": ("to_notice", "notice", "to_pay", "paying"),
    "over": ("done", "refused", "withdrawn"),
}


def _number(row: Claim, _told: Told) -> str:
    href = reverse("claim", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', href, words.title(row), row.claim_no)  # fmt: skip


def _state(row: Claim, _told: Told) -> str:
    return mark(words.TONES.get(row.state, "wait"), str(words.STATES[row.state]))


def _limit(row: Claim, told: Told) -> str:
    if row.state not in flow.CLOCK:
        return "—"
    return mark("bad", ymd(row.due_on)) if row.due_on < told["day"] else ymd(row.due_on)


def _place(row: Any, told: Told) -> str:
    return str(told["places"].get(row.region, row.region))


def _beside(rows: Sequence[Any], told: dict[str, Any]) -> None:
    told["places"] = names({row.region for row in rows})


CLAIMS = Listing(
    Declared(
        page="claims",
        columns=(
            Column("claim", _("Claim"), _number, lambda row, _told: f"{row.claim_no} {words.title(row)}", always=True),
            Column("kind", _("Kind"), lambda row, _told: str(words.KINDS[row.kind]), lambda row, _told: str(words.KINDS[row.kind])),
            Column("place", _("Place"), _place, _place),
            Column("lines", _("People"), lambda row, _told: f"{row.lines_told:,}", lambda row, _told: str(row.lines_told), kind="r num"),
            Column("total", _("Sum, yuan"), lambda row, _told: yuan(row.total), lambda row, _told: yuan(row.total), kind="r num"),
            Column("state", _("State"), _state, lambda row, _told: str(words.STATES[row.state])),
            Column("since", _("Since"), lambda row, _told: ymd(row.entered_on), lambda row, _told: ymd(row.entered_on), kind="num nowrap"),
            Column("due", _("To be done by"), _limit, lambda row, _told: ymd(row.due_on), kind="num nowrap"),
        ),
        filters=(
            Filter("part", _("Part"), lambda _told: [(key, str(said)) for key, said in PARTS.items()], lambda value, _told: Q(state__in=_IN[value]), "work", tabs=True),
            Filter("item", _("Item"), lambda _told: [(item, due.item(item)) for item in flow.flows()], lambda value, _told: Q(item=value)),
            Filter("kind", _("Kind"), lambda _told: [(key, str(said)) for key, said in words.KINDS.items()], lambda value, _told: Q(kind=value)),
        ),
        orders=(Order("newest", ("-id",)), Order("due", ("due_on", "id"))),
        keep=True,
        title=_("Claims"),
    ),
    rows=lambda actor, _told: queries.claims(actor.scope),
    told=lambda _actor, _query: {"day": day()},
    beside=_beside,
)  # fmt: skip


def _line(row: Appeal, _told: Told) -> str:
    href = reverse("appeal", args=[row.pk])
    return format_html('<a class="obj" href="{}">{}</a><span class="l2 num">{}</span>', href, row.line.name, row.line.reference)  # fmt: skip


APPEALS = Listing(
    Declared(
        page="appeals",
        columns=(
            Column("line", _("Whose line"), _line, lambda row, _told: row.line.name, always=True),
            Column("item", _("Item"), lambda row, _told: due.item(row.line.claim.item), lambda row, _told: due.item(row.line.claim.item)),
            Column("amount", _("Sum, yuan"), lambda row, _told: yuan(row.line.amount), lambda row, _told: yuan(row.line.amount), kind="r num"),
            Column("reason", _("Reason"), lambda row, _told: row.reason, lambda row, _told: row.reason),
            Column("due", _("To be done by"), lambda row, told: mark("bad", ymd(row.due_on)) if row.state == "open" and row.due_on < told["day"] else ymd(row.due_on), lambda row, _told: ymd(row.due_on), kind="num nowrap"),
            Column("state", _("State"), lambda row, _told: mark("wait" if row.state == "open" else "ok", str(words.APPEALS[row.state])), lambda row, _told: str(words.APPEALS[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(said)) for key, said in words.APPEALS.items()], lambda value, _told: Q(state=value), "open", tabs=True),
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("name", "amount", "reason"),
        title=_("Appeals"),
    ),
    rows=lambda actor, _told: queries.appeals(actor.scope),
    told=lambda actor, _query: {"day": day(), "counts": queries.appeals_by_state(actor.scope)},
    beside=_beside,
    whose=lambda row: [str(row.line.person_id)],
)  # fmt: skip
