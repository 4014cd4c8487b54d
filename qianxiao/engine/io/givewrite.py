"""Writes give-back files: workbooks with marked cells and comments, or delimited text, the same bytes every time."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from qianxiao.engine.io.layouts import HINTS
from qianxiao.engine.sheets.lines import Lines
from qianxiao.engine.sheets.names import sheet_names
from qianxiao.engine.sheets.pour import MOST_ROWS, Page, pour

HINT_SHEET = "提示(退回)"
COMMENTS = (
    2_000  # cells of a sheet with a comment; all bad cells are coloured, and the columns beside say why
)
# A fixed day: the same rows give the same bytes.
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_TALL = 56  # points: the longest reason in a column of _WIDE
_LINE = 20
_WIDTH, _WIDE = 19, 36  # 18 digits fit without being shown as ####
_HINTS_OURS = 2  # columns of the list of hints that are texts


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet to correct: its headers as delivered plus the added ones; notes by row (from 0) and column."""

    name: str
    headers: tuple[str, ...]
    added: int  # how many of the headers, at the end, were not delivered
    lines: Lines
    notes: Sequence[tuple[int, int, str]] = ()


def _formats(book: Any) -> dict[str, Any]:
    text = {"num_format": "@", "valign": "top"}
    head = {"bold": True, "num_format": "@", "bottom": 1}
    kinds = {
        "text": text,
        "told": {**text, "text_wrap": True},
        "bad": {**text, "bg_color": "#FFD9D6", "border": 1, "border_color": "#B42318"},
        "head": {**head, "bg_color": "#E8EEF4"},
        "ours": {**head, "bg_color": "#FFF3C4"},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


def _paper(page: Worksheet) -> None:
    """Header stays in sight; printed across, all columns on one page."""
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _page(page: Worksheet, sheet: ReturnedSheet, formats: dict[str, Any], wide: int) -> None:
    """One sheet down to its sample rows: one as it is, one whose cells are bad."""
    first_added = len(sheet.headers) - sheet.added
    page.set_column(0, first_added - 1, _WIDTH, formats["text"])
    page.set_column(first_added, len(sheet.headers) - 1, wide, formats["told"])
    _paper(page)
    for place, header in enumerate(sheet.headers):
        ours = place >= first_added
        page.write_string(0, place, header, formats["ours" if ours and sheet.name != HINT_SHEET else "head"])
        page.write_blank(1, place, None, formats["told" if ours else "text"])
        page.write_blank(2, place, None, formats["told" if ours else "bad"])


def write_workbook(
    target: Path, sheets: Sequence[ReturnedSheet], hints: Lines | None, most_rows: int = MOST_ROWS
) -> None:
    """Text cells only, so that an 18-digit number stays one (X-08); bad cells coloured, the first with a comment.

    A list longer than a sheet holds goes on in a next sheet of the same headers.
    """
    most = most_rows - 1
    if hints:
        sheets = [*sheets, ReturnedSheet(HINT_SHEET, HINTS, _HINTS_OURS, hints)]
    memory = io.BytesIO()
    pages: list[Page | None] = []
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": target.stem})
        formats = _formats(book)
        names = sheet_names()
        for sheet in sheets:
            hinting = sheet.name == HINT_SHEET
            kinds = ("text",) * len(sheet.headers)
            for begin in range(0, sheet.lines.count, most):
                page = book.add_worksheet(names(sheet.name))
                _page(page, sheet, formats, 2 * _WIDE if hinting else _WIDE)
                if not hinting:
                    page.set_default_row(_TALL)
                    page.set_row(0, _LINE)
                end = min(begin + most, sheet.lines.count)
                pages.append(Page(sheet.lines, kinds, 2, begin, end))
                for row, place, note in sheet.notes:
                    if begin <= row < end:
                        told = {"author": "", "width": 320, "height": 90}
                        page.write_comment(row - begin + 1, place, note, told)
    pour(memory.getvalue(), pages, target)


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path to write to; what is written appears under `target` when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        yield part
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def write_text(target: Path, rows: Iterable[Sequence[str | None]], encoding: str, delimiter: str) -> None:
    """Delimited text in the encoding it was delivered in."""
    with whole(target) as part, part.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
