"""A register delivered as Parquet is read where it lies, with the rows its stored copy would have."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.rawview import changed_since, viewed
from qianxiao.engine.io.read import FileRead, read_folder

PEOPLE = (("990101", "张三", 1), ("990102", None, 2), ("990103", " 李四 ", 3))


def deliver(folder: Path, name: str, rows: tuple[tuple[str | None, str | None, int], ...]) -> None:
    """Write a small register of poor people as Parquet: numbers and texts, in an order of columns of its own."""
    folder.mkdir(exist_ok=True)
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE p (姓名 VARCHAR, 户编号 INTEGER, 人编号 VARCHAR, 行政区划代码 VARCHAR, 备注 VARCHAR)"
        )
        con.executemany("INSERT INTO p VALUES (?, ?, ?, '621126', 'x')", [(n, h, k) for k, n, h in rows])
        con.execute(f"COPY p TO '{folder / name}' (FORMAT parquet)")


def read(place: Path, source: Path, views: bool) -> list[FileRead]:
    return read_folder(source, place / "raw", place / "texts", lambda line: None, views=views)


def rows(sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"SELECT * FROM ({sql}) ORDER BY file_no, src_row").fetchall()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    deliver(tmp_path / "in", "a.parquet", PEOPLE)
    deliver(tmp_path / "in", "b.parquet", (("990104", "王五", 4),))
    return tmp_path / "in"


def test_the_same_rows_as_the_copy(tmp_path: Path, source: Path) -> None:
    seen, stored = read(tmp_path / "seen", source, True), read(tmp_path / "stored", source, False)
    assert [(one.name, one.rows, one.register) for one in seen] == [
        (one.name, one.rows, one.register) for one in stored
    ]
    found = viewed(tmp_path / "seen" / "raw", "poor")
    assert found is not None
    assert not (tmp_path / "seen" / "raw" / "poor.parquet").exists()
    copy = rows(f"SELECT * FROM '{tmp_path}/stored/raw/poor.parquet'")
    assert rows(found[1]) == copy
    assert len(copy) == 4


def test_the_others_are_stored(tmp_path: Path, source: Path) -> None:
    read(tmp_path, source, True)
    assert viewed(tmp_path / "raw", "students") is None
    assert len(list((tmp_path / "raw").glob("*.parquet"))) == len(layouts()) - 1


def test_a_row_without_a_key_has_to_be_looked_at(tmp_path: Path, source: Path) -> None:
    deliver(source, "b.parquet", (("990104", "王五", 4), (" ", None, 5)))
    read(tmp_path, source, True)
    assert viewed(tmp_path / "raw", "poor") is None
    assert (tmp_path / "raw" / "poor.parquet").exists()


def test_who_reads_again_for_another_engine_finds_a_copy(tmp_path: Path, source: Path) -> None:
    read(tmp_path, source, True)
    read(tmp_path, source, False)
    assert viewed(tmp_path / "raw", "poor") is None
    assert (tmp_path / "raw" / "poor.parquet").exists()


def test_the_fingerprint_follows_the_content(tmp_path: Path, source: Path) -> None:
    def mark() -> str:
        read(tmp_path, source, True)
        found = viewed(tmp_path / "raw", "poor")
        assert found is not None
        return found[0]

    first = mark()
    assert mark() == first
    deliver(source, "b.parquet", (("990105", "王五", 4),))
    assert mark() != first


def test_a_file_replaced_meanwhile_is_noticed(tmp_path: Path, source: Path) -> None:
    reads = read(tmp_path, source, True)
    assert changed_since(source, tmp_path / "raw", reads) == []
    deliver(source, "a.parquet", PEOPLE[:2])
    assert changed_since(source, tmp_path / "raw", reads) == ["a.parquet"]
