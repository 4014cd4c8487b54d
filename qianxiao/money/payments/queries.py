"""Scoped reads of payments for other apps and pages: states of claims, what arrived, what one person gets."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from qianxiao.money.entitlements.models import Entitlement
from qianxiao.money.payments import flow
from qianxiao.money.payments.models import (
    Batch,
    BatchStep,
    Case,
    Day,
    Hold,
    Line,
    PayeeAccount,
    Payment,
    PaymentStep,
    Recovery,
    StatementLine,
    Transfer,
)
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.people.models import Person, Sealed

State = tuple[str, int, int | None]


def states(scope: Scope, claims: Iterable[str]) -> dict[str, State]:
    """Claim → state ('held' while something stops it), amount in fen, day it arrived. Claims without a payment are not there."""
    rows = Payment.objects.within(scope).filter(claim__in=list(claims)).order_by("id")
    return {
        row.claim: ("held" if row.held and row.state != "settled" else row.state, row.amount, row.settled_on)
        for row in rows.only("claim", "state", "held", "amount", "settled_on")
    }


def of_person(scope: Scope, person: UUID | str) -> "QuerySet[Payment]":
    """Payments of a person that this scope sees (the person's own scope: all of them), newest first."""
    rows: QuerySet[Payment] = Payment.objects.within(scope).filter(person_id=person).order_by("-id")
    return rows


def settled(scope: Scope, person: UUID | str) -> "QuerySet[Payment]":
    """Those of a person's payments that arrived."""
    return of_person(scope, person).filter(state="settled")


def payments(scope: Scope) -> "QuerySet[Payment]":
    """Payments of the counties in scope."""
    scope.need(Right.FUNDS)
    rows: QuerySet[Payment] = Payment.objects.within(scope)
    return rows


def batches(scope: Scope) -> "QuerySet[Batch]":
    """Batches of the counties in scope."""
    scope.need(Right.FUNDS)
    rows: QuerySet[Batch] = Batch.objects.within(scope)
    return rows


def batch_of(scope: Scope, number: int, lock: bool = False) -> Batch:
    """One batch. Raises Http404 out of scope."""
    return the_one(batches(scope), number, lock)


def account_now(one: Payment) -> tuple[bytes | None, str, str]:
    """Blind index, mask and holder of the account a payee has now; None without one."""
    with in_scope(whole_scope()) as scope:
        if one.person_id is None:
            kept = PayeeAccount.objects.within(scope).filter(org_code=one.org_code, state="confirmed").first()
            return (bytes(kept.index), kept.mask, kept.holder) if kept else (None, "", "")
        who = Person.objects.within(scope).get(pk=one.person_id)
        row = Sealed.objects.within(scope).filter(person_id=who.same_as_id or who.pk, kind="account").first()
        return (bytes(row.index), who.account_mask, who.name) if row else (None, "", "")


def cases(scope: Scope) -> "QuerySet[Case]":
    """Questions between book and bank of the counties in scope."""
    scope.need(Right.FUNDS)
    rows: QuerySet[Case] = Case.objects.within(scope).select_related("payment")
    return rows


def payment_of(scope: Scope, number: int) -> Payment:
    """One payment. Raises Http404 out of scope."""
    return the_one(payments(scope), number)


def lines(scope: Scope, one: Batch, most: int = 200) -> list[Line]:
    """The first lines of a batch, in the order the bank reads them."""
    rows = Line.objects.within(scope).filter(batch=one).exclude(state="dropped").select_related("payment")
    return list(rows.order_by("key")[:most])


def ready(scope: Scope) -> list[dict[str, Any]]:
    """What waits to be put into a batch, by county and fund: payments and fen; what is held counts apart."""
    scope.need(Right.FUNDS)
    rows = Payment.objects.within(scope).filter(state__in=flow.READY)
    told = rows.values("region", "fund").annotate(
        n=Count("id", filter=Q(held="")),
        amount=Sum("amount", filter=Q(held="")),
        held_n=Count("id", filter=~Q(held="")),
    )
    return list(told.order_by("region", "fund"))


def recoveries(scope: Scope) -> "QuerySet[Recovery]":
    """Money that is asked back, newest first."""
    scope.need(Right.FUNDS)
    rows: QuerySet[Recovery] = Recovery.objects.within(scope).select_related("payment").order_by("-id")
    return rows


def accounts(scope: Scope) -> "QuerySet[PayeeAccount]":
    """Accounts of institutions, newest first."""
    scope.need(Right.FUNDS)
    rows: QuerySet[PayeeAccount] = PayeeAccount.objects.within(scope).order_by("-id")
    return rows


def batch_steps(scope: Scope, one: Batch) -> list[BatchStep]:
    """What was done with a batch, oldest first."""
    return list(BatchStep.objects.within(scope).filter(batch=one).order_by("id"))


def way(scope: Scope, one: Payment) -> dict[str, list[Any]]:
    """Steps, transfers, holds, lines and the bank's own words behind a payment, oldest first."""
    moved = Transfer.objects.within(scope).filter(payment=one).select_related("debit", "credit")
    return {
        "steps": list(PaymentStep.objects.within(scope).filter(payment=one).order_by("id")),
        "transfers": list(moved.order_by("id")),
        "holds": list(Hold.objects.within(scope).filter(claim=one.claim).order_by("id")),
        "lines": list(Line.objects.within(scope).filter(payment=one).select_related("batch").order_by("id")),
        "told": list(StatementLine.objects.within(scope).filter(line__payment=one).order_by("id")),
    }


def days(scope: Scope, county: str, most: int = 10) -> list[Day]:
    """The days of a county's account closed last."""
    return list(Day.objects.within(scope).filter(region=county).order_by("-day")[:most])


def case_of(scope: Scope, number: int) -> Case:
    """One question. Raises Http404 out of scope."""
    return the_one(cases(scope), number)


def ours(scope: Scope) -> "QuerySet[Payment]":
    """Payments to the own institution, newest first; none of anybody else."""
    scope.need(Right.CLAIM)
    rows: QuerySet[Payment] = Payment.objects.within(scope).filter(scope.owns()).order_by("-id")
    return rows


def our_payment(scope: Scope, number: int) -> Payment:
    """One payment to the own institution. Raises Http404."""
    return the_one(ours(scope), number)


def our_sums(scope: Scope) -> dict[str, int]:
    """Fen that arrived, that is under way, that came back."""
    told = ours(scope).order_by().aggregate(
        settled=Sum("amount", filter=Q(state="settled")), back=Sum("amount", filter=Q(state="returned")),
        way=Sum("amount", filter=~Q(state__in=("settled", "returned", "withdrawn", "recovered"))),
    )  # fmt: skip
    return {name: told[name] or 0 for name in ("settled", "way", "back")}


def own_accounts(scope: Scope) -> list[PayeeAccount]:
    """Accounts kept for the own institution: masked, with the name they are kept under; asked for or confirmed."""
    scope.need(Right.CLAIM)
    rows = PayeeAccount.objects.within(scope).filter(scope.owns(), state__in=("asked", "confirmed"))
    return list(rows.order_by("-id")[:5])


def entitled(scope: Scope, one: Payment) -> int | None:
    """The row of what was due that a payment is about: its page says why. None for a post that may not read it."""
    register, _sign, record = one.record.partition("/")
    if not scope.may(Right.ENTITLEMENTS):
        return None
    rows = Entitlement.objects.within(scope).filter(
        item=one.item, register=register, rec_id=record, instalment=one.instalment
    )
    mine = rows.filter(person_id=one.person_id) if one.person_id else rows.filter(org_code=one.org_code)
    return mine.values_list("pk", flat=True).first()
