"""All reads of a closed month's figures and lists. Every one takes the scope and returns nothing outside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Count, Model, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.masterdata.regions.queries import NATION, span, stem
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close.models import Close, CoverageCell, DutyState, GapLine, Person
from qianxiao.returns.close.words import residual_steps

PAGE = 50
LEFT = "left"  # a choice of the people list beside the states
M = TypeVar("M", bound=Model)


@dataclass
class Figures:
    """People of one region by state and step."""

    region: str
    people: int = 0
    residual: int = 0
    states: dict[str, int] = field(default_factory=dict)
    steps: list[tuple[str, str, int]] = field(default_factory=list)  # state, step, people


def get_close(period: int) -> Close:
    """The close of a month. Raises Http404."""
    try:
        return Close.objects.get(period=period)
    except Close.DoesNotExist:
        raise Http404 from None


def closes() -> list[Close]:
    """All closed months, newest first."""
    return list(Close.objects.order_by("-period"))


def latest_period() -> int | None:
    """The newest month that was loaded."""
    return Close.objects.order_by("-period").values_list("period", flat=True).first()


def last_folder() -> tuple[int, Path] | None:
    """The newest month that was loaded and the folder of its close."""
    row = Close.objects.order_by("-period").values_list("period", "folder").first()
    return (row[0], Path(row[1])) if row else None


def inside(scope: Scope, region: str) -> tuple[str, str]:
    """The range of a region. Raises Http404 unless all of it lies in the scope."""
    lo, hi = span(region)
    if not scope.holds(lo, hi):
        raise Http404
    return lo, hi


def coverage(scope: Scope, period: int, region: str, duty: str) -> Figures:
    """A region's people by state and step. Raises Http404 outside the scope or without people."""
    scope.need(Right.COVERAGE)
    inside(scope, region)
    cells = CoverageCell.objects.within(scope).filter(period=period, region=region, duty=duty)
    figures = Figures(region)
    for state, step, people in cells.values_list("state", "step", "people"):
        figures.people += people
        figures.states[state] = figures.states.get(state, 0) + people
        figures.steps.append((state, step, people))
        figures.residual += people if step in residual_steps() else 0
    if not figures.steps:
        raise Http404
    figures.steps.sort(key=lambda line: -line[2])
    return figures


def below(scope: Scope, period: int, region: str, duty: str) -> tuple[int, list[dict[str, Any]]]:
    """The regions one level down, most residual first: level, rows of region, everybody, residual, served."""
    scope.need(Right.COVERAGE)
    lo, hi = inside(scope, region)
    cells = CoverageCell.objects.within(scope, lo, hi).filter(period=period, duty=duty)
    own = {0: 0, 2: 1, 4: 2, 6: 3, 9: 4, 12: 5}.get(len(stem(region)), 5)
    level = cells.filter(level__gt=own).order_by("level").values_list("level", flat=True).first()
    if level is None:
        return own, []
    rows = (
        cells.filter(level=level)
        .values("region")
        .annotate(
            everybody=Sum("people"),
            residual=Sum("people", filter=Q(step__in=residual_steps()), default=0),
            served=Sum("people", filter=Q(state="served"), default=0),
        )
    )
    return level, [dict(row) for row in rows.order_by("-residual", "region")]


def county_or_below(scope: Scope, region: str) -> tuple[str, str]:
    """The range of a county, township or village in scope: names are listed no higher than that."""
    scope.need(Right.PEOPLE)
    if region == NATION or len(stem(region)) < 6:
        raise Http404
    return inside(scope, region)


def gap_facets(scope: Scope, period: int, region: str) -> list[dict[str, Any]]:
    """Lines of the three lists by kind, step and item."""
    lo, hi = county_or_below(scope, region)
    rows = GapLine.objects.within(scope, lo, hi).filter(period=period)
    counted = rows.values("kind", "step", "item").annotate(n=Count("row"))
    return [dict(row) for row in counted.order_by("kind", "-n", "step", "item")]


def gaps(scope: Scope, period: int, region: str) -> "QuerySet[GapLine]":
    """Lines of 应培未培 (train), 应学未学 (study) and 应助未助 (aid)."""
    lo, hi = county_or_below(scope, region)
    rows: QuerySet[GapLine] = GapLine.objects.within(scope, lo, hi).filter(period=period)
    return rows


def people(scope: Scope, period: int, region: str, duty: str) -> "QuerySet[Person] | QuerySet[DutyState]":
    """The people behind the figures of the coverage page; of one duty the rows of its states."""
    lo, hi = county_or_below(scope, region)
    rows: QuerySet[Any] = Person.objects.within(scope, lo, hi).filter(period=period)
    if duty != "all":
        rows = DutyState.objects.within(scope, lo, hi).filter(period=period, duty=duty)
    return rows


def persons_by_no(scope: Scope, period: int, numbers: Iterable[str]) -> dict[str, Person]:
    """Persons in scope by number."""
    rows = Person.objects.within(scope).filter(period=period, person_no__in=set(numbers))
    return {person.person_no: person for person in rows}
