"""Writes give-back files: workbooks with marked cells and comments, or delimited text, the same bytes every time."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter

from qianxiao.engine.io.layouts import HINTS

HINT_SHEET = "提示(退回)"
# A fixed day: the same rows give the same bytes.
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the file format knows no zone
_WIDTH = 18


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


def write_workbook(target: Path, sheets: Sequence[ReturnedSheet], hints: Sequence[tuple[str, ...]]) -> None:
    """Text cells only, so that an 18-digit number stays one (X-08); bad cells coloured, with a comment."""
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": target.stem})
        text = book.add_format({"num_format": "@"})
        bad = book.add_format(
            {"num_format": "@", "bg_color": "#FFD9D6", "border": 1, "border_color": "#B42318"}
        )
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "num_format": "@", "bottom": 1})
        ours = book.add_format({"bold": True, "bg_color": "#FFF3C4", "num_format": "@", "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.set_column(0, len(sheet.headers) - 1, _WIDTH, text)
            page.freeze_panes(1, 0)
            first_added = len(sheet.headers) - sheet.added
            for place, header in enumerate(sheet.headers):
                page.write_string(0, place, header, ours if place >= first_added else head)
            for number, row in enumerate(sheet.rows, start=1):
                for place, cell in enumerate(row.cells):
                    page.write_string(number, place, cell, bad if place in row.notes else text)
                for place, note in row.notes.items():
                    page.write_comment(number, place, note, {"author": "", "width": 320, "height": 90})
        if hints:
            page = book.add_worksheet(HINT_SHEET)
            page.set_column(0, len(HINTS) - 1, _WIDTH, text)
            for number, line in enumerate([HINTS, *hints]):
                for place, cell in enumerate(line):
                    page.write_string(number, place, cell, text if number else head)


def write_text(target: Path, rows: Iterable[Sequence[str]], encoding: str, delimiter: str) -> None:
    """Delimited text in the encoding it was delivered in."""
    with target.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
