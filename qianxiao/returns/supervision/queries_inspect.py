"""Scoped reads of inspections: plans, samples, whether the seed still draws the same, names of people for those who may see them."""

from typing import Any

from qianxiao.base.tables import OPEN_END
from qianxiao.masterdata.regions.models import Region
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.returns.close.models import Person
from qianxiao.returns.supervision.models import Inspection, InspectionLine, Rectification
from qianxiao.returns.supervision.rules import FINDING
from qianxiao.returns.supervision.sample import draw

MOST = 100


def inspections(scope: Scope, home: str) -> list[tuple[Inspection, int, int]]:
    """Inspections of a unit, newest first: each with lines looked at, and lines not in order."""
    scope.need(Right.SUPERVISION)
    rows = list(Inspection.objects.within(scope).filter(region=home).order_by("-id")[:MOST])
    seen: dict[int, list[str]] = {}
    lines = (
        InspectionLine.objects.within(scope)
        .filter(inspection_id__in=[row.pk for row in rows])
        .exclude(outcome="")
    )
    for number, outcome in lines.values_list("inspection_id", "outcome"):
        seen.setdefault(number, []).append(outcome)
    return [(row, len(told := seen.get(row.pk, [])), told.count(InspectionLine.FOUND)) for row in rows]


def places(units: list[str]) -> list[str]:
    """Units and what lies directly below each of them today."""
    rows = Region.objects.filter(parent__in=units, valid_to=OPEN_END).values_list("code", flat=True)
    return sorted({*units, *rows})


def inspection(scope: Scope, number: int) -> Inspection:
    """One of them. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: Inspection = the_one(Inspection.objects.within(scope), number)
    return found


def lines(scope: Scope, number: int) -> list[InspectionLine]:
    """Its sample in the order of the draw."""
    return list(InspectionLine.objects.within(scope).filter(inspection_id=number).order_by("place"))


def line(scope: Scope, number: int, lock: bool = False) -> InspectionLine:
    """One of a sample. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: InspectionLine = the_one(InspectionLine.objects.within(scope), number, lock)
    return found


def named(scope: Scope, rows: list[InspectionLine]) -> dict[str, Person]:
    """The people of a sample by number, for those who may see people; nobody for others."""
    if not scope.may(Right.PEOPLE) or not rows or rows[0].kind != "people":
        return {}
    people = Person.objects.within(scope).filter(
        period=rows[0].period, person_no__in=[row.ref for row in rows]
    )
    return {one.person_no: one for one in people}


def same(scope: Scope, one: Inspection, rows: list[InspectionLine]) -> bool:
    """Whether seed and list draw the same sample today."""
    scope.need(Right.SUPERVISION)
    again, _pool = draw(one.kind, one.period, one.place, one.seed, one.wanted)
    return [told.ref for told in again] == [row.ref for row in rows]


def findings(scope: Scope, rows: list[InspectionLine]) -> dict[int, list[Rectification]]:
    """What has to be put right, by line of the sample."""
    told: dict[str, Any] = {f"{row.pk}.{item}": row.pk for row in rows for item in row.items}
    found: dict[int, list[Rectification]] = {}
    for one in (
        Rectification.objects.within(scope).filter(rule=FINDING, subject__in=list(told)).order_by("id")
    ):
        found.setdefault(told[one.subject], []).append(one)
    return found
