"""Scoped reads of the households: lists of a region, one household with its history, what changed in a month."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from qianxiao.masterdata.regions.queries import NATION, in_force, span, stem
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.households.models import (
    FOREVER,
    Change,
    Confirmation,
    Household,
    HouseholdVersion,
    MemberVersion,
    Move,
    Snapshot,
    Tally,
)

PAGE = 50
_OLDEST = 200  # versions shown of one household: more than a lifetime of months
SUBJECTS = ("household", "member")


@dataclass
class File:
    """Everything the register knows of one household: who is in it, and every version of it and of its people."""

    household: Household
    members: list[MemberVersion]
    versions: list[HouseholdVersion]
    people: list[MemberVersion]
    went: list[Change] = field(default_factory=list)


def months() -> list[Snapshot]:
    """The months of the register that were taken in or left aside, newest first. No person in them."""
    return list(Snapshot.objects.order_by("-period"))


def newest(months: list[Snapshot]) -> Snapshot | None:
    """The newest month that counts."""
    return next((one for one in months if one.state == Snapshot.State.TAKEN), None)


def inside(scope: Scope, region: str) -> tuple[str, str]:
    """The range of a region. Raises Http404 unless all of it lies in the scope."""
    scope.need(Right.PEOPLE)
    lo, hi = span(region)
    if not scope.holds(lo, hi):
        raise Http404
    return lo, hi


def listed(region: str) -> bool:
    """Whether households are listed by name: in a county and below; above it there are figures."""
    return region != NATION and len(stem(region)) >= 6


def tallies(scope: Scope, period: int, region: str, subject: str) -> tuple[Tally | None, list[Tally]]:
    """A region's figures of a month, and those one level down in code order. Raises Http404 out of scope."""
    lo, hi = inside(scope, region)
    rows = Tally.objects.within(scope).filter(period=period, subject=subject)
    own: Tally | None = rows.filter(region=region).first()
    level = own.level if own else 0
    below = Tally.objects.within(scope, lo, hi).filter(period=period, subject=subject, level=level + 1)
    return own, list(below.order_by("region")[:500]) if own and level < 5 else []


def households(scope: Scope, region: str) -> "QuerySet[Household]":
    """A region's households (B13). Raises Http404 out of scope."""
    lo, hi = inside(scope, region)
    rows: QuerySet[Household] = Household.objects.within(scope, lo, hi)
    return rows


def headed(rows: "QuerySet[Household]", text: str) -> "QuerySet[Household]":
    """Those whose number or whose head's name begins so."""
    end = text + chr(0x10FFFF)
    return rows.filter(Q(hh_no__gte=text, hh_no__lt=end) | Q(head__gte=text, head__lt=end))


def changes(scope: Scope, period: int, region: str, subject: str) -> "QuerySet[Change]":
    """Who entered, left or changed in a month (19-05-03). Raises Http404 out of scope and above a county."""
    lo, hi = inside(scope, region)
    if not listed(region):
        raise Http404
    rows: QuerySet[Change] = Change.objects.within(scope, lo, hi).filter(period=period, subject=subject)
    return rows


def get_household(scope: Scope, household: UUID) -> Household:
    """One household in scope. Raises Http404: out of scope is not there."""
    scope.need(Right.PEOPLE)
    found: Household | None = Household.objects.within(scope).filter(id=household).first()
    if found is None:
        raise Http404
    return found


def household_file(scope: Scope, household: UUID) -> File:
    """One household with its people and every version of both, newest first. Raises Http404."""
    found = get_household(scope, household)
    versions = HouseholdVersion.objects.within(scope).filter(household=found)
    mine = _versions(scope).filter(household=found)
    numbers = set(mine.values_list("number", flat=True)[:_OLDEST])
    people = list(_versions(scope).filter(number__in=numbers).order_by("-from_period", "number")[:_OLDEST])
    members = [one for one in people if one.household_id == found.id and one.to_period == FOREVER]
    members.sort(key=lambda one: (one.relation or "99", one.number))
    left = Change.objects.within(scope).filter(household=found, verb__in=("left", "went", "came"))
    return File(
        found,
        members,
        list(versions.order_by("-from_period")[:_OLDEST]),
        people,
        list(left.order_by("-period", "number")[:_OLDEST]),
    )


def _versions(scope: Scope) -> "QuerySet[MemberVersion]":
    found: QuerySet[MemberVersion] = MemberVersion.objects.within(scope)
    return found


def of_person(scope: Scope, person: UUID) -> list[MemberVersion]:
    """Every version of a person in scope, newest first, each with its household as far as that is in scope."""
    scope.need(Right.PEOPLE)
    found = list(_versions(scope).filter(person=person).order_by("-from_period")[:_OLDEST])
    homes = Household.objects.within(scope).filter(id__in={one.household_id for one in found})
    known = {one.id: one for one in homes}
    for one in found:
        one.__dict__["seen_household"] = known.get(one.household_id)
    return found


def numbers(scope: Scope, households: set[UUID]) -> dict[UUID, str]:
    """The register's numbers of those households that are in scope."""
    return dict(Household.objects.within(scope).filter(id__in=households).values_list("id", "hh_no"))


def on(versions: list[Any], period: int) -> Any | None:
    """The version that held in a month, or the last one before it where the register did not come."""
    found = [one for one in versions if one.from_period <= period]
    return max(found, key=lambda one: int(one.from_period)) if found else None


def is_county(code: str) -> bool:
    """Whether a code is a county of today."""
    found = in_force(code)
    return found is not None and found.level == 3


def get_move(scope: Scope, number: int, lock: bool = False) -> Move:
    """One move whose one or other side is in scope, locked for a decision if asked. Raises Http404."""
    scope.need(Right.PEOPLE)
    rows = Move.objects.within(scope).filter(id=number)
    found: Move | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def moves(scope: Scope) -> "QuerySet[Move]":
    """Moves from and to the scope."""
    scope.need(Right.PEOPLE)
    rows: QuerySet[Move] = Move.objects.within(scope)
    return rows


def moves_of(scope: Scope, household: Household) -> list[Move]:
    """What was asked and answered about where a household is kept, newest first."""
    return list(Move.objects.within(scope).filter(household=household).order_by("-id")[:PAGE])


def confirmed(scope: Scope, persons: list[UUID]) -> dict[UUID, Confirmation]:
    """The newest word about each of some persons in scope."""
    rows = Confirmation.objects.within(scope).filter(person__in=persons)
    return {one.person_id: one for one in rows.order_by("person", "-id").distinct("person")}
