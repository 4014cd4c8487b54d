"""The same month closed by DuckDB and by Spark gives the same links, states, due lists and cells."""

from pathlib import Path

import pytest

from qianxiao.engine.files.tables import Tables
from tests.month.conftest import close

TABLES = ("clean_poor", "faults", "links", "doubts", "due", "entitlements", "states", "person_state", "gaps")
MORE = ("irregularities", "coverage", "cell_people", "cells", "reconciliation", "differences")


@pytest.fixture(scope="module")
def by_spark(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    out = tmp_path_factory.mktemp("spark")
    close(world, "2020-05", out, "--engine", "spark")
    return Tables(out / "2020-05" / "tables")


@pytest.mark.cluster
@pytest.mark.parametrize("table", [*TABLES, *MORE])
def test_both_engines_agree(closed: Path, by_spark: Tables, table: str) -> None:
    by_duck = Tables(closed / "2020-05" / "tables")
    names = sorted(row[0] for row in by_duck.con.execute(f"describe {table}").fetchall())
    listed = ", ".join(names)
    ours = by_duck.rows(f"select {listed} from {table} order by all")
    theirs = by_spark.rows(f"select {listed} from {table} order by all")
    assert len(ours) > 0
    assert ours == theirs
