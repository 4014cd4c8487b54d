"""All reads of a closed month's figures and lists. Every one takes the scope and returns nothing outside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
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
Cursor = tuple[str, int]  # region and row of the last line shown


@dataclass
class Page:
    """One screen of a list and the cursor of the next, if there is one."""

    rows: list[Any]
    after: str = ""


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


def read_cursor(text: str) -> Cursor | None:
    """`621126101201-17` as a cursor; anything else starts at the beginning."""
    region, sign, row = text.rpartition("-")
    return (region, int(row)) if sign and row.isdecimal() and len(row) < 19 else None


def paged(rows: "QuerySet[M]", cursor: Cursor | None) -> Page:
    """One screen in (region, row) order, walked by index: no OFFSET, page 1,000 costs what page 1 costs."""
    if cursor:
        rows = rows.filter(region__gte=cursor[0], row__gt=cursor[1])
    found: list[Any] = list(rows.order_by("region", "row")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.region}-{last.row}" if last else "")


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


def gaps(
    scope: Scope,
    period: int,
    region: str,
    kind: str,
    step: str = "",
    item: str = "",
    cursor: Cursor | None = None,
) -> Page:
    """One screen of 应培未培 (train), 应学未学 (study) or 应助未助 (aid)."""
    lo, hi = county_or_below(scope, region)
    rows = GapLine.objects.within(scope, lo, hi).filter(period=period, kind=kind)
    if step:
        rows = rows.filter(step=step)
    if item:
        rows = rows.filter(item=item)
    return paged(rows, cursor)


def _standing(rows: "QuerySet[M]", state: str, step: str) -> "QuerySet[M]":
    """Rows in a state and step; `left` is not a state but the steps that leave a person on a list."""
    rows = rows.filter(step__in=residual_steps()) if state == LEFT else rows.filter(state=state)
    return rows.filter(step=step) if step else rows


def people(
    scope: Scope,
    period: int,
    region: str,
    duty: str,
    state: str,
    step: str = "",
    cursor: Cursor | None = None,
) -> Page:
    """The people behind one figure of the coverage page: rows of Person, with the step of that duty."""
    lo, hi = county_or_below(scope, region)
    if duty == "all":
        rows = Person.objects.within(scope, lo, hi).filter(period=period)
        return paged(_standing(rows, state, step), cursor)
    states = DutyState.objects.within(scope, lo, hi).filter(period=period, duty=duty)
    page = paged(_standing(states, state, step), cursor)
    known = persons_by_no(scope, period, (line.person_no for line in page.rows))
    page.rows = [_with_step(known[line.person_no], line) for line in page.rows if line.person_no in known]
    return page


def _with_step(person: Person, line: DutyState) -> Person:
    person.state, person.duty, person.step, person.clause = line.state, line.duty, line.step, line.clause
    return person


def persons_by_no(scope: Scope, period: int, numbers: Iterable[str]) -> dict[str, Person]:
    """Persons in scope by number."""
    rows = Person.objects.within(scope).filter(period=period, person_no__in=set(numbers))
    return {person.person_no: person for person in rows}
