"""Scoped reads of warnings with their rectification: one, a list, how many by unit and level."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision.models import Rectification

OPEN = (Rectification.State.OPEN, Rectification.State.ANSWERED)
MOST = 60  # units of the summary


def rectifications(scope: Scope) -> "QuerySet[Rectification]":
    """Everything that has to be put right in scope."""
    scope.need(Right.SUPERVISION)
    rows: QuerySet[Rectification] = Rectification.objects.within(scope)
    return rows


def rectification(scope: Scope, number: int, lock: bool = False) -> Rectification:
    """One of them. Raises Http404 out of scope."""
    return the_one(rectifications(scope), number, lock)


def by_unit(scope: Scope, home: str) -> list[dict[str, Any]]:
    """Open ones of the units directly below, and of all below each of them: unit, remind, correct, accountable, answered."""
    rows = rectifications(scope).filter(state__in=OPEN).exclude(region=home)
    counted = rows.values("region").annotate(
        remind=Count("id", filter=Q(level=1)), correct=Count("id", filter=Q(level=2)), accountable=Count("id", filter=Q(level=3)),
        answered=Count("id", filter=Q(state="answered", overseer=home)),
    )  # fmt: skip
    names = ("remind", "correct", "accountable", "answered")
    found: dict[str, dict[str, Any]] = {}
    rows_: list[dict[str, Any]] = [dict(row) for row in counted]
    for row in rows_:
        unit = definitions.child(row["region"], home)
        one = found.setdefault(unit, {"unit": unit, **dict.fromkeys(names, 0)})
        for name in names:
            one[name] += row[name]
    order = sorted(
        found.values(), key=lambda one: (-one["accountable"], -one["correct"], -one["remind"], one["unit"])
    )
    return order[:MOST]
