"""A standalone cluster gives DuckDB's tables, row by row, also when a worker is killed in the middle."""

import pytest

from qianxiao.engine.files.tables import Tables
from tests.cluster.conftest import MONTHS, Both
from tests.month.test_second_month import HOW

pytestmark = [pytest.mark.cluster, pytest.mark.heavy]
COUNTS = (
    *("clean_poor", "faults", "links", "doubts", "due", "entitlements", "states", "person_state", "gaps"),
    *("irregularities", "coverage", "cell_people", "cells", "reconciliation", "differences", "feedback"),
)


def rows(tables: Tables, name: str) -> list[tuple[object, ...]]:
    """All rows of a table, in one order, columns by name; `mark` is an engine's own (`Engine.row_mark`)."""
    names = sorted(str(row[0]) for row in tables.con.execute(f"describe {name}").fetchall())
    listed = ", ".join(["1", *(f'"{column}"' for column in names if column != "mark")])
    return tables.rows(f"select {listed} from {name} order by all")


def test_the_close_ends_well(both: Both) -> None:
    assert both.went.code == 0, "\n".join(both.went.said[-30:])


def test_a_worker_was_killed_while_it_worked(both: Both) -> None:
    assert both.went.killed > 0


def test_every_table_has_the_same_rows(both: Both) -> None:
    ours, theirs = both.tables()
    # how registers were checked depends on whether the month before was closed by the same engine
    names = {name for name in ours.names & theirs.names if not name.startswith(HOW)}
    assert {
        name for name in ours.names ^ theirs.names if not name.startswith(HOW) and "__" not in name
    } == set()
    assert len(names) > 70
    assert [name for name in sorted(names) if rows(ours, name) != rows(theirs, name)] == []
    assert sum(len(rows(ours, name)) for name in ("persons", "links", "due", "states", "cells")) > 5000


def test_what_counts_is_there_to_be_compared(both: Both) -> None:
    ours, _theirs = both.tables()
    assert [name for name in COUNTS if not rows(ours, name)] == []


def test_both_wrote_the_same_files(both: Both) -> None:
    listed = [
        sorted(
            str(path.relative_to(home))
            for part in ("lists", "feedback", "returns")
            for path in (home / MONTHS[1] / part).iterdir()
        )
        for home in (both.duckdb, both.spark)
    ]
    assert listed[0] == listed[1]
    assert len(listed[0]) > 5


def test_nothing_half_written_stays(both: Both) -> None:
    left = [path for path in (both.spark / MONTHS[1] / "tables").rglob("*") if ".part" in path.name]
    assert left == []
    assert not list((both.spark / MONTHS[1] / "tables").rglob("_temporary"))
