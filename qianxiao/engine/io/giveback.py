"""Gives faulty rows back to who delivered them: same layout, reason per cell; unreadable files as they came."""

import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import duckdb

from qianxiao.base.fold import fold_header
from qianxiao.engine.engines import Engine
from qianxiao.engine.io.givewrite import Returned, ReturnedSheet, write_text, write_workbook
from qianxiao.engine.io.layouts import ADDED, HINTS
from qianxiao.engine.io.messages import ERROR, WARNING, cell_text
from qianxiao.engine.io.read import WORKBOOKS, FileRead

MARK = "_退回"
UNREAD = "未读"
PROBLEM_LIST = "问题清单.csv"
_PROBLEM_HEADERS = ("文件", "工作表", "行", "列", "问题", "Problem", "sha256")
_FAULTS = (
    "select src_row, col, value, fault, level from faults where src = :src and sheet = :sheet"
    " and level in ('error', 'warning') order by src_row, level, col, fault"
)
Fault = tuple[str, str | None, str, str]  # col, value, fault, level


def _title(read: FileRead, col: str) -> str:
    """The header of a column as it was delivered."""
    if read.header is None or not col:
        return col
    place = read.header.places.get(col)
    return read.header.texts[place] if place is not None else read.header.layout.column(col).zh


def _delivered(read: FileRead, numbers: list[int]) -> dict[int, list[str]]:
    """The cells of some rows as they were delivered, with columns that are not read too."""
    if read.cells is None or not numbers:
        return {}
    with duckdb.connect(":memory:") as con:
        con.execute("CREATE TABLE wanted AS SELECT unnest(?::INTEGER[]) AS src_row", [numbers])
        sql = f"SELECT * EXCLUDE (note) FROM ({read.cells.select()}) SEMI JOIN wanted USING (src_row)"
        return {row[0]: [cell or "" for cell in row[1:]] for row in con.execute(sql).fetchall()}


def _row(read: FileRead, number: int, cells: list[str], faults: list[Fault], kept: list[int]) -> Returned:
    """One row with what is said about it; `kept` are the places of the delivered columns."""
    assert read.header is not None  # noqa: S101 - only sheets with a header are stored
    texts = [(col, *cell_text(fault, number, _title(read, col), value)) for col, value, fault, _ in faults]
    notes: dict[int, str] = {}
    for col, zh, en in texts:
        place = read.header.places.get(col)
        if place in kept:
            spot = kept.index(place)
            notes[spot] = f"{notes[spot]}\n{zh}\n{en}" if spot in notes else f"{zh}\n{en}"
    titles = "、".join(dict.fromkeys(_title(read, col) for col, _, _ in texts if col))
    origin = f"{read.name}|{read.sheet}|{number}"
    added = (" ".join(zh for _, zh, _ in texts), " ".join(en for _, _, en in texts), titles, origin)
    return Returned((*(cells[place] for place in kept), *added), notes)


def _sheet(read: FileRead, faults: dict[int, list[Fault]]) -> ReturnedSheet:
    """The rows kept back of one sheet."""
    assert read.header is not None  # noqa: S101 - only sheets with a header are stored
    added = {fold_header(text) for text in ADDED}
    kept = [place for place, text in enumerate(read.header.texts) if fold_header(text) not in added]
    cells = _delivered(read, sorted(faults))
    rows = [_row(read, number, cells[number], faults[number], kept) for number in sorted(faults)]
    headers = (*(read.header.texts[place] for place in kept), *ADDED)
    return ReturnedSheet(read.sheet, headers, len(ADDED), rows)


def _hints(read: FileRead, number: int, faults: list[Fault]) -> Iterable[tuple[str, ...]]:
    for col, value, fault, _ in faults:
        place = f"{read.sheet}|{number}" if read.sheet else str(number)
        yield (place, _title(read, col), value or "", *cell_text(fault, number, _title(read, col), value))


def _sorted_out(
    engine: Engine, read: FileRead
) -> tuple[dict[int, list[Fault]], list[tuple[int, list[Fault]]]]:
    """Faults of rows kept back (all of them, warnings too), and warnings of rows that stay."""
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for row in engine.rows(_FAULTS, {"src": read.name, "sheet": read.sheet}):
        by_row[int(row[0])].append((row[1], row[2], row[3], row[4]))
    back = {row: faults for row, faults in by_row.items() if any(fault[3] == ERROR for fault in faults)}
    stay = [
        (row, faults)
        for row, faults in sorted(by_row.items())
        if row not in back and all(fault[3] == WARNING for fault in faults)
    ]
    return back, stay


def _give_back(engine: Engine, reads: list[FileRead], out: Path) -> list[Path]:
    """The files for the sheets of one delivered file."""
    sheets, hints = [], []
    for read in reads:
        back, stay = _sorted_out(engine, read)
        if back:
            sheets.append(_sheet(read, back))
        hints += [hint for row, faults in stay for hint in _hints(read, row, faults)]
    if not sheets and not hints:
        return []
    base = out / reads[0].name
    base.parent.mkdir(parents=True, exist_ok=True)
    if base.suffix.lower() in WORKBOOKS:
        target = base.with_name(f"{base.stem}{MARK}.xlsx")
        write_workbook(target, sheets, hints)
        return [target]
    cells = reads[0].cells
    suffix = base.suffix if base.suffix.lower() != ".parquet" else ".csv"
    encoding = cells.encoding if cells and not cells.names else "utf-8-sig"
    delimiter = cells.given if cells else ","
    written = []
    for sheet in sheets:
        written.append(base.with_name(f"{base.stem}{MARK}{suffix}"))
        write_text(written[-1], [sheet.headers, *(row.cells for row in sheet.rows)], encoding, delimiter)
    if hints:
        written.append(base.with_name(f"{base.stem}{MARK}_提示{suffix}"))
        write_text(written[-1], [HINTS, *hints], encoding, delimiter)
    return written


def _problems(reads: list[FileRead], source: Path, out: Path) -> list[Path]:
    """The list of what was said about files, and copies of files that could not be read."""
    lines = [
        (item.file, item.sheet, str(item.row), item.column, item.zh, item.en, read.sha256)
        for read in reads
        for item in read.problems
    ]
    written = []
    if lines:
        out.mkdir(parents=True, exist_ok=True)
        written.append(out / PROBLEM_LIST)
        write_text(written[0], [_PROBLEM_HEADERS, *lines], "utf-8-sig", ",")
    copied = {"same_file", "empty"}
    for name in sorted(
        {r.name for r in reads if any(p.level == ERROR and p.code not in copied for p in r.problems)}
    ):
        target = out / UNREAD / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target)
        written.append(target)
    return written


def write_faults(engine: Engine, reads: list[FileRead], source: Path, out: Path) -> list[Path]:
    """Write what has to be corrected below `out` and return the files.

    Per delivered file with rows kept back: `<name>_退回.<kind>`, the delivered columns in their order plus 原因,
    Reason, 需改的列, 原文件行; warnings of rows that stay on a sheet or in a file of their own. Files that could not
    be read lie unchanged under `未读/`; everything said about files is in `问题清单.csv`. Needs the table `faults` and
    the scratch folder of `read_folder`. A returned row is delivered again beside the original, whose row then
    counts as corrected. Rows X-08, 19-05-05.
    """
    written = _problems(reads, source, out)
    names = dict.fromkeys(read.name for read in reads if read.register)
    for name in names:
        written += _give_back(engine, [read for read in reads if read.register and read.name == name], out)
    return written
