"""Scoped reads of what the newest closed month says of some registered people: states, money, matches."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close import models as m
from qianxiao.returns.close.queries_case import File, person_file

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
    mine = {"period": period, "person_no__in": numbers[:_MOST]}
    found = {one.person_no: Month(one) for one in m.Person.objects.within(scope).filter(**mine)}
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
    return [found[number] for number in numbers if number in found]


def one_person(scope: Scope, period: int, number: str) -> File | None:
    """A person's file of a month; None where the month does not know the person, or not in scope."""
    try:
        return person_file(scope, period, number)
    except Http404:
        return None
