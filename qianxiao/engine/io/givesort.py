"""Sorts what was found about delivered rows: which rows go back and what is said about each, by SQL."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from qianxiao.base.fold import fold_header
from qianxiao.engine.engines import Engine
from qianxiao.engine.io.givewrite import COMMENTS
from qianxiao.engine.io.layouts import ADDED
from qianxiao.engine.io.messages import ERROR, WARNING, cell_text
from qianxiao.engine.io.read import FileRead
from qianxiao.engine.layers import relation
from qianxiao.engine.sheets.cells import ready
from qianxiao.engine.sheets.lines import Place, runs
from qianxiao.engine.sqltext import literal

MEMORY = "700MB"  # of the database; what does not fit goes to the work folder
_ORDER = "level, col, fault, value"
_FAULTS = f"select src, sheet, src_row, col, value, fault, level from faults where level in ('{ERROR}', '{WARNING}')"
_ROW, _COLUMN, _VALUE = (
    1_020_304_050,
    "\ue001",
    "\ue002",
)  # stand for what differs from line to line in a text
_TOLD = """CREATE TABLE told AS
    SELECT s.no, s.src, s.sheet, f.src_row, f.level, f.col, f.fault, f.value, coalesce(t.title, f.col) AS title, t.spot,
      filled(x.zh, f.src_row, coalesce(t.title, f.col), f.value) AS zh,
      filled(x.en, f.src_row, coalesce(t.title, f.col), f.value) AS en
    FROM faults f JOIN sheets s ON s.src = f.src AND s.sheet = f.sheet JOIN texts x ON x.fault = f.fault
    LEFT JOIN titles t ON t.no = s.no AND t.col = f.col"""
_KEPT_BACK = f"CREATE TABLE kept_back AS SELECT DISTINCT no, src_row FROM told WHERE level = '{ERROR}'"
_HINTS = f"""CREATE TABLE hints AS
    SELECT src, concat(CASE WHEN sheet <> '' THEN concat(sheet, '|') END, src_row) AS c0, title AS c1, value AS c2,
      zh AS c3, en AS c4
    FROM told t WHERE NOT EXISTS (SELECT 1 FROM kept_back k WHERE k.no = t.no AND k.src_row = t.src_row)
    ORDER BY src, no, src_row, {_ORDER}"""
# A roster with its columns shifted is wrong in every cell: reasons of so many faults at once fit into the memory.
_AT_ONCE = 100_000
_SLICES = f"""SELECT max(src_row) FROM (
      SELECT src_row, (sum(count(*)) OVER (ORDER BY src_row) - 1) // {_AT_ONCE} AS slice
      FROM told JOIN kept_back USING (no, src_row) WHERE no = {{no}} GROUP BY src_row) s GROUP BY slice ORDER BY 1"""
_BACK = f"""WITH own AS (
      SELECT t.*, row_number() OVER (PARTITION BY src_row ORDER BY {_ORDER}) AS nth
      FROM told t JOIN kept_back USING (no, src_row) WHERE no = {{no}} AND src_row > {{lo}} AND src_row <= {{hi}}),
    reasons AS (
      SELECT src_row, string_agg(zh, ' ' ORDER BY nth) AS zh, string_agg(en, ' ' ORDER BY nth) AS en,
        list(DISTINCT spot) FILTER (WHERE spot IS NOT NULL) AS marked FROM own GROUP BY src_row),
    firsts AS (SELECT src_row, title, min(nth) AS nth FROM own WHERE col <> '' GROUP BY src_row, title),
    columns AS (SELECT src_row, string_agg(title, '、' ORDER BY nth) AS titles FROM firsts GROUP BY src_row)
    SELECT {{cells}}, r.zh AS c{{zh}}, r.en AS c{{en}}, coalesce(n.titles, '') AS c{{titles}},
      concat({{origin}}, d.src_row) AS c{{place}}, r.marked, d.src_row
    FROM reasons r JOIN ({{delivered}}) d ON d.src_row = r.src_row LEFT JOIN columns n ON n.src_row = r.src_row
    WHERE d.src_row > {{lo}} AND d.src_row <= {{hi}}
    ORDER BY d.src_row"""
_NOTES = f"""SELECT b.rowid, t.spot, string_agg(concat(t.zh, chr(10), t.en), chr(10) ORDER BY t.level, t.col, t.fault)
    FROM (SELECT rowid, src_row FROM {{table}} WHERE len(marked) > 0 ORDER BY rowid LIMIT {COMMENTS}) b
    JOIN told t ON t.no = {{no}} AND t.src_row = b.src_row
    WHERE t.spot IS NOT NULL GROUP BY b.rowid, t.spot ORDER BY b.rowid, t.spot LIMIT {COMMENTS}"""


@dataclass(frozen=True)
class Back:
    """Rows kept back of one sheet: a table with columns c0 … (as text), `marked` (places of bad cells)."""

    table: str
    headers: tuple[str, ...]
    count: int
    notes: Sequence[tuple[int, int, str]]


def _kept(read: FileRead) -> list[int]:
    """The places of the delivered columns; those that an earlier give-back file added are none."""
    assert read.header is not None  # noqa: S101 - only sheets with a header are stored
    added = {fold_header(text) for text in ADDED}
    return [place for place, text in enumerate(read.header.texts) if fold_header(text) not in added]


def _titles(read: FileRead, number: int) -> Iterator[tuple[int, str, str, int | None]]:
    """Number of the sheet, column, its header as it was delivered, and its place among the delivered columns."""
    assert read.header is not None  # noqa: S101 - only sheets with a header are stored
    kept = _kept(read)
    for column in read.header.layout.columns:
        place = read.header.places.get(column.name)
        title = column.zh if place is None else read.header.texts[place]
        yield number, column.name, title, kept.index(place) if place in kept else None


@dataclass(frozen=True)
class Told:
    """What is said about delivered rows, for one thread."""

    con: duckdb.DuckDBPyConnection
    numbers: dict[tuple[str, str], int]

    def rows_back(self, read: FileRead) -> Back | None:
        """The rows of a sheet that go back; None when all stay. Raises RuntimeError when one is not found again."""
        number = self.numbers[(read.name, read.sheet)]
        wanted = self._one(f"SELECT count(*) FROM kept_back WHERE no = {number}")
        if not wanted or read.cells is None or read.header is None:
            return None
        kept = _kept(read)
        cells = ", ".join(f"d.c{place} AS c{spot}" for spot, place in enumerate(kept))
        after = dict(
            zip(("zh", "en", "titles", "place"), range(len(kept), len(kept) + len(ADDED)), strict=True)
        )
        origin = literal(f"{read.name}|{read.sheet}|")
        table = f"back_{number}"
        verb, lo = f"CREATE TABLE {table} AS ", 0
        for (hi,) in self.con.execute(_SLICES.format(no=number)).fetchall():
            told = {"no": number, "lo": lo, "hi": hi, "cells": cells, "origin": origin, **after}
            self.con.execute(verb + _BACK.format(delivered=read.cells.select(), **told))
            verb, lo = f"INSERT INTO {table} ", hi
        count = self._one(f"SELECT count(*) FROM {table}")
        if count != wanted:
            raise RuntimeError(f"{read.name}: {wanted} rows to give back, {count} found")
        notes = self.con.execute(_NOTES.format(table=table, no=number)).fetchall()
        return Back(table, (*(read.header.texts[place] for place in kept), *ADDED), count, notes)

    def _one(self, sql: str) -> int:
        found = self.con.execute(sql).fetchone()
        return int(found[0]) if found else 0


class Sorted:
    """The faults of a delivery, sorted for giving back; `hints` tells where the hints of a file lie."""

    def __init__(self, engine: Engine, reads: Sequence[FileRead], work: Path, memory: str = MEMORY) -> None:
        self.work = work
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self.con = duckdb.connect(":memory:")
        self.numbers = {(read.name, read.sheet): number for number, read in enumerate(reads)}
        self.files = list(dict.fromkeys(read.name for read in reads))
        self.con.execute("SET enable_progress_bar = false")
        self.con.execute(f"SET memory_limit = {literal(memory)}")
        self.con.execute(f"SET temp_directory = {literal(str(work / 'spill'))}")
        ready(self.con)
        found = work / "faults.parquet"
        engine.build("faults_given_back", _FAULTS, found, {})
        self.con.execute(f"CREATE VIEW faults AS {relation(found)}")
        self._name(reads)
        self.con.execute(_TOLD)
        self.con.execute(_KEPT_BACK)
        self.con.execute(_HINTS)
        self.hints: dict[str, Place] = {
            key[0]: place for key, place in runs(self.con, "hints", ("src",)).items()
        }

    def _name(self, reads: Sequence[FileRead]) -> None:
        """Tables of the sheets, their headers, and the texts of faults."""
        row, column, value = f"'{_ROW}'", f"'{_COLUMN}'", f"'{_VALUE}'"
        self.con.execute(
            "CREATE MACRO filled(x, src_row, title, value) AS replace(replace(replace(x,"
            f" {row}, cast(src_row AS VARCHAR)), {column}, title), {value}, coalesce(value, ''))"
        )
        faults = [
            line[0] for line in self.con.execute("SELECT DISTINCT fault FROM faults ORDER BY 1").fetchall()
        ]
        texts = [(fault, *cell_text(fault, _ROW, _COLUMN, _VALUE)) for fault in faults]
        titles = [title for number, read in enumerate(reads) for title in _titles(read, number)]
        sheets = [(number, *key) for key, number in self.numbers.items()]
        self.con.execute("CREATE TABLE texts (fault VARCHAR, zh VARCHAR, en VARCHAR)")
        self.con.execute("CREATE TABLE titles (no INTEGER, col VARCHAR, title VARCHAR, spot INTEGER)")
        self.con.execute("CREATE TABLE sheets (no INTEGER, src VARCHAR, sheet VARCHAR)")
        for table, rows in (("texts", texts), ("titles", titles), ("sheets", sheets)):
            if rows:
                slots = ", ".join("?" * len(rows[0]))
                self.con.executemany(f"INSERT INTO {table} VALUES ({slots})", rows)

    @contextmanager
    def told(self) -> Iterator[Told]:
        """What is said, for the thread that asks."""
        with self.con.cursor() as con:
            yield Told(con, self.numbers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.con.close()
        shutil.rmtree(self.work, ignore_errors=True)
