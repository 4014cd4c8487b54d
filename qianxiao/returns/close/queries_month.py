"""Scoped reads of what the newest closed month says of some registered people: states, money, matches."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, coming_along, whole_scope
from qianxiao.registers.people.queries import handed_into
from qianxiao.returns.close import models as m
from qianxiao.returns.close.queries_case import POOR, File, person_file

_MOST = 50  # people of one household
# registers whose rows are services received
SERVICES = ("students", "trainees", "certificates", "employment")


@dataclass
class Month:
    """One person in one closed month; money in fen."""

    person: m.Person
    states: list[m.DutyState] = field(default_factory=list)
    due: int = 0
    paid: int = 0
    gap: int = 0
    received: dict[str, int] = field(default_factory=dict)  # register → matched rows


def of_people(scope: Scope, period: int, numbers: list[str]) -> list[Month]:
    """The people of a household in a month, in the order given; those the month does not know are left out."""
    scope.need(Right.PEOPLE)
    asked = numbers[:_MOST]
    mine = {"period": period, "person_no__in": asked}
    found = {one.person_no: Month(one) for one in m.Person.objects.within(scope).filter(**mine)}
    moved = handed_into(scope, POOR, [one for one in asked if one not in found])
    if moved:  # their records are kept here now: what the month says of them came along
        with coming_along():
            found |= _months(whole_scope(), period, sorted(moved))
    _fill(scope, found, {**mine, "person_no__in": [one for one in found if one not in moved]})
    return [found[number] for number in numbers if number in found]


def _months(scope: Scope, period: int, numbers: list[str]) -> dict[str, Month]:
    """People by number with what the month says of them."""
    mine = {"period": period, "person_no__in": numbers}
    found = {one.person_no: Month(one) for one in m.Person.objects.within(scope).filter(**mine)}
    _fill(scope, found, mine)
    return found


def _fill(scope: Scope, found: dict[str, Month], mine: dict[str, Any]) -> None:
    """States, money and services of some people of a month."""
    for state in m.DutyState.objects.within(scope).filter(**mine).order_by("duty"):
        if state.person_no in found:
            found[state.person_no].states.append(state)
    lines = m.DueLine.objects.within(scope).filter(**mine).values("person_no")
    for row in lines.annotate(due=Sum("amount", filter=Q(verdict="due")), got=Sum("paid"), lacks=Sum("gap")):
        if row["person_no"] in found:
            one = found[row["person_no"]]
            one.due, one.paid, one.gap = row["due"] or 0, row["got"] or 0, row["lacks"] or 0
    links = m.EvidenceLink.objects.within(scope).filter(**mine, register__in=SERVICES)
    for row in (
        links.values("person_no", "register").annotate(n=Count("row")).order_by("person_no", "register")
    ):
        if row["person_no"] in found:
            found[row["person_no"]].received[row["register"]] = row["n"]


def one_person(scope: Scope, period: int, number: str) -> File | None:
    """A person's file of a month; None where the month does not know the person, or not in scope."""
    try:
        return person_file(scope, period, number)
    except Http404:
        return None


def missing_of(scope: Scope, period: int, number: str) -> list[m.DueLine]:
    """What a person is due in a month and has not got, dearest first."""
    rows = m.DueLine.objects.within(scope).filter(period=period, person_no=number, verdict="due", gap__gt=0)
    return list(rows.order_by("-gap", "item", "term"))
