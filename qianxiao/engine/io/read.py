"""Reads a folder of delivered files into raw registers; what cannot be read is told and never lost."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from qianxiao.engine.io.cells import Cells, parquet_cells
from qianxiao.engine.io.child import workbook_cells
from qianxiao.engine.io.delimited import delimited_cells
from qianxiao.engine.io.layouts import layouts, settings
from qianxiao.engine.io.messages import ERROR, Problem, problem
from qianxiao.engine.io.raw import content_mark, write_register
from qianxiao.engine.io.recognise import Header, recognise
from qianxiao.engine.io.workbook import Refused
from qianxiao.engine.run import Says, tell

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
TEXTS = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class FileRead:
    """One sheet of one delivered file. `register` is None when it was not read; `problems` say why."""

    name: str  # path below the folder
    register: str | None
    sheet: str
    rows: int
    sha256: str
    problems: tuple[Problem, ...] = ()
    file_no: int = 0
    cells: Cells | None = None
    header: Header | None = None

    @property
    def failed(self) -> bool:
        """Whether something was delivered here that could not be read."""
        return any(item.level == ERROR for item in self.problems)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sheets(con: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> list[Cells]:
    """The sheets of one file. Raises Refused."""
    kind = path.suffix.lower()
    if kind in WORKBOOKS:
        return workbook_cells(path, scratch)
    if kind in TEXTS:
        return delimited_cells(con, path, scratch, settings()["delimiters"], settings()["header_rows"])
    if kind == ".parquet":
        try:
            return parquet_cells(con, path)
        except duckdb.Error as error:
            raise Refused("unreadable", str(error).splitlines()[0][:120]) from error
    raise Refused("unknown_kind")


def _read_file(
    con: duckdb.DuckDBPyConnection, path: Path, name: str, sha256: str, scratch: Path
) -> list[FileRead]:
    """All sheets of one file, recognised but not yet stored."""
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        if "\\" in name:  # has no place in SQL text
            raise Refused("unreadable", "\\ in the name")
        sheets = _sheets(con, path, scratch) if path.stat().st_size else []
    except Refused as refused:
        return [FileRead(name, None, "", 0, sha256, (problem(refused.code, name, detail=refused.detail),))]
    found = []
    for cells in sheets:
        header, problems = recognise(
            cells.head(con, settings()["header_rows"]) if cells.width else [], name, cells.sheet
        )
        register = header.layout.register if header else None
        found.append(FileRead(name, register, cells.sheet, 0, sha256, tuple(problems), 0, cells, header))
    if not found:
        return [FileRead(name, None, "", 0, sha256, (problem("empty", name),))]
    return _without_side_sheets(found)


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


def _without_copies(con: duckdb.DuckDBPyConnection, reads: list[FileRead]) -> list[FileRead]:
    """A sheet whose rows another sheet of the register already brought is not read again."""
    seen: dict[tuple[str, str], str] = {}
    registers = [read.register for read in reads if read.register]
    found = []
    for read in reads:
        if read.register and read.cells and read.header and registers.count(read.register) > 1:
            mark = (read.register, content_mark(con, read.cells, read.header))
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


def _read_all(con: duckdb.DuckDBPyConnection, folder: Path, scratch: Path, says: Says) -> list[FileRead]:
    reads: list[FileRead] = []
    hashes: dict[str, str] = {}
    for number, path in enumerate(_files(folder)):
        name, sha256 = path.relative_to(folder).as_posix(), _sha256(path)
        if sha256 in hashes and path.stat().st_size:
            reads.append(
                FileRead(name, None, "", 0, sha256, (problem("same_file", name, other=hashes[sha256]),))
            )
        else:
            hashes[sha256] = name
            reads += _read_file(con, path, name, sha256, scratch / f"{number:05d}")
        says(f"  read {name}")
    return reads


def read_folder(folder: Path, raw: Path, scratch: Path, says: Says = tell) -> list[FileRead]:
    """Read every file below `folder` into raw/<register>.parquet, one per layout (empty when nothing came).

    The registers hold text only: the layout's columns, src, sheet, src_row, file_no, origin (the row a corrected
    row corrects) and note. Returns one entry per sheet, also for what could not be read; texts lie in `scratch`,
    which has to stay until `write_faults` has run. Raises FileNotFoundError when the folder is missing. X-08.
    """
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    raw.mkdir(parents=True, exist_ok=True)
    if scratch.exists():
        shutil.rmtree(scratch)
    scratch.mkdir(parents=True)
    with duckdb.connect(":memory:") as con:
        con.execute("SET enable_progress_bar = false")
        reads = _without_copies(con, _read_all(con, folder, scratch, says))
        reads = [replace(read, file_no=number) for number, read in enumerate(reads, start=1)]
        rows: dict[int, int] = {}
        for layout in layouts().values():
            parts = [read for read in reads if read.register == layout.register]
            sources = [(p.name, p.sheet, p.file_no, p.cells, p.header) for p in parts if p.cells and p.header]
            rows |= write_register(con, layout, sources, raw / f"{layout.register}.parquet")
    return [_counted(replace(read, rows=rows.get(read.file_no, 0))) for read in reads]


def _counted(read: FileRead) -> FileRead:
    """A register sheet with a header and no rows is told as empty."""
    if read.register and not read.rows:
        return replace(read, problems=(*read.problems, problem("empty", read.name, read.sheet)))
    return read
