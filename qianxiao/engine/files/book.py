"""Workbooks in the house style: title, note, ruled table, print set-up; the same input gives the same bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import xlsxwriter

from qianxiao.engine.engines import Row

_CREATED = datetime(
    2020, 1, 1, tzinfo=UTC
)  # a fixed stamp: a workbook's bytes must depend on its content only
_FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """A column of a list: heading, width in characters, kind `text`, `int`, `yuan` (given in fen) or `date`."""

    title: str
    width: int = 12
    kind: str = "text"


def shown(value: Any, kind: str) -> str | int | float:
    """A value as the reader sees it: fen as yuan, yyyymmdd as a date."""
    if value is None:
        return ""
    if kind == "yuan":
        return int(value) / 100
    if kind == "date":
        text = str(value)
        return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 else f"{text[:4]}-{text[4:]}"
    if kind == "int":
        return int(value)
    return str(value)


class Book:
    """One xlsx file; rows are streamed to disk."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self.book.set_properties({"created": _CREATED, "author": "千校 Qianxiao"})
        base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter"}
        ruled = {**base, "border": 1, "border_color": "#7b8798"}
        self.formats = {
            "title": self.book.add_format({**base, "font_name": "黑体", "font_size": 16, "align": "center"}),
            "note": self.book.add_format({**base, "font_color": "#414c5d", "text_wrap": True}),
            "head": self.book.add_format(
                {**ruled, "bold": True, "bg_color": "#e4ecf7", "align": "center", "text_wrap": True}
            ),
            "text": self.book.add_format({**ruled, "num_format": "@", "text_wrap": True}),
            "date": self.book.add_format({**ruled, "num_format": "@", "align": "center"}),
            "int": self.book.add_format({**ruled, "num_format": "#,##0"}),
            "yuan": self.book.add_format({**ruled, "num_format": "#,##0.00"}),
        }

    def sheet(self, name: str, title: str, note: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Add one list; returns how many rows it has. An empty list says so instead of being left out."""
        sheet = self.book.add_worksheet(name[:31])
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
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        count = self._rows(sheet, columns, rows)
        if not count:
            self._across(sheet, 3, last, "没有需要处理的记录 / nothing to do", "note")
        return count

    def _across(self, sheet: Any, row: int, last: int, text: str, style: str) -> None:
        """Text over all columns of a list."""
        if last:
            sheet.merge_range(row, 0, row, last, text, self.formats[style])
        else:
            sheet.write_string(row, 0, text, self.formats[style])

    def _rows(self, sheet: Any, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        count = 0
        for row in rows:
            for place, column in enumerate(columns):
                value = shown(row[place], column.kind)
                if isinstance(value, str):
                    sheet.write_string(3 + count, place, value, self.formats[column.kind])
                else:
                    sheet.write_number(3 + count, place, value, self.formats[column.kind])
            count += 1
        return count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()
