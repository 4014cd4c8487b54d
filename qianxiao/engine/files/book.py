"""Workbooks in the house style: title, note, ruled table, print set-up; the same input gives the same bytes."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from qianxiao.engine.engines import Row
from qianxiao.engine.sheets.lines import Few, Lines
from qianxiao.engine.sheets.names import sheet_names
from qianxiao.engine.sheets.pour import MOST_ROWS, Page, pour

_CREATED = datetime(
    2020, 1, 1, tzinfo=UTC
)  # a fixed stamp: a workbook's bytes must depend on its content only
_FONT = "宋体"
_HEAD = 3  # rows above the list: title, note, heading
_NOTHING = "没有需要处理的记录 / nothing to do"


@dataclass(frozen=True)
class Column:
    """A column of a list: heading, width in characters, kind `text`, `int`, `yuan` (given in fen) or `date`."""

    title: str
    width: int = 12
    kind: str = "text"


def file_name(text: str) -> str:
    """Text from a register as the name of a file."""
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]|^\.+', "_", text)


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
    ruled = {**base, "border": 1, "border_color": "#7b8798"}
    head = {**ruled, "bold": True, "bg_color": "#e4ecf7", "align": "center", "text_wrap": True}
    kinds: dict[str, dict[str, Any]] = {
        "title": {**base, "font_name": "黑体", "font_size": 16, "align": "center"},
        "note": {**base, "font_color": "#414c5d", "text_wrap": True},
        "head": head,
        "text": {**ruled, "num_format": "@", "text_wrap": True},
        "date": {**ruled, "num_format": "@", "align": "center"},
        "int": {**ruled, "num_format": "#,##0"},
        "yuan": {**ruled, "num_format": "#,##0.00"},
    }
    return {name: book.add_format(kind) for name, kind in kinds.items()}


class Book:
    """One xlsx file, written when the block ends without an error; it appears under its name when it is whole.

    A list longer than a sheet holds goes on in a next sheet of the same look. Raises OSError when it cannot be written.
    """

    def __init__(self, path: Path, most_rows: int = MOST_ROWS) -> None:
        self.path = path
        self.most = most_rows - _HEAD
        self.memory = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.memory, {"in_memory": True, "strings_to_formulas": False})
        self.book.set_properties({"created": _CREATED, "author": "千校 Qianxiao"})
        self.formats = _formats(self.book)
        self.names = sheet_names()
        self.pages: list[Page | None] = []

    def sheet(
        self, name: str, title: str, note: str, columns: Sequence[Column], rows: Iterable[Row] | Lines
    ) -> int:
        """Add one list; returns how many rows it has. An empty list says so instead of being left out."""
        held = rows if isinstance(rows, Lines) else Few(list(rows))
        kinds = tuple(column.kind for column in columns)
        for begin in range(0, max(held.count, 1), self.most):
            end = min(begin + self.most, held.count)
            page = self._page(name, title, note, columns)
            self.pages.append(Page(held, kinds, _HEAD + 1, begin, end) if held.count else None)
            if not held.count:
                self._across(page, _HEAD, len(columns) - 1, _NOTHING, "note")
                continue
            for place, column in enumerate(columns):  # a sample row, in whose place the rows come
                page.write_blank(_HEAD, place, None, self.formats[column.kind])
        return held.count

    def _page(self, name: str, title: str, note: str, columns: Sequence[Column]) -> Any:
        """One sheet down to its heading."""
        sheet = self.book.add_worksheet(self.names(name))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        last = len(columns) - 1
        sheet.set_row(0, 30)
        self._across(sheet, 0, last, title, "title")
        self._across(sheet, 1, last, note, "note")
        sheet.set_row(2, 28)
        for place, column in enumerate(columns):
            sheet.write_string(2, place, column.title, self.formats["head"])
        sheet.freeze_panes(_HEAD, 0)
        sheet.repeat_rows(2)
        return sheet

    def _across(self, sheet: Any, row: int, last: int, text: str, style: str) -> None:
        """Text over all columns of a list."""
        if last:
            sheet.merge_range(row, 0, row, last, text, self.formats[style])
        else:
            sheet.write_string(row, 0, text, self.formats[style])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()
        if kind is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            pour(self.memory.getvalue(), self.pages, self.path)
