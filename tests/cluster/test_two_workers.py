"""A standalone cluster gives DuckDB's tables, row by row, also when a worker is killed in the middle."""

import pytest

from qianxiao.engine.files.tables import Tables
from tests.cluster.conftest import MONTHS, Both

pytestmark = [pytest.mark.cluster, pytest.mark.heavy]


def rows(tables: Tables, name: str) -> list[tuple[object, ...]]:
    """All rows of a table, in one order, columns by name; `mark` is an engine's own (`Engine.row_mark`)."""
    names = sorted(str(row[0]) for row in tables.con.execute(f"describe {name}").fetchall())
    listed = ", ".join(["1", *(f'"{column}"' for column in names if column != "mark")])
    return tables.rows(f"select {listed} from {name} order by all")


@pytest.mark.parametrize("month", MONTHS)
def test_the_close_ends_well(both: Both, month: str) -> None:
    assert both.went[month].code == 0, "\n".join(both.went[month].said[-30:])


def test_a_worker_was_killed_while_it_worked(both: Both) -> None:
    assert both.went[MONTHS[0]].killed == 0
    assert both.went[MONTHS[1]].killed > 0


@pytest.mark.parametrize("month", MONTHS)
def test_every_table_has_the_same_rows(both: Both, month: str) -> None:
    ours, theirs = both.tables(month)
    assert ours.names == theirs.names
    assert len(ours.names) > 100
    named = sorted(
        ours.names - {"month_before"}
    )  # it names the month before by fingerprints of an engine's own
    assert [name for name in named if rows(ours, name) != rows(theirs, name)] == []
    assert sum(len(rows(ours, name)) for name in ("persons", "links", "due", "states", "cells")) > 5000


@pytest.mark.parametrize("month", MONTHS)
def test_nothing_half_written_stays(both: Both, month: str) -> None:
    left = [path for path in (both.spark / month / "tables").rglob("*") if ".part" in path.name]
    assert left == []
    assert not list((both.spark / month / "tables").rglob("_temporary"))
