"""Stores delivered sheets as raw registers: text columns of the layout, with the place every row came from."""

import os
from collections.abc import Sequence
from pathlib import Path

import duckdb

from qianxiao.engine.io.cells import RAGGED, Cells
from qianxiao.engine.io.layouts import ORIGIN, Layout
from qianxiao.engine.io.recognise import Header
from qianxiao.engine.sqltext import literal

Source = tuple[str, str, int, Cells, Header]  # name, sheet, file_no, cells, header
# Read a few times and kept: level 1 and no long dictionaries take a seventh less time for the same size.
_STORED = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000"
ADDED_COLUMNS = ("src", "sheet", "src_row", "file_no", "origin", "note")
_INTEGERS = ("src_row", "file_no")


def _rows(cells: Cells, header: Header) -> str:
    """The rows below the header that hold anything."""
    texts = ", ".join(f"trim(c{place})" for place in range(cells.width))
    filled = f"coalesce({texts}, '') <> '' OR concat({texts}) <> ''"
    return f"SELECT * FROM ({cells.select()}) WHERE src_row > {header.row} AND ({filled})"


def _note(cells: Cells, header: Header) -> str:
    """A row of delimited text with something behind the last header is shifted; in a workbook it is a remark."""
    last = max(place for place, text in enumerate(header.texts) if text.strip())
    beyond = ", ".join(f"c{place}" for place in range(last + 1, cells.width))
    if not cells.noted or not beyond:
        return "note"
    return f"coalesce(note, CASE WHEN concat({beyond}, '') <> '' THEN {literal(RAGGED)} END)"


def select_source(layout: Layout, source: Source, filled: bool = False) -> str:
    """SELECT of the rows of a sheet as the raw register has them; `filled`: no row of it is blank."""
    name, sheet, file_no, cells, header = source
    columns = [
        f"c{header.places[column.name]} AS {column.name}"
        if column.name in header.places
        else f"CAST(NULL AS VARCHAR) AS {column.name}"
        for column in layout.columns
    ]
    origin = header.place_of(ORIGIN)
    columns += [
        f"{literal(name)} AS src",
        f"{literal(sheet)} AS sheet",
        "src_row",
        f"CAST({file_no} AS INTEGER) AS file_no",
        f"c{origin} AS origin" if origin is not None else "CAST(NULL AS VARCHAR) AS origin",
        f"{_note(cells, header)} AS note",
    ]
    return f"SELECT {', '.join(columns)} FROM ({cells.select() if filled else _rows(cells, header)})"


def _nothing(layout: Layout) -> str:
    names = [column.name for column in layout.columns] + list(ADDED_COLUMNS)
    typed = (f"CAST(NULL AS {'INTEGER' if name in _INTEGERS else 'VARCHAR'}) AS {name}" for name in names)
    return f"SELECT {', '.join(typed)} WHERE false"


def content_mark(con: duckdb.DuckDBPyConnection, cells: Cells, header: Header) -> str:
    """A mark that two sheets share when they bring the same cells, in any order of rows and in any kind of file."""
    texts = ", ".join(f"c{place}" for place in sorted(header.places.values()))
    sql = (
        f"SELECT count(*), bit_xor(hash({texts})), sum(hash({texts}) % 1000003) FROM ({_rows(cells, header)})"
    )
    return "|".join(map(str, con.execute(sql).fetchone() or ()))


def write_register(
    con: duckdb.DuckDBPyConnection, layout: Layout, sources: Sequence[Source], target: Path
) -> dict[int, int]:
    """Write raw/<register>.parquet from all its sheets, in order. Returns rows by file_no."""
    sql = " UNION ALL ".join(select_source(layout, source) for source in sources) or _nothing(layout)
    part = target.with_name(target.name + ".part")
    con.execute(f"COPY ({sql}) TO {literal(str(part))} ({_STORED})")
    os.replace(part, target)
    counts = con.execute(
        f"SELECT file_no, count(*) FROM read_parquet({literal(str(target))}) GROUP BY 1"
    ).fetchall()
    return {int(number): int(rows) for number, rows in counts}
