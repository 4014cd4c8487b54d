"""Scoped reads of the call-backs and of what becomes of findings, rule by rule."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from qianxiao.money.integrity.models import CallBack, Finding
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.people.models import Person


def calls(scope: Scope) -> "QuerySet[CallBack]":
    """Lines of the counties in scope whose payees are called."""
    scope.need(Right.REVIEW)
    rows: QuerySet[CallBack] = CallBack.objects.within(scope).select_related("draw")
    return rows


def call_of(scope: Scope, number: int, lock: bool = False) -> CallBack:
    """One of them. Raises Http404 out of scope."""
    rows: QuerySet[CallBack] = CallBack.objects.within(scope) if lock else calls(scope)
    scope.need(Right.REVIEW)
    return the_one(rows, number, lock)


def kept(scope: Scope, one: CallBack) -> bool:
    """Whether this scope keeps the record of whoever is called, and may open it."""
    rows = Person.objects.within(scope).filter(pk=one.person_id)
    return scope.may(Right.PEOPLE) and bool(rows.exists())


def by_answer(scope: Scope) -> dict[str, int]:
    """How many there are with each answer; 'open' for those nobody reached yet."""
    counted = dict(calls(scope).order_by().values_list("answer").annotate(n=Count("id")))
    return {"open": counted.pop("", 0), **counted}


@dataclass(frozen=True)
class Measured:
    """What became of the findings of one rule in one version: its first day, findings, open, confirmed, cleared."""

    pattern: int
    version: str
    since: int
    found: int
    waiting: int
    confirmed: int
    cleared: int

    @property
    def precision(self) -> float | None:
        """Confirmed of those that two people closed; None before there are any."""
        closed = self.confirmed + self.cleared
        return self.confirmed / closed if closed else None


def measured(scope: Scope) -> list[Measured]:
    """Every rule and version with findings in scope, newest version first."""
    scope.need(Right.REVIEW)
    rows = Finding.objects.within(scope).order_by().values("pattern", "rules")
    counted = rows.annotate(
        since=Min("found_on"), found=Count("id"), waiting=Count("id", filter=~Q(state="closed")),
        confirmed=Count("id", filter=Q(state="closed", answer="confirmed")), cleared=Count("id", filter=Q(state="closed", answer="cleared")),
    )  # fmt: skip
    return [
        Measured(row["pattern"], row["rules"], row["since"], row["found"], row["waiting"], row["confirmed"], row["cleared"])
        for row in counted.order_by("pattern", "-since", "rules")
    ]  # fmt: skip
