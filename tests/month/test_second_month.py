"""A month that stands on the month before holds the same rows as one that decides everybody (issue 3)."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.cli import main
from qianxiao.engine import layers
from tests.month.conftest import close

MONTHS = ("2019-12", "2020-01", "2020-02", "2020-09")  # a year, a term and a gap of months pass
# What only tells how a month was built, not what it holds.
HOW = (
    "rowmarks_",
    "index_",
    "cleanmarks_",
    "typed_",
    "touched_",
    "left_",
    "changed_",
    "first_",
    "seeds_",
    "link_",
    "month_before",
)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two result folders: `stands`, each month on the one before, and `whole`."""
    place = tmp_path_factory.mktemp("months")
    words = ["demo", "generate", "--size", "county", "--people", "2000", "--seed", "11", "--out", str(place)]
    assert main([*words, "--months", ",".join(MONTHS)]) == 0
    for month in MONTHS:
        close(place, month, place / "stands")
        close(place, month, place / "whole", "--whole")
    return place


def held(tables: Path) -> dict[str, str]:
    """Result table → DuckDB SELECT of its rows."""
    names = {path.stem for path in tables.iterdir() if path.suffix in (".parquet", ".layers")}
    return {
        name: layers.relation(tables / f"{name}.parquet")
        for name in sorted(names)
        if not name.startswith(HOW) and "__" not in name
    }


@pytest.mark.parametrize("month", MONTHS)
def test_the_same_rows(months: Path, month: str) -> None:
    stands, whole = (held(months / way / month / "tables") for way in ("stands", "whole"))
    assert set(whole) ^ set(stands) == set()
    assert len(whole) > 60
    with duckdb.connect() as con:
        apart = [
            name
            for name, sql in whole.items()
            if con.execute(
                f"select count(*) from (({sql} except all {stands[name]}) union all ({stands[name]} except all {sql}))"
            ).fetchall()
            != [(0,)]
        ]
    assert apart == []


def test_the_second_month_is_mostly_taken_over(months: Path) -> None:
    """Otherwise the test above compares nothing."""
    found = {
        month: {path.stem for path in (months / "stands" / month / "tables").glob("*.layers")}
        for month in MONTHS
    }
    assert found["2019-12"] == set()
    assert {"states", "person_state", "person_facts"} <= found["2020-01"]
    # the tables of money and of what is missing too: a verdict is called like a table
    money = {"due", "entitlements", "gaps", "pay_lines", "list_people", "cell_people"}
    assert money <= found["2020-02"]
    assert {"clean_poor", "clean_intentions", "states"} <= found["2020-09"]
    assert not list((months / "whole" / "2020-01" / "tables").glob("*.layers"))


def test_the_same_files(months: Path) -> None:
    for month in MONTHS:
        ways = [months / way / month for way in ("stands", "whole")]
        for kind in ("lists", "feedback", "returns", "faults"):
            one, other = (
                {
                    path.relative_to(way): path.read_bytes()
                    for path in (way / kind).rglob("*")
                    if path.is_file()
                }
                for way in ways
            )
            assert {str(name) for name in one if one[name] != other.get(name)} == set(), month
            assert set(one) == set(other)
