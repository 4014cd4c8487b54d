"""Pours rows into a workbook made by xlsxwriter: look, print set-up and notes from there, rows as a stream."""

import io
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qianxiao.engine.sheets.cells import Look, letters

MOST_ROWS = 1_048_576  # of a sheet, by the file format
_DAY = (2020, 1, 1, 0, 0, 0)  # of every part: a workbook's bytes must depend on its content only
_LEVEL = 2  # rows are so alike that a higher one saves a seventh and takes twice as long
_LARGE = 1 << 31
_CELL_BYTES = 1 << 8
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_ROW_HEAD = re.compile(r'r="\d+"(?: spans="[^"]*")?([^>]*)>')
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')
_ROWS_END = "</sheetData>"


class Rows(Protocol):
    """The rows of a list, as text of a sheet."""

    @property
    def count(self) -> int:
        """How many there are."""

    def blocks(self, looks: Sequence[Look], number: int, begin: int, end: int) -> Iterable[bytes]:
        """Rows from `begin` (counted from 0) up to `end`, the first of them as row `number` of the sheet."""


@dataclass(frozen=True)
class Page:
    """What goes into one sheet of a template: its sample rows, from row `first`, make place for these rows."""

    rows: Rows
    kinds: tuple[str, ...]
    first: int
    begin: int
    end: int


def _looks(samples: str, kinds: tuple[str, ...]) -> list[Look]:
    """The look of each sample row. Rows without cells are none: they are there for a note of a row to come."""
    found = []
    for row in samples.split("<row ")[1:]:
        head = _ROW_HEAD.match(row)
        if head and (styles := tuple(_STYLE.findall(row))):
            found.append(Look(kinds, styles, head[1].rstrip()))
    return found


def _poured(sheet: str, page: Page) -> Iterable[bytes]:
    """The text of a sheet with the rows in place of the samples."""
    begin, end = sheet.index(f'<row r="{page.first}"'), sheet.index(_ROWS_END)
    last = f"{letters(len(page.kinds) - 1)}{page.first + page.end - page.begin - 1}"
    yield re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{last}"/>', sheet[:begin]).encode()
    yield from page.rows.blocks(_looks(sheet[begin:end], page.kinds), page.first, page.begin, page.end)
    yield sheet[end:].encode()


def pour(template: bytes, pages: Sequence[Page | None], target: Path) -> None:
    """Write the workbook `target`: sheet n of the template with the rows of page n, or as it is where that is None.

    Bounded memory. The file appears under its name when it is whole. Raises OSError when it cannot be written.
    """
    part = target.with_name(target.name + ".part")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as made, zipfile.ZipFile(part, "w") as out:
            for name in made.namelist():
                sheet = _SHEET.fullmatch(name)
                page = pages[int(sheet[1]) - 1] if sheet else None
                _write(out, name, made.read(name), page)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


def _write(out: zipfile.ZipFile, name: str, data: bytes, page: Page | None) -> None:
    """One part of the workbook."""
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info._compresslevel = _LEVEL  # type: ignore[attr-defined]  # public as compress_level from Python 3.13
    large = page is not None and (page.end - page.begin) * len(page.kinds) * _CELL_BYTES > _LARGE
    with out.open(info, "w", force_zip64=large) as stream:
        for block in _poured(data.decode(), page) if page else [data]:
            stream.write(block)
