"""Gives faulty rows back to who delivered them: same layout, reason per cell; unreadable files as they came."""

import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import duckdb

from qianxiao.engine.engines import Engine
from qianxiao.engine.io.givesort import MEMORY, Sorted, Told
from qianxiao.engine.io.givewrite import ReturnedSheet, whole, write_text, write_workbook
from qianxiao.engine.io.layouts import ADDED, HINTS
from qianxiao.engine.io.messages import ERROR
from qianxiao.engine.io.read import WORKBOOKS, FileRead
from qianxiao.engine.sheets.jobs import run_jobs
from qianxiao.engine.sheets.lines import Lines, Stretch
from qianxiao.engine.sheets.pour import MOST_ROWS

MARK = "_退回"
UNREAD = "未读"
PROBLEM_LIST = "问题清单.csv"
_PROBLEM_HEADERS = ("文件", "工作表", "行", "列", "问题", "Problem", "sha256")
_BATCH = 4_096


def _lines(
    con: duckdb.DuckDBPyConnection, table: str, width: int, place: tuple[int, int], marked: str
) -> Lines:
    values = tuple(f"c{number}" for number in range(width))
    return Stretch(con, table, values, [place], marked).lines(place)


def _rows(
    con: duckdb.DuckDBPyConnection, table: str, width: int, place: tuple[int, int]
) -> Iterator[Sequence[str | None]]:
    """Rows of a kept table, in its order."""
    columns = ", ".join(f"c{number}" for number in range(width))
    first, count = place
    with con.cursor() as own:
        own.execute(f"SELECT {columns} FROM {table} WHERE rowid >= {first} AND rowid < {first + count}")
        while batch := own.fetchmany(_BATCH):
            yield from batch


def _workbook(
    told: Told, reads: list[FileRead], hints: tuple[int, int] | None, target: Path, most: int
) -> list[Path]:
    """One workbook with the rows to correct of its sheets, and the hints."""
    sheets = []
    for read in reads:
        if back := told.rows_back(read):
            lines = _lines(told.con, back.table, len(back.headers), (0, back.count), "marked")
            sheets.append(ReturnedSheet(read.sheet, back.headers, len(ADDED), lines, back.notes))
    listed = _lines(told.con, "hints", len(HINTS), hints, "") if hints else None
    if not sheets and not listed:
        return []
    target.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(target, sheets, listed, most)
    return [target]


def _texts(told: Told, reads: list[FileRead], hints: tuple[int, int] | None, base: Path) -> list[Path]:
    """The rows to correct of a file without sheets, and the hints, as text like the one delivered."""
    cells = reads[0].cells
    suffix = base.suffix if base.suffix.lower() != ".parquet" else ".csv"
    encoding = cells.encoding if cells and not cells.names else "utf-8-sig"
    delimiter = cells.given if cells else ","
    written = []
    for read in reads:
        if back := told.rows_back(read):
            written.append(base.with_name(f"{base.stem}{MARK}{suffix}"))
            width = len(back.headers)
            rows = _headed(back.headers, _rows(told.con, back.table, width, (0, back.count)))
            write_text(written[-1], rows, encoding, delimiter)
    if hints:
        written.append(base.with_name(f"{base.stem}{MARK}_提示{suffix}"))
        write_text(
            written[-1], _headed(HINTS, _rows(told.con, "hints", len(HINTS), hints)), encoding, delimiter
        )
    return written


def _headed(headers: Sequence[str], rows: Iterator[Sequence[str | None]]) -> Iterator[Sequence[str | None]]:
    yield headers
    yield from rows


def _give_back(found: Sorted, reads: list[FileRead], out: Path, most: int, books: bool) -> list[Path]:
    """The files for the sheets of one delivered file."""
    base = out / reads[0].name
    hints = found.hints.get(reads[0].name)
    with found.told() as told:
        if books or base.suffix.lower() in WORKBOOKS:
            return _workbook(told, reads, hints, base.with_name(f"{base.stem}{MARK}.xlsx"), most)
        return _texts(told, reads, hints, base)


def _problems(reads: list[FileRead], source: Path, out: Path) -> list[Path]:
    """The list of what was said about files, and copies of files that could not be read."""
    lines = [
        (item.file, item.sheet, str(item.row), item.column, item.zh, item.en, read.sha256)
        for read in reads
        for item in read.problems
    ]
    written = []
    if lines:
        written.append(out / PROBLEM_LIST)
        write_text(written[0], [_PROBLEM_HEADERS, *lines], "utf-8-sig", ",")
    copied = {"same_file", "empty"}
    for name in sorted(
        {r.name for r in reads if any(p.level == ERROR and p.code not in copied for p in r.problems)}
    ):
        with whole(out / UNREAD / name) as part:
            shutil.copyfile(source / name, part)
        written.append(out / UNREAD / name)
    return written


def write_faults(
    engine: Engine,
    reads: list[FileRead],
    source: Path,
    out: Path,
    most_rows: int = MOST_ROWS,
    books: bool = False,
    memory: str = MEMORY,
) -> list[Path]:
    """Write what has to be corrected below `out` and return the files.

    Per delivered file with rows kept back: `<name>_退回.<kind>`, the delivered columns in their order plus 原因,
    Reason, 需改的列, 原文件行; warnings of rows that stay on a sheet or in a file of their own. Files that could not
    be read lie unchanged under `未读/`; everything said about files is in `问题清单.csv`. Needs the table `faults` and
    the scratch folder of `read_folder`. A returned row is delivered again beside the original, whose row then
    counts as corrected. A list longer than `most_rows` goes on in a next sheet. Files appear under their names when
    they are whole; with `books` texts come back as workbooks, where no cell is ever calculated. Works in a folder beside `out`, which it removes. Raises OSError when it cannot write.
    Rows X-08, 19-05-05.
    """
    written = _problems(reads, source, out)
    registers = [read for read in reads if read.register]
    if not registers:
        return written
    with Sorted(engine, registers, out.with_name(out.name + ".work"), memory) as found:
        files = [[read for read in registers if read.name == name] for name in found.files]
        for some in run_jobs(partial(_give_back, found, of_file, out, most_rows, books) for of_file in files):
            written += some
    return written
