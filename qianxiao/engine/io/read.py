"""Reads a folder of delivered files into raw registers; what cannot be read is told and never lost."""

import csv
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import duckdb

from qianxiao.engine.io.cells import Cells, parquet_cells
from qianxiao.engine.io.child import Limits, workbook_cells
from qianxiao.engine.io.delimited import delimited_cells
from qianxiao.engine.io.found import FileRead
from qianxiao.engine.io.layouts import layouts, settings
from qianxiao.engine.io.memory import Memory, reader
from qianxiao.engine.io.messages import problem
from qianxiao.engine.io.raw import content_mark, write_register
from qianxiao.engine.io.rawview import view_register
from qianxiao.engine.io.recognise import recognise
from qianxiao.engine.io.workbook import Refused
from qianxiao.engine.run import Says, tell
from qianxiao.engine.sqltext import literal

__all__ = ["TEXTS", "WORKBOOKS", "FileRead", "read_folder"]

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")
TRUSTED = 1 << 22  # bytes: a longer text is not looked through before it is read
_AT_ONCE = min(4, os.cpu_count() or 1)  # files read side by side


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Doubted(Exception):
    """Text files that were taken to be even and are perhaps not; names below the folder."""

    def __init__(self, *names: str) -> None:
        super().__init__(*names)
        self.names = frozenset(names)


def _sheets(
    con: duckdb.DuckDBPyConnection, path: Path, scratch: Path, trust: bool, limits: Limits | None
) -> list[Cells]:
    """The sheets of one file. Raises Refused."""
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return workbook_cells(path, scratch, limits)
    if kind in TEXTS:
        return delimited_cells(con, path, scratch, settings()["delimiters"], settings()["header_rows"], trust)
    if kind == ".parquet":
        try:
            return parquet_cells(con, path)
        except duckdb.Error as error:
            raise Refused("unreadable", str(error).splitlines()[0][:120]) from error
    raise Refused("unknown_kind")


def _read_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    sha256: str,
    scratch: Path,
    careful: bool = False,
    limits: Limits | None = None,
) -> list[FileRead]:
    """All sheets of one file, recognised but not yet stored; a text that seems to be no register is looked at carefully."""
    if path.suffix.lower() in TEXTS and path.stat().st_size > TRUSTED and not careful:
        with suppress(duckdb.Error, csv.Error, UnicodeError, Refused):
            found = _recognised(con, path, name, sha256, scratch, True, limits)
            if found and all(read.register for read in found):
                return found
    try:
        found = _recognised(con, path, name, sha256, scratch, False, limits)
    except Refused as refused:
        return [FileRead(name, None, "", 0, sha256, (problem(refused.code, name, detail=refused.detail),))]
    if not found:
        return [FileRead(name, None, "", 0, sha256, (problem("empty", name),))]
    return _without_side_sheets(found)


def _recognised(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    name: str,
    sha256: str,
    scratch: Path,
    trust: bool,
    limits: Limits | None,
) -> list[FileRead]:
    """All sheets of one file as they are headed. Raises Refused."""
    scratch.mkdir(parents=True, exist_ok=True)
    if "\\" in name:  # has no place in SQL text
        raise Refused("unreadable", "\\ in the name")
    found = []
    for cells in _sheets(con, path, scratch, trust, limits) if path.stat().st_size else []:
        head = cells.head(con, settings()["header_rows"]) if cells.width else []
        header, problems = recognise(head, name, cells.sheet)
        register = header.layout.register if header else None
        found.append(FileRead(name, register, cells.sheet, 0, sha256, tuple(problems), 0, cells, header))
    return found


def _without_side_sheets(reads: list[FileRead]) -> list[FileRead]:
    """Beside a sheet that is a register, sheets that are none (notes, code lists) are only mentioned."""
    if not any(read.register or not read.failed for read in reads):
        visible = [read for read in reads if read.cells and read.cells.visible] or reads
        filled = [read for read in visible if read.problems[0].code != "empty"]
        return filled or visible[:1]
    quiet = {"no_sheet", "empty"}
    return [
        replace(read, problems=(problem("sheet_ignored", read.name, read.sheet),))
        if not read.register and read.problems[0].code in quiet
        else read
        for read in reads
    ]


@contextmanager
def _proving(reads: list[FileRead], careful: frozenset[str]) -> Iterator[None]:
    """All rows are read here: what DuckDB cannot read may be a text that was trusted. Raises Doubted."""
    try:
        yield
    except duckdb.Error:
        trusted = {read.name for read in reads if Path(read.name).suffix.lower() in TEXTS} - careful
        if not trusted:
            raise
        raise Doubted(*trusted) from None


def _without_copies(
    con: duckdb.DuckDBPyConnection, reads: list[FileRead], memory: Memory, careful: frozenset[str]
) -> list[FileRead]:
    """A sheet whose rows another sheet of the register already brought is not read again."""
    seen: dict[tuple[str, str], str] = {}
    registers = [read.register for read in reads if read.register]
    found = []
    for read in reads:
        if read.register and read.cells and read.header and registers.count(read.register) > 1:
            with _proving([read], careful):
                mark = (read.register, memory.content(read) or content_mark(con, read.cells, read.header))
            memory.keep_content(read, mark[1])
            if mark in seen:
                copy = problem("same_file", read.name, read.sheet, other=seen[mark])
                read = replace(read, register=None, problems=(copy,))
            seen.setdefault(mark, read.name)
        found.append(read)
    return found


def _files(folder: Path) -> Iterable[Path]:
    """Delivered files in order of their names; lock files of spreadsheets and hidden files are none."""
    for path in sorted(folder.rglob("*"), key=lambda item: item.relative_to(folder).as_posix()):
        if path.is_file() and not path.name.startswith((".", "~$")):
            yield path


Task = tuple[Path, str, str, str]
"""A file, its name below the folder, its hash, and the name of an earlier file with the same hash or ''."""


def _tasks(folder: Path) -> list[Task]:
    """All files, in order of their names."""
    hashes: dict[str, str] = {}
    tasks: list[Task] = []
    paths = list(_files(folder))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for path, sha256 in zip(paths, pool.map(_sha256, paths), strict=True):
            name = path.relative_to(folder).as_posix()
            same = hashes.get(sha256, "") if path.stat().st_size else ""
            hashes.setdefault(sha256, name)
            tasks.append((path, name, sha256, same))
    return tasks


def _read_all(
    con: duckdb.DuckDBPyConnection,
    tasks: list[Task],
    scratch: Path,
    memory: Memory,
    says: Says,
    careful: frozenset[str],
    limits: Limits | None,
) -> list[FileRead]:
    """All sheets of all files, in order of the files' names; what was read before is recalled."""

    def read(task: Task) -> list[FileRead]:
        path, name, sha256, same = task
        if same:
            return [FileRead(name, None, "", 0, sha256, (problem("same_file", name, other=same),))]
        found = memory.recall(name, sha256)
        if found is None:
            place = scratch / hashlib.sha256(f"{name}|{sha256}|{reader()}".encode()).hexdigest()[:16]
            shutil.rmtree(place, ignore_errors=True)
            with con.cursor() as cursor:
                found = _read_file(cursor, path, name, sha256, place, name in careful, limits)
        memory.keep(name, sha256, found)
        says(f"  read {name}")
        return found

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [sheet for sheets in pool.map(read, tasks) for sheet in sheets]


def _write_all(
    con: duckdb.DuckDBPyConnection,
    reads: list[FileRead],
    raw: Path,
    memory: Memory,
    careful: frozenset[str],
    views: bool,
) -> dict[int, int]:
    """Write the raw registers that are not there already; returns rows by file_no."""

    def write(register: str) -> dict[int, int]:
        parts = [read for read in reads if read.register == register]
        sources = [(p.name, p.sheet, p.file_no, p.cells, p.header) for p in parts if p.cells and p.header]
        (raw / f"{register}.sql").unlink(missing_ok=True)
        if views:
            with con.cursor() as cursor:
                seen = view_register(cursor, layouts()[register], sources, parts, raw)
            if seen is not None:
                return seen
        rows = memory.stored(register, parts)
        if rows is None:
            with con.cursor() as cursor, _proving(parts, careful):
                rows = write_register(cursor, layouts()[register], sources, raw / f"{register}.parquet")
        memory.store(register, parts, rows)  # at once: a killed reading goes on behind it
        return rows

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found: dict[int, int] = {}
        for rows in pool.map(write, layouts()):
            found |= rows
    return found


def read_folder(
    folder: Path,
    raw: Path,
    scratch: Path,
    says: Says = tell,
    earlier: Path | None = None,
    memory_limit: str = "4GiB",
    limits: Limits | None = None,
    views: bool = False,
) -> list[FileRead]:
    """Read every file below `folder` into raw/<register>.parquet, one per layout (empty when nothing came).

    The registers hold text only: the layout's columns, src, sheet, src_row, file_no, origin (the row a corrected
    row corrects) and note. Returns one entry per sheet, also for what could not be read; texts lie in `scratch`,
    which has to stay until `write_faults` has run. A file that an earlier reading into `raw`, or into the folder
    `earlier`, found the same is not parsed again. With `views` a register delivered as Parquet is not stored: raw/<register>.sql is a SELECT of
    it where it lies, which DuckDB can read. Raises FileNotFoundError when the folder is missing. X-08.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    raw.mkdir(parents=True, exist_ok=True)
    for left in raw.glob(
        "*.part"
    ):  # of a reading that was killed; this one may take the register over instead
        left.unlink()
    scratch.mkdir(parents=True, exist_ok=True)
    memory = Memory(raw, folder, scratch, earlier)
    with duckdb.connect(":memory:") as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"SET memory_limit = {literal(memory_limit)}")
        con.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
        tasks = _tasks(folder)
        careful: frozenset[str] = frozenset()
        while True:  # ends: a file is doubted once
            try:
                reads = _read_all(con, tasks, scratch, memory, says, careful, limits)
                reads = _without_copies(con, reads, memory, careful)
                reads = [replace(read, file_no=number) for number, read in enumerate(reads, start=1)]
                rows = _write_all(con, reads, raw, memory, careful, views)
                break
            except Doubted as found:
                careful |= found.names
                memory.forget(found.names)
    return [_counted(replace(read, rows=rows.get(read.file_no, 0))) for read in reads]


def _counted(read: FileRead) -> FileRead:
    """A register sheet with a header and no rows is told as empty."""
    if read.register and not read.rows:
        return replace(read, problems=(*read.problems, problem("empty", read.name, read.sheet)))
    return read
