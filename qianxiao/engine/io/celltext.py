"""Text of workbook cells that the reading library cannot tell: numbers with lost digits, formulas without result."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree as ET

# A double holds 15 decimal digits; a spreadsheet cuts what is beyond.
EXACT_BELOW = 10**15
NO_RESULT = "#N/A"
FORMULA = "#FORMULA!"  # stands in a cell that holds a formula, where formulas are not taken for values
_BLOCK = 1 << 23
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FORMULA = rb"<f(?:[^>]*/>|[^>]*>[^<]*</f>)"
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*\bt="e"[^>]*>(?:' + _FORMULA + rb")?<v>([^<]*)</v>")
_EMPTY = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"(?![^>]*t="str")[^>]*>' + _FORMULA + rb"(?:<v></v>|<v\s*/>)?</c>"
)

_ANY_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f[\s>/]')


def number_text(value: float) -> str:
    """A number as text; from 10^15 in scientific form, because its last digits are not the ones that were typed."""
    if value == int(value):
        if abs(value) < EXACT_BELOW:
            return str(int(value))
        mantissa, _, exponent = f"{value:.14E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    return f"{value:.15g}"


def _part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive member of a sheet."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - in the limited child
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter(f"{_NS}sheet"):
        if element.get("name") == sheet:
            target = targets.get(element.get(_REL)) or ""
            return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return None


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The sheet's text in pieces that end after a whole cell."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = rest + block
            end = block.rfind(b"</c>") + 4
            yield block[:end] if end > 3 else b""
            rest = block[end:] if end > 3 else block
    yield rest


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


def broken_cells(path: Path, sheet: str, strict: bool = False) -> dict[tuple[int, int], str]:
    """Cells (row, column from 0) of an xlsx sheet that show an error or hold a formula never calculated.

    With `strict` every formula is told: what a formula showed last is not what somebody entered.
    """
    found: dict[tuple[int, int], str] = {}
    if not zipfile.is_zipfile(path):
        return found
    with zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return found
        part = _part(archive, sheet)
        for block in _blocks(archive, part) if part in archive.namelist() and part else ():
            if b't="e"' in block:
                found.update(
                    {_place(m[1], m[2]): m[3].decode("ascii", "replace") for m in _ERROR.finditer(block)}
                )
            if b"<f" in block:
                found.update({_place(m[1], m[2]): NO_RESULT for m in _EMPTY.finditer(block)})
            if strict and b"f" in block:
                found.update({_place(m[1], m[2]): FORMULA for m in _ANY_FORMULA.finditer(block)})
    return found
