"""Schools ranked by what they did for their students, from registers alone: nobody types a score (19-15-06)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import Http404

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.programme.keylists.models import Application
from qianxiao.programme.keylists.rules import Criterion, criteria
from qianxiao.programme.keylists.scoring import GRADUATED, LEFT, points
from qianxiao.registers.schools.models import TRUE_SCHOOLS
from qianxiao.services.studies.models import ON_ROLL, PENDING

_SQL = (Path(__file__).parent / "sql" / "performance.sql").read_text(encoding="utf-8")
PAPERS = ["1", "2"]  # of the code table cert_kind: qualification, skill level
MEASURES = ("graduates", "employed", "certified", "retention")  # in the order of the statement's columns


@dataclass(frozen=True)
class Performer:
    """A school with its place: lines of criterion, counted, of how many, points of a hundred, weight in percent."""

    place: int
    org_code: str
    name: str
    region: str
    sheet: list[dict[str, Any]]
    points: float


def ranking(scope: Scope, region: str, year: int) -> list[Performer]:
    """Schools below a region by points of a year, best first; equal points share a place, in the order of names.

    Figures of schools are no data of a person, so they are counted beyond the reader's scope; which schools are shown
    is not. Raises Http404 out of scope.
    """
    scope.need(Right.KEYLISTS)
    lo, hi = span(region)
    if not scope.institutions and not scope.holds(lo, hi):
        raise Http404
    values: dict[str, Any] = {
        "types": list(TRUE_SCHOOLS), "lo": lo, "hi": hi, "graduated": GRADUATED, "gone": list(LEFT), "roll": list(ON_ROLL),
        "pending": PENDING, "papers": PAPERS, "first": year * 10000 + 101, "last": year * 10000 + 1231,
    }  # fmt: skip
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    told = [(row[0], row[1], row[2], _sheet(row[3:])) for row in rows]
    found = sorted(told, key=lambda one: (-points(one[3]), one[1], one[0]))
    best = [points(sheet) for *_who, sheet in found]
    ranked = [
        Performer(best.index(got) + 1, org_code, name, place, sheet, got)
        for (org_code, name, place, sheet), got in zip(found, best, strict=True)
    ]
    return [one for one in ranked if not scope.institutions or one.org_code in scope.institutions]


def _sheet(figures: tuple[int, ...]) -> list[dict[str, Any]]:
    parts = dict(zip(MEASURES, zip(figures[::2], figures[1::2], strict=True), strict=True))
    return [_line(one, *parts[one.measure]) for one in criteria("performance")]


def _line(one: Criterion, count: int, of: int) -> dict[str, Any]:
    """Without anybody to count there are no points: who has no graduates cannot stand before who has."""
    value = count / of if of else 0.0
    return {
        "criterion": one.criterion, "count": count, "of": of, "value": round(value, 4), "target": one.target,
        "points": round(min(100.0, 100 * value / one.target), 1), "weight": one.weight,
    }  # fmt: skip


def applications_of(scope: Scope, year: int) -> dict[str, int]:
    """The application of a year by school, as far as it is in scope: the ranking leads to it."""
    rows = Application.objects.within(scope).filter(year=year)
    return dict(rows.values_list("org_code", "pk"))
