"""DuckDB and Spark give identical cells for every indicator, and the same people behind each of them (19-17-05, X-10)."""

import pytest

from qianxiao.base.paths import POLICIES
from qianxiao.engine.close.tables import folder_entries
from qianxiao.engine.files.tables import Tables
from tests.cluster.conftest import Both

pytestmark = [pytest.mark.cluster, pytest.mark.heavy]
PERIOD = 202006
EMPTY: dict[str, str] = {}
"""Indicators that may have no cell in this world → why. tests/cluster/every_kind.py leaves none."""
Row = tuple[object, ...]
_CELLS = "SELECT indicator, month, county, people, times, amount FROM cells ORDER BY ALL"
_LISTS = "SELECT indicator, CASE month WHEN 0 THEN {period} ELSE month END AS month, county, {told} FROM {rows} GROUP BY 1, 2, 3 ORDER BY ALL"
_COUNTED = "count(DISTINCT person_key), count(*), sum(amount)::bigint"
_NAMES = "list(struct_pack(person_key, person_no, register, rec_id, amount) ORDER BY register, rec_id, person_key, amount)"
_FORM = "SELECT indicator, span, region, people FROM form_cells WHERE area = 'all' AND level = 3 ORDER BY ALL"


def known() -> set[str]:
    """Codes of policies/indicators."""
    return {str(one["code"]) for one in folder_entries(POLICIES / "indicators", "indicators")}


def cells(tables: Tables) -> list[Row]:
    """Every cell: indicator, month, county, people, times, amount in fen."""
    return tables.rows(_CELLS)


def counted(tables: Tables, rows: str = "cell_people") -> list[Row]:
    """The same, counted from the lists of people."""
    return tables.rows(_LISTS.format(period=PERIOD, told=_COUNTED, rows=rows))


def people(tables: Tables) -> dict[Row, object]:
    """The list behind each cell, by indicator, month, county."""
    told = tables.rows(_LISTS.format(period=PERIOD, told=_NAMES, rows="cell_people"))
    return {tuple(row[:3]): row[3] for row in told}


def test_every_indicator_has_the_same_cells_on_both_engines(both: Both) -> None:
    ours, theirs = (cells(tables) for tables in both.tables())
    assert len(known()) > 40
    for code in sorted(known()):
        mine = [row for row in ours if row[0] == code]
        assert mine == [row for row in theirs if row[0] == code], code
        assert bool(mine) != (code in EMPTY), f"{code}: {EMPTY.get(code, 'no cell, and nobody says why')}"
    assert {row[0] for row in [*ours, *theirs]} <= known()


def test_the_people_behind_every_cell_are_the_same_and_as_many_as_it_says(both: Both) -> None:
    ours, theirs = both.tables()
    assert people(ours) == people(theirs)
    for tables in (ours, theirs):
        assert counted(tables) == cells(tables)
        assert set(people(tables)) == {tuple(row[:3]) for row in cells(tables)}


def test_distinct_people_of_a_year_are_the_same(both: Both) -> None:
    ours, theirs = (tables.rows(_FORM) for tables in both.tables())
    assert ours == theirs
    assert {row[0] for row in ours} >= known() - set(EMPTY)


def test_one_person_too_few_would_be_seen(both: Both) -> None:
    """The red control: the same comparison over lists that lack one person, and over a person counted twice."""
    ours, _theirs = both.tables()
    first = (
        "(SELECT * FROM cell_people ORDER BY indicator, month, county, person_key, register, rec_id LIMIT 1)"
    )
    assert counted(ours, f"(SELECT * FROM cell_people EXCEPT ALL {first})") != cells(ours)
    assert counted(ours, f"(SELECT * FROM cell_people UNION ALL {first})") != cells(ours)
