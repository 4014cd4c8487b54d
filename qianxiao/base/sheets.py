"""A plain table as csv or xlsx, row by row, with nothing in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO

import xlsxwriter

# what a spreadsheet takes for the beginning of a formula, full-width signs and control characters included
ACTIVE = tuple("=+-@\t\r\n\v\f|%＝＋－＠")
_FOOTER = 240  # characters of a page's foot: a spreadsheet takes no more than 255
BLANK = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"  # what it may overlook in front of them


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe in front of what would begin a formula."""
    return f"'{text}" if text.lstrip(BLANK).startswith(ACTIVE) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that spreadsheets read the Chinese; one piece per row."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in chain((head,), rows):
        writer.writerow([harmless(text) for text in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def as_xlsx(
    out: IO[bytes],
    title: str,
    note: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    scratch: Path | None = None,
) -> int:
    """A workbook whose cells are all text, with a note at its top, on each printed page and among its properties.

    scratch: where its pieces lie meanwhile. Returns rows; memory does not grow with them.
    """
    way = {"constant_memory": True, "strings_to_formulas": False, "tmpdir": str(scratch) if scratch else None}
    book = xlsxwriter.Workbook(out, way)
    book.set_properties({"comments": note})
    sheet = book.add_worksheet(title[:31])
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet.set_column(0, max(0, len(head) - 1), 20, text)
    sheet.write_string(0, 0, note)
    sheet.set_footer(f"&L{note.replace('&', '&&')[:_FOOTER]}")
    for at, word in enumerate(head):
        sheet.write_string(1, at, word, bold)
    done = 0
    for done, row in enumerate(rows, start=1):
        for at, word in enumerate(row):
            sheet.write_string(done + 1, at, word)
    book.close()
    return done
