"""Whatever a later delivery mixes up, a month that stands on the month before equals one that decides everybody."""

import csv
import random
from pathlib import Path

import duckdb
import pytest

from qianxiao.cli import main
from tests.month.conftest import close
from tests.month.test_second_month import held

pytestmark = pytest.mark.heavy
MONTHS = ("2020-05", "2020-06")
KINDS = ("lists", "feedback", "returns", "faults")


def mix(path: Path, chance: random.Random) -> None:
    """Let some rows of a register exchange or share the cells of a column, repeat or lose some, and sort it anew.

    Numbers, accounts, households, classes, dates and phones thereby come to stand with other people.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    even = [place for place, row in enumerate(rows) if len(row) == len(head)]
    for _ in range(4):
        column = chance.randrange(len(head))
        some = chance.sample(even, min(len(even), 2 + len(even) // 50))
        cells = [rows[place][column] for place in some]
        given = [*cells[1:], cells[0]] if chance.random() < 0.7 else [cells[0]] * len(cells)
        for place, cell in zip(some, given, strict=True):
            rows[place][column] = cell
    chosen = chance.sample(range(len(rows)), 1 + len(rows) // 200)
    rows = [row for place, row in enumerate(rows) if place not in set(chosen[::2])]
    rows += [list(rows[place % len(rows)]) for place in chosen[1::2]]
    if chance.random() < 0.5:
        chance.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *rows])


@pytest.fixture(scope="module", params=(21,))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world of some hundred people whose second delivery is mixed up; closed in both ways."""
    seed = int(request.param)
    place = tmp_path_factory.mktemp(f"world{seed}")
    words = [
        "demo",
        "generate",
        "--size",
        "county",
        "--people",
        "900",
        "--seed",
        str(seed),
        "--format",
        "csv",
    ]
    assert main([*words, "--months", ",".join(MONTHS), "--out", str(place)]) == 0
    chance = random.Random(seed)
    for path in sorted((place / "registers" / MONTHS[1]).glob("*.csv")):
        mix(path, chance)
    for month in MONTHS:
        close(place, month, place / "stands")
        close(place, month, place / "whole", "--whole")
    return place


def test_the_same_rows(world: Path) -> None:
    stands, whole = (held(world / way / MONTHS[1] / "tables") for way in ("stands", "whole"))
    assert set(stands) == set(whole)
    assert len(list((world / "stands" / MONTHS[1] / "tables").glob("*.layers"))) > 20
    with duckdb.connect() as con:
        apart = [
            name
            for name, sql in whole.items()
            if con.execute(
                f"select 1 from (({sql} except all {stands[name]}) union all ({stands[name]} except all {sql}))"
            ).fetchall()
        ]
    assert apart == []


def test_the_same_files(world: Path) -> None:
    one, other = (
        {
            path.relative_to(home): path.read_bytes()
            for kind in KINDS
            for path in (home / kind).rglob("*")
            if path.is_file()
        }
        for home in (world / way / MONTHS[1] for way in ("stands", "whole"))
    )
    assert set(one) == set(other)
    assert {str(name) for name in one if one[name] != other[name]} == set()


def test_the_mixture_is_seen(world: Path) -> None:
    """Otherwise the tests above compare two months of which nothing is asked."""
    tables = held(world / "stands" / MONTHS[1] / "tables")
    with duckdb.connect() as con:
        for table in ("irr_identity", "irr_money", "doubts", "differences"):
            assert con.execute(f"select count(*) from ({tables[table]})").fetchall()[0][0] > 0, table
