"""The lists of batches (B61), of payments, and of questions between book and bank (B62)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from qianxiao.base.reference import code_table
from qianxiao.masterdata.regions.queries import names
from qianxiao.money.payments import queries, queries_late, words
from qianxiao.money.payments.actions import ymd as ymd_now
from qianxiao.money.payments.models import Batch, Case, Payment
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.lists import places
from qianxiao.office.lists.declared import Column, Declared, Filter, Order, Told
from qianxiao.office.lists.figures import ymd, yuan
from qianxiao.office.lists.listing import Listing
from qianxiao.office.lists.marks import mark
from qianxiao.registers.schools.words import coded

Row = Any


def _told(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    return {"regions": places.options(actor, query)}


def _beside(rows: Sequence[Row], told: dict[str, Any]) -> None:
    told["names"] = names({row.region[:6] for row in rows})


def _place(row: Row, told: Told) -> str:
    return places.place(row.region[:6], told["names"])


def _fund(row: Row, _told: Told) -> str:
    return coded("fund", row.fund)


def _number(row: Batch, _told: Told) -> str:
    return format_html(
        '<a class="obj num" href="{}">{}</a>', reverse("payment-batch", args=[row.pk]), row.number
    )


def _batch_state(row: Batch, _told: Told) -> str:
    return mark(words.TONES.get(row.state, ""), str(words.BATCHES[row.state]))


def _yuan(field: str) -> Any:
    return lambda row, _told: yuan(getattr(row, field))


def _day(field: str) -> Any:
    return lambda row, _told: ymd(getattr(row, field))


_STATE = {
    "open": Q(state__in=("made", "first", "released")),
    "bank": Q(state__in=("sending", "accepted", "unknown", "refused")),
    "done": Q(state__in=("done", "dropped")),
}
BATCHES = Listing(
    Declared(
        page="payment-batches",
        columns=(
            Column("number", _("Batch"), _number, lambda row, _told: row.number, always=True),
            Column("place", _("Place"), _place, _place),
            Column("fund", _("Fund"), _fund, _fund),
            Column("lines", _("Payments"), lambda row, _told: str(row.lines), lambda row, _told: str(row.lines), kind="r num"),
            Column("total", _("Sum (yuan)"), _yuan("total"), _yuan("total"), kind="r num"),
            Column("day", _("Day"), _day("day"), _day("day"), kind="num"),
            Column("state", _("State"), _batch_state, lambda row, _told: str(words.BATCHES[row.state])),
        ),
        filters=(
            Filter("tab", _("State"), lambda _told: [("open", str(_("With us"))), ("bank", str(_("With the bank"))), ("done", str(_("Final")))],
                   lambda value, _told: _STATE[value], tabs=True, blank=_("All")),
            places.PLACE,
            Filter("fund", _("Fund"), lambda _told: [(code, coded("fund", code)) for code in code_table("fund")],
                   lambda value, _told: Q(fund=value)),
        ),
        orders=(Order("newest", ("-id",)),),
        keep=True,
        title=_("Payment batches"),
    ),
    rows=lambda actor, _told: queries.batches(actor.scope),
    told=_told,
    beside=_beside,
)  # fmt: skip


def _payee(row: Payment, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>',
        reverse("payment", args=[row.pk]), row.holder or row.org_code or row.claim, row.account_mask,
    )  # fmt: skip


def _pay_state(row: Payment, _told: Told) -> str:
    shown = mark(words.TONES.get(row.state, ""), str(words.STATES[row.state]))
    return format_html("{} {}", shown, mark("wait", str(words.HOLDS[row.held]))) if row.held else shown


PAYMENTS = Listing(
    Declared(
        page="payments",
        columns=(
            Column("payee", _("Payee"), _payee, lambda row, _told: row.holder or row.org_code, always=True),
            Column("item", _("Item"), lambda row, _told: coded("aid_item", row.item) or row.item, lambda row, _told: coded("aid_item", row.item) or row.item),
            Column("instalment", _("Term or month"), lambda row, _told: row.instalment or "—", lambda row, _told: row.instalment, kind="num"),
            Column("amount", _("Amount (yuan)"), _yuan("amount"), _yuan("amount"), kind="r num"),
            Column("fund", _("Fund"), _fund, _fund, shown=False),
            Column("place", _("Place"), _place, _place, shown=False),
            Column("settled", _("Arrived on"), _day("settled_on"), _day("settled_on"), kind="num"),
            Column("state", _("State"), _pay_state, lambda row, _told: str(words.STATES[row.state])),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [(key, str(label)) for key, label in words.STATES.items()],
                   lambda value, _told: Q(state=value)),
            Filter("held", _("Stopped because"), lambda _told: [(key, str(label)) for key, label in words.HOLDS.items()],
                   lambda value, _told: Q(held=value)),
            Filter("fund", _("Fund"), lambda _told: [(code, coded("fund", code)) for code in code_table("fund")],
                   lambda value, _told: Q(fund=value)),
            Filter("late", _("Late"), lambda _told: [(key, str(label)) for key, label in words.LATE.items()],
                   lambda value, _told: queries_late.late(value, ymd_now())),
            places.PLACE,
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("name", "amount", "account_mask"),
        keep=True,
        title=_("Payments"),
    ),
    rows=lambda actor, _told: queries.payments(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.person_id)] if row.person_id else [],
)  # fmt: skip


def _asked(row: Case, _told: Told) -> str:
    return format_html(
        '<a class="obj" href="{}">{}</a> <span class="l2 num">{}</span>',
        reverse("payment-case", args=[row.pk]), words.CASES[row.kind], row.about,
    )  # fmt: skip


def _case_said(row: Case, _told: Told) -> str:
    return words.said(row.said) or "—"


CASES = Listing(
    Declared(
        page="payment-cases",
        columns=(
            Column("kind", _("Question to the bank"), _asked, lambda row, _told: f"{words.CASES[row.kind]} {row.about}", always=True),
            Column("said", _("What the bank said"), _case_said, _case_said),
            Column("amount", _("Bank above the book (yuan)"), _yuan("amount"), _yuan("amount"), kind="r num"),
            Column("place", _("Place"), _place, _place),
            Column("day", _("Day"), _day("day"), _day("day"), kind="num"),
            Column("state", _("State"), lambda row, _told: mark("wait" if row.state == "open" else "ok", str(_("Still open") if row.state == "open" else _("Closed"))),
                   lambda row, _told: str(_("Still open") if row.state == "open" else _("Closed"))),
        ),
        filters=(
            Filter("state", _("State"), lambda _told: [("open", str(_("Still open"))), ("closed", str(_("Closed")))],
                   lambda value, _told: Q(state=value), "open", tabs=True),
            Filter("kind", _("Question to the bank"), lambda _told: [(key, str(label)) for key, label in words.CASES.items()],
                   lambda value, _told: Q(kind=value)),
            places.PLACE,
        ),
        orders=(Order("newest", ("-id",)),),
        fields=("amount",),
        keep=True,
        title=_("Returns and questions to the bank"),
    ),
    rows=lambda actor, _told: queries.cases(actor.scope),
    told=_told,
    beside=_beside,
    whose=lambda row: [str(row.payment.person_id)] if row.payment_id and row.payment.person_id else [],
)  # fmt: skip
