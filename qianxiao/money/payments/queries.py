"""Scoped reads of payments for other apps and pages: states of claims, what arrived, what one person gets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from qianxiao.money.payments.models import Payment
from qianxiao.office.accounts.scope import Scope

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
