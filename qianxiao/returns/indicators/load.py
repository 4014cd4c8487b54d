"""The cells of a result as rows for the database, and what the proof compares."""

from collections.abc import Iterator
from pathlib import Path

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.sqltext import literal
from qianxiao.returns.close.prove import Stored
from qianxiao.returns.close.result import Result
from qianxiao.returns.indicators import definitions

COLUMNS = ("region", "indicator", "span", "month", "people", "times", "amount")
# a county's cells of all months, and its distinct people of the year and since the baseline
_CELLS = """
SELECT {place} AS region, indicator, 'm' AS span, month, people, times, amount FROM (SELECT county AS code, * FROM cells)
WHERE month <= {period} AND code IS NOT NULL
UNION ALL SELECT {place}, indicator, CASE span WHEN 'year' THEN 'y' ELSE 't' END, {period}, people, times, amount
FROM (SELECT region AS code, * FROM form_cells) WHERE area = 'all' AND level = 3 AND code IS NOT NULL
"""


def select(period: int) -> str:
    """The SELECT of a result's cells over tables `cells` and `form_cells`."""
    place = "code"
    for prefix, unit in definitions.own_unit(last_day(period)):
        place = f"CASE WHEN starts_with(code, {literal(prefix)}) THEN concat({literal(unit)}, substr(code, 3)) ELSE {place} END"
    return _CELLS.format(place=place, period=int(period))


def parts(out: Path, period: int, province: str = "") -> Iterator[Result]:
    """The results of a month: of one province, of a whole month, or all provinces of a nation's. Raises LoadProblem."""
    home = out / f"{period // 100}-{period % 100:02d}"
    if province or not any(home.glob("[0-9][0-9]*/manifest.json")):
        yield Result.open(out, period, province)
        return
    for path in sorted(home.glob("[0-9][0-9]*/manifest.json")):
        yield Result.open(out, period, path.parent.name)


def export(result: Result, scratch: Path) -> Path:
    """Write a result's cells as CSV; returns the file. Raises LoadProblem without its tables."""
    target = scratch / "cells.csv"
    with DuckEngine(scratch) as engine:
        for table in ("cells", "form_cells"):
            engine.view(table, result.table(table))
        engine.con.execute(
            f"COPY ({select(result.period)}) TO {literal(str(target))} (FORMAT csv, HEADER false)"
        )
    return target


def _stored(period: int) -> str:
    """What the proof recomputes: the period's own month and its distinct counts; earlier months are differences."""
    return f"SELECT * FROM ({select(period)}) t WHERE month = {int(period)}"


STORED = Stored(
    "indicators_cell", _stored, COLUMNS, ("cells", "form_cells"), "month = period AND source = %(manifest)s"
)
