"""Scoped reads of the indicators: a region's figures, those below it, area tags, series, and the people behind a cell."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import Http404

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.sqltext import literal
from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.close.models import Close, Person
from qianxiao.returns.close.result import LoadProblem, Result
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators.models import Cell

Key = tuple[str, str]  # indicator, span
Figures = dict[Key, dict[str, int]]  # → people, times, amount
_MEASURES = ("people", "times", "amount")
COUNTY = 3


def periods(scope: Scope) -> list[int]:
    """Months with cells, newest first."""
    scope.need(Right.COVERAGE)
    return list(Cell.objects.within(scope).order_by("-period").values_list("period", flat=True).distinct())


def place(scope: Scope, region: str) -> tuple[str, str]:
    """The range of a county or a region above one. Raises Http404 out of scope and below a county."""
    scope.need(Right.COVERAGE)
    lo, hi = span(region)
    if definitions.level(region) > COUNTY or not scope.holds(lo, hi):
        raise Http404
    return lo, hi


def _own(scope: Scope, period: int) -> "QuerySet[Cell]":
    """Cells of a period about itself: no corrections of earlier months."""
    rows: QuerySet[Cell] = Cell.objects.within(scope).filter(period=period, month=period)
    return rows


def figures(scope: Scope, period: int, region: str, group: str = "") -> Figures:
    """Everything known of one region in a period; under a tag of its counties that carry it."""
    lo, hi = place(scope, region)
    rows = _own(scope, period)
    if group:
        rows = rows.filter(level=COUNTY, region__in=_carrying(group, period, lo, hi))
    else:
        rows = rows.filter(region=region)
    told = rows.values("indicator", "span").annotate(**{name: Sum(name) for name in _MEASURES})
    rows_: list[dict[str, Any]] = [dict(row) for row in told]
    return {(row["indicator"], row["span"]): {name: int(row[name]) for name in _MEASURES} for row in rows_}


def below(
    scope: Scope,
    period: int,
    region: str,
    codes: Sequence[str],
    group: str = "",
    spans: Sequence[str] = ("m", "y", "t"),
) -> dict[str, Figures]:
    """Figures of the regions one tier down, by region. Under a tag: of their counties that carry it; others are left out.

    Regions that told nothing of these indicators are there as well: the nation has its 32 units (19-00-01).
    """
    lo, hi = place(scope, region)
    found: dict[str, Figures] = {}
    if not group:
        told = Cell.objects.within(scope).filter(period=period, parent=region).order_by("region")
        known = (
            definitions.unit_codes() if region == NATION else told.values_list("region", flat=True).distinct()
        )
        found = {code: {} for code in known}
    rows = _own(scope, period).filter(indicator__in=list(codes), span__in=list(spans))
    rows = (
        rows.filter(level=COUNTY, region__in=_carrying(group, period, lo, hi))
        if group
        else rows.filter(parent=region)
    )
    for row in rows.values("region", "indicator", "span", *_MEASURES):
        code = _child(row["region"], region) if group else row["region"]
        one = found.setdefault(code, {}).setdefault(
            (row["indicator"], row["span"]), dict.fromkeys(_MEASURES, 0)
        )
        for name in _MEASURES:
            one[name] += int(row[name])
    return dict(sorted(found.items())) if region != NATION or group else found


def _carrying(group: str, period: int, lo: str, hi: str) -> list[str]:
    """Counties of a range under one tag, or under several joined by + : each of them once. Raises Http404 on another word."""
    known = set(definitions.tags())
    asked = group.split("+")
    if not set(asked) <= known:
        raise Http404
    return sorted({code for tag in asked for code in definitions.tagged(tag, period) if lo <= code < hi})


def _child(county: str, region: str) -> str:
    """The region directly below `region` that holds a county."""
    one = county
    while definitions.parent(one) not in (region, ""):
        one = definitions.parent(one)
    return one


def value(figures_: Figures, code: str, span_: str = "m") -> int | None:
    """The one number of an indicator, by its unit; None where nothing was told."""
    found = figures_.get((code, span_))
    return None if found is None else found[definitions.indicators()[code].measure]


def way(scope: Scope, region: str) -> list[str]:
    """Regions from the top of the scope down to above this one."""
    found: list[str] = []
    one = definitions.parent(region)
    while one:
        try:
            place(scope, one)
        except Http404:
            break
        found.insert(0, one)
        one = definitions.parent(one)
    return found


def share(figures_: Figures, code: str) -> tuple[int, int] | None:
    """Part and whole of a share; None without a whole."""
    line = definitions.shares()[code]

    def one(told: list[str]) -> int:
        return figures_.get((told[0], definitions.SPANS[told[1]]), {}).get(told[2], 0)

    whole = sum(one(told) for told in line["whole"])
    return (one(line["part"]), whole) if whole else None


def series(scope: Scope, period: int, region: str, code: str, group: str = "") -> list[tuple[int, int]]:
    """An indicator month by month as this period knows it: what months said plus later corrections. Stock: of each period."""
    lo, hi = place(scope, region)
    line = definitions.indicators()[code]
    rows = Cell.objects.within(scope).filter(indicator=code, span="m", period__lte=period, month__lte=period)
    rows = (
        rows.filter(level=COUNTY, region__in=_carrying(group, period, lo, hi))
        if group
        else rows.filter(region=region)
    )
    told = rows.values_list("month").annotate(n=Sum(line.measure)).order_by("month")
    return [(month, int(n)) for month, n in told]


def corrections(scope: Scope, period: int, region: str) -> list[dict[str, Any]]:
    """What a period says otherwise of months that were loaded before it: month, indicator, difference of each measure."""
    place(scope, region)
    known = set(Close.objects.filter(period__lt=period).values_list("period", flat=True))
    rows = Cell.objects.within(scope).filter(period=period, region=region, span="m", month__in=known)
    return [
        dict(row) for row in rows.order_by("-month", "indicator").values("month", "indicator", *_MEASURES)
    ]


def tags_apart(
    scope: Scope, period: int, region: str, code: str, span_: str, tags: Sequence[str]
) -> tuple[dict[str, int], int, int]:
    """Each tag's figure, the figure of their union, and what overlaps: sum of the tags less the union (20-01-03)."""
    apart = {tag: value(figures(scope, period, region, tag), code, span_) or 0 for tag in tags}
    union = value(figures(scope, period, region, "+".join(tags)), code, span_) or 0
    return apart, union, sum(apart.values()) - union


def published(table: dict[str, list[int | None]], smallest: int) -> dict[str, list[int | None]]:
    """A table of counts as it may be published: None for what is hidden, row by row as given.

    Counts below `smallest` (but not 0) are hidden; where a column would hide a single one, the total gives it away: then
    the next smallest is hidden as well.
    """
    codes = list(table)
    told: dict[str, list[int | None]] = {code: list(table[code]) for code in codes}
    for at in range(len(table[codes[0]]) if codes else 0):
        column = {code: number for code in codes if (number := table[code][at]) is not None}
        hidden = {code for code, n in column.items() if 0 < n < smallest}
        others = sorted((n, code) for code, n in column.items() if n and code not in hidden)
        if len(hidden) == 1 and others:
            hidden.add(others[0][1])
        for code in hidden:
            told[code][at] = None
    return told


def people(scope: Scope, period: int, region: str, code: str, span_: str) -> "QuerySet[Person]":
    """The people behind a county's cell, within scope: the close's own list, told by its files.

    Raises Http404 above a county and where the month's files are not on this server.
    """
    scope.need(Right.PEOPLE)
    lo, hi = place(scope, region)
    if definitions.level(region) != COUNTY or code not in definitions.indicators():
        raise Http404
    close = Close.objects.filter(period=period).first()
    if close is None:
        raise Http404
    numbers = list(numbers_of(close, region, code, span_))
    rows: QuerySet[Person] = Person.objects.within(scope, lo, hi).filter(period=period, person_no__in=numbers)
    return rows


def numbers_of(close: Close, region: str, code: str, span_: str, until: int = 0) -> Iterable[str]:
    """Register numbers on the list of a county's cell; until: as this close knows the list of an earlier month (yyyymm).

    Raises Http404 where the month's files are not on this server.
    """
    home, last = Path(close.folder), until or close.period
    whole = home.name == str(close)
    months = {
        "m": f"month IN (0, {last})",
        "y": f"(month = 0 OR month BETWEEN {last // 100}01 AND {last})",
        "t": f"(month = 0 OR month BETWEEN (SELECT intake_baseline // 100 FROM bounds) AND {last})",
    }[span_]
    try:
        result = Result.open(
            home.parent if whole else home.parent.parent, close.period, "" if whole else home.name
        )
        with (
            tempfile.TemporaryDirectory(prefix="qianxiao-cell-") as scratch,
            DuckEngine(Path(scratch)) as engine,
        ):
            engine.view("cell_people", result.table("cell_people"))
            engine.view("bounds", result.table("bounds"))
            county = definitions.as_registered(region, last_day(close.period))
            sql = f"SELECT DISTINCT person_no FROM cell_people WHERE indicator = {literal(code)} AND county = {literal(county)} AND {months}"
            return [row[0] for row in engine.con.execute(sql).fetchall()]
    except LoadProblem:
        raise Http404 from None
