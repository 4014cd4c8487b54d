"""A county's month closed by DuckDB and by Spark gives the same links, states, due lists and cells."""

import pytest

from qianxiao.cli import main
from qianxiao.engine.files.tables import Tables
from tests.month.conftest import close

pytestmark = [pytest.mark.cluster, pytest.mark.heavy]
TABLES = ("clean_poor", "faults", "links", "doubts", "due", "entitlements", "states", "person_state", "gaps")
MORE = ("irregularities", "coverage", "cell_people", "cells", "reconciliation", "differences", "feedback")


@pytest.fixture(scope="module")
def by_engine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tables]:
    """One month of a few townships, where every table below has rows, closed by each engine; a whole county: `benchmarks.cluster.run`."""
    world = tmp_path_factory.mktemp("county")
    words = [
        "demo",
        "generate",
        "--size",
        "county",
        "--people",
        "2500",
        "--seed",
        "3",
        "--months",
        "2020-05",
        "--out",
        str(world),
    ]
    assert main(words) == 0
    found = {}
    for engine in ("duckdb", "spark"):
        out = tmp_path_factory.mktemp(engine)
        close(world, "2020-05", out, "--engine", engine)
        found[engine] = Tables(out / "2020-05" / "tables")
    return found


def test_the_county_is_no_village(by_engine: dict[str, Tables]) -> None:
    assert by_engine["duckdb"].rows("select count(*) > 2000 from persons") == [(True,)]


@pytest.mark.parametrize("table", [*TABLES, *MORE])
def test_both_engines_agree(by_engine: dict[str, Tables], table: str) -> None:
    names = sorted(row[0] for row in by_engine["duckdb"].con.execute(f"describe {table}").fetchall())
    listed = ", ".join(f'"{name}"' for name in names)
    ours, theirs = (
        tables.rows(f"select {listed} from {table} order by all") for tables in by_engine.values()
    )
    assert len(ours) > 0
    assert ours == theirs


def test_both_have_the_same_tables(by_engine: dict[str, Tables]) -> None:
    assert by_engine["duckdb"].names == by_engine["spark"].names


def test_both_wrote_the_same_files(by_engine: dict[str, Tables]) -> None:
    homes = [tables.folder.parent for tables in by_engine.values()]
    listed = [
        sorted(
            str(path.relative_to(home))
            for part in ("lists", "feedback", "returns")
            for path in (home / part).iterdir()
        )
        for home in homes
    ]
    assert listed[0] == listed[1]
    assert len(listed[0]) > 5
