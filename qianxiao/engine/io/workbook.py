"""The child process that turns one workbook into text: a CSV file per sheet and a list of sheets."""

import csv
import errno
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from qianxiao.engine.io.celltext import broken_cells, number_text

# A marker stream that Office writes when a workbook is encrypted (MS-OFFCRYPTO 1.3.2), UTF-16 in the directory.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

# System errors that are this machine's and not the file's: a good register must never be called damaged for them.
OURS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOMEM}
    | {errno.EMFILE, errno.ENFILE, errno.ENOENT, errno.ENOTDIR}
)


class Refused(Exception):
    """A workbook that is not read: code of `faults.yaml` and a short detail."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


def as_text(cell: Any) -> str:
    """The text of a cell that is not text already: dates as yyyy-mm-dd, numbers as a spreadsheet shows them."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time(0) else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def _merged(sheet: CalamineSheet) -> tuple[dict[tuple[int, int], tuple[int, int]], set[int]]:
    """Cells of vertical merges → the cell that holds their value, and the rows that hold one."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right:
            found.update({(row, left): (top, left) for row in range(top + 1, bottom + 1)})
    return found, {source[0] for source in found.values()}


def _rows(sheet: CalamineSheet, broken: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    """Numbered rows of text; blank rows are left out, their numbers are not."""
    shift = [""] * (sheet.start[1] if sheet.start else 0)
    merged, sources = _merged(sheet)
    kept: dict[tuple[int, int], str] = {}
    special = {row for row, _ in merged} | {row for row, _ in broken} | sources
    for number, cells in enumerate(sheet.iter_rows()):
        texts = shift + [cell if type(cell) is str else as_text(cell) for cell in cells]
        if number in special:
            for place in range(len(texts)):
                spot = (number, place)
                texts[place] = broken.get(spot, texts[place])
                if spot in merged:  # what lies under a merged cell is not what people see
                    texts[place] = kept.get(merged[spot], "")
                if number in sources:
                    kept[spot] = texts[place]
        if any(texts):
            yield [str(number + 1), *texts]


def _check(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(8)
        if head == _OLE:
            stream.seek(0)
            if _ENCRYPTED in stream.read():
                raise Refused("password")


def _unpacked(path: Path, limit: int) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
        if size > limit:
            raise Refused("too_large", f"{size:,} > {limit:,} bytes")


def _write(sheet: CalamineSheet, broken: dict[tuple[int, int], str], target: Path) -> tuple[int, int]:
    """Write the numbered rows of a sheet; returns how many and how wide."""
    rows, width = 0, (sheet.end[1] if sheet.end else -1) + 2
    with target.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")  # so that a lone return in a cell is quoted too
        for row in _rows(sheet, broken):
            writer.writerow(row if len(row) == width else row + [""] * (width - len(row)))
            rows += 1
    return rows, width


def dump(path: Path, out: Path, unpacked_limit: int, strict: bool = False) -> list[dict[str, Any]]:
    """Write each worksheet to out/<n>.csv; give name, visibility, file, rows and width of each."""
    _check(path)
    _unpacked(path, unpacked_limit)
    with ThreadPoolExecutor(1) as pool:  # the sheet's own text is searched while the library parses it
        book = CalamineWorkbook.from_path(str(path))
        found = []
        for place, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            broken = pool.submit(broken_cells, path, meta.name, strict)
            sheet = book.get_sheet_by_index(place)
            target = out / f"{place}.csv"
            rows, width = _write(sheet, broken.result(), target)
            found.append(
                {
                    "sheet": meta.name.replace("\\", "/"),
                    "visible": re.sub(r".*\.", "", str(meta.visible)) == "Visible",
                    "file": target.name,
                    "rows": rows,
                    "width": width,
                }
            )
    return found


def main(path: str, out: str, unpacked_limit: str, strict: str = "") -> int:
    """Print what was found, or why nothing was, as one line of JSON."""
    try:
        answer: dict[str, Any] = {"sheets": dump(Path(path), Path(out), int(unpacked_limit), bool(strict))}
    except PasswordError:
        answer = {"refused": "password", "detail": ""}
    except Refused as refused:
        answer = {"refused": refused.code, "detail": refused.detail}
    except MemoryError:
        answer = {"refused": "too_large", "detail": "memory"}
    except OSError as error:
        if error.errno in OURS:
            answer = {"failed": error.errno}
        else:
            answer = {"refused": "unreadable", "detail": f"{type(error).__name__}: {error}"[:200]}
    except Exception as error:  # a hostile file may raise anything; the parent only needs the kind
        answer = {"refused": "unreadable", "detail": f"{type(error).__name__}: {error}"[:200]}
    print(json.dumps(answer, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
