"""Writes give-back files: workbooks with marked cells and comments, or delimited text, the same bytes every time."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from qianxiao.engine.io.layouts import HINTS

HINT_SHEET = "提示(退回)"
# A fixed day: the same rows give the same bytes.
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_TALL = 56  # points: the longest reason in a column of _WIDE
_WIDTH, _WIDE = 19, 36  # 18 digits fit without being shown as ####


@dataclass(frozen=True)
class Returned:
    """One row to correct: its cells, what the added columns say, and notes by cell place."""

    cells: tuple[str, ...]
    notes: dict[int, str]


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet to correct: its headers as delivered plus the added ones."""

    name: str
    headers: tuple[str, ...]
    added: int  # how many of the headers, at the end, were not delivered
    rows: Sequence[Returned]


def _paper(page: Worksheet) -> None:
    """Header stays in sight; printed across, all columns on one page."""
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def write_workbook(target: Path, sheets: Sequence[ReturnedSheet], hints: Sequence[tuple[str, ...]]) -> None:
    """Text cells only, so that an 18-digit number stays one (X-08); bad cells coloured, with a comment."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": target.stem})
        text = book.add_format({"num_format": "@", "valign": "top"})
        told = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        bad = book.add_format(
            {
                "num_format": "@",
                "valign": "top",
                "bg_color": "#FFD9D6",
                "border": 1,
                "border_color": "#B42318",
            }
        )
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "num_format": "@", "bottom": 1})
        ours = book.add_format({"bold": True, "bg_color": "#FFF3C4", "num_format": "@", "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            first_added = len(sheet.headers) - sheet.added
            page.set_column(0, first_added - 1, _WIDTH, text)
            page.set_column(first_added, len(sheet.headers) - 1, _WIDE, told)
            _paper(page)
            for place, header in enumerate(sheet.headers):
                page.write_string(0, place, header, ours if place >= first_added else head)
            for number, row in enumerate(sheet.rows, start=1):
                page.set_row(number, _TALL)
                for place, cell in enumerate(row.cells):
                    page.write_string(
                        number,
                        place,
                        cell,
                        bad if place in row.notes else told if place >= first_added else text,
                    )
                for place, note in row.notes.items():
                    page.write_comment(number, place, note, {"author": "", "width": 320, "height": 90})
        if hints:
            page = book.add_worksheet(HINT_SHEET)
            page.set_column(0, 2, _WIDTH, text)
            page.set_column(3, len(HINTS) - 1, 2 * _WIDE, told)
            _paper(page)
            for number, line in enumerate([HINTS, *hints]):
                for place, cell in enumerate(line):
                    page.write_string(number, place, cell, told if number else head)


def write_text(target: Path, rows: Iterable[Sequence[str]], encoding: str, delimiter: str) -> None:
    """Delimited text in the encoding it was delivered in."""
    with target.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
