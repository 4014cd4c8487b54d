"""Sheets with very many rows: SQL and Python write the same text, odd characters survive, long lists go on."""

import resource
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from qianxiao.base.masks import mask_id
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.sheets.cells import Look, letters, ready, row_text, rows_sql
from qianxiao.engine.sheets.lines import Stretch, runs
from qianxiao.engine.sheets.names import sheet_names

KINDS = ("text", "date", "int", "yuan", "text")
LOOK = Look(KINDS, ("1", "2", "3", "4", "1"), ' ht="56"')
COLUMNS = [Column(kind, 12, kind) for kind in KINDS]
texts = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
odd = st.sampled_from(
    [
        "_x0041_",
        " a",
        "\x7fa\x7f ",
        "a &",
        "a\n",
        "\t",
        "a\r\nb",
        "<t> ",
        "&lt;",
        "\x00",
        "\ufffe",
        "长" * 40_000,
        "",
    ]
)
dates = st.none() | st.sampled_from([20200501, 202005])
rows = st.tuples(
    texts | odd, dates, st.none() | st.integers(-9, 10**12), st.none() | st.integers(-(10**9), 10**14), texts
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as found:
        ready(found)
        yield found


def keep(con: duckdb.DuckDBPyConnection, lines: Sequence[Sequence[Any]]) -> str:
    con.execute("create or replace table t (c0 varchar, c1 integer, c2 bigint, c3 bigint, c4 varchar)")
    con.executemany("insert into t values (?, ?, ?, ?, ?)", lines)
    return "t"


@given(lines=st.lists(rows, min_size=1, max_size=5))
def test_sql_and_python_write_the_same_rows(
    con: duckdb.DuckDBPyConnection, lines: list[tuple[Any, ...]]
) -> None:
    lines = [tuple("" if part == "<" else part for part in line) for line in lines]
    sql = rows_sql(("c0", "c1", "c2", "c3", "c4"), LOOK, "cast(rowid + 4 as varchar)", keep(con, lines))
    assert [row[0].decode() for row in con.execute(sql).fetchall()] == [
        row_text(line, LOOK, number) for number, line in enumerate(lines, start=4)
    ]


@given(number=texts)
def test_numbers_are_masked_alike_in_sql(number: str | None, masker: Tables) -> None:
    with masker.con.cursor() as con:
        assert con.execute("select masked(?::varchar)", [number]).fetchall() == [(mask_id(number),)]


@pytest.fixture(scope="module")
def masker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    with Tables(tmp_path_factory.mktemp("none")) as tables:
        yield tables


def numbered(count: int) -> list[tuple[Any, ...]]:
    return [(f"行{n}", 20200501, n, n * 100 + 5, " ＜&>\r\n") for n in range(count)]


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("streamed", [True, False])
def test_a_list_longer_than_a_sheet_goes_on_in_the_next(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, streamed: bool
) -> None:
    lines = numbered(25)
    places = [(0, 25)]
    stretch = Stretch(con, keep(con, lines), ("c0", "c1", "c2", "c3", "c4"), places)
    with Book(tmp_path / "a.xlsx", most_rows=13) as book:
        count = book.sheet("表", "题", "注", COLUMNS, stretch.lines((0, 25)) if streamed else lines)
        book.sheet("空", "题", "注", COLUMNS, [])
    found = sheets(tmp_path / "a.xlsx")
    assert count == 25 and list(found) == ["表", "表(2)", "表(3)", "空"]
    assert [len(found[name]) - 3 for name in found] == [10, 10, 5, 1]
    told = [row for name in list(found)[:3] for row in found[name][3:]]
    assert [row[:4] for row in told] == [[f"行{n}", "2020-05-01", float(n), n + 0.05] for n in range(25)]
    assert all(found[name][2] == list(KINDS) for name in found)


def test_lists_that_follow_each_other_come_from_one_query_each_with_its_own_numbers(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    keep(con, numbered(9_000))
    con.execute("create or replace table t as select *, c2 // 3000 as county from t order by rowid")
    places = runs(con, "t", ("county",))
    assert places == {(n,): (3000 * n, 3000) for n in range(3)}
    stretch = Stretch(con, "t", ("c0", "c2"), list(places.values()))
    columns = [Column("名"), Column("数", 9, "int")]
    for county in (0, 1, 2, 0):  # the last one out of turn
        with Book(tmp_path / f"{county}.xlsx") as book:
            book.sheet("表", "题", "注", columns, stretch.lines(places[(county,)]))
        found = sheets(tmp_path / f"{county}.xlsx")["表"][3:]
        assert [row[1] for row in found] == [float(n) for n in range(3000 * county, 3000 * (county + 1))]
        with zipfile.ZipFile(tmp_path / f"{county}.xlsx") as archive:
            text = archive.read("xl/worksheets/sheet1.xml").decode()
        assert '<row r="4">' in text and 'r="B3003"' in text and 'r="B3004"' not in text
        assert '<dimension ref="A1:B3003"/>' in text


def test_rows_that_do_not_lie_together_are_refused(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("create or replace table u as select unnest([1, 2, 1]) as county")
    with pytest.raises(RuntimeError, match="do not lie together"):
        runs(con, "u", ("county",))


def test_a_file_that_cannot_be_written_leaves_nothing_and_the_old_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"

    def write(lines: list[tuple[Any, ...]]) -> None:
        with Book(target) as book:
            book.sheet("表", "题", "注", COLUMNS, lines)

    write(numbered(3))
    before = target.read_bytes()
    write(numbered(3))
    assert target.read_bytes() == before

    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, kept[1]))  # no file may grow beyond: as on a full disk
    try:
        with pytest.raises(OSError, match="File too large"):
            write(numbered(4))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
    assert target.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_columns_and_sheets_have_names_that_spreadsheets_take() -> None:
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    named = sheet_names()
    wanted = ["a/b[c]", "名" * 40, "名" * 50, "Sheet", "sheet", ""]
    assert [named(one) for one in wanted] == [
        "a_b_c_",
        "名" * 31,
        "名" * 28 + "(2)",
        "Sheet",
        "sheet(2)",
        "_",
    ]
