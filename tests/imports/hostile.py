"""Workbooks and texts that want to hurt the reader, made from scratch: name → how to write it, and the cause to be named."""

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.imports.rosters import book, person
from tests.io.world import HEADERS

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/work'
    'book.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_TOP = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
_BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets><sheet name="s" sheetId="1" r:id="r"/></sheets></workbook>'
_LINKS = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>{{}}</Relationships>'


def _sheet(inside: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'
    )


def _head() -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADERS)
    return f'<row r="1">{cells}</row>'


def raw(path: Path, sheet: str, more: dict[str, bytes] | None = None, links: str = "") -> Path:
    """A minimal workbook around one sheet's XML, with parts added."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _TOP)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _LINKS.format(links))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in (more or {}).items():
            archive.writestr(name, data)
    return path


def _strings(path: Path, count: int = 3_000_000) -> Path:
    """A table of strings that nobody uses, the same one over and over."""
    table = f'<sst xmlns="{MAIN}">{"<si><t>甲</t></si>" * count}</sst>'
    link = f'<Relationship Id="s" Type="{RELS}/sharedStrings" Target="sharedStrings.xml"/>'
    return raw(path, _sheet(_head()), {"xl/sharedStrings.xml": table.encode()}, link)


def _entity(path: Path, dtd: str) -> Path:
    use = '<row r="2"><c t="inlineStr"><is><t>&x;</t></is></c></row>'
    return raw(path, _sheet(_head() + use, f"<!DOCTYPE w [{dtd}]>"))


def _laughs() -> str:
    levels = "".join(f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">' for n in range(1, 9))
    return f'<!ENTITY a "ha">{levels}<!ENTITY x "&i;">'


def _parts(path: Path) -> Path:
    return raw(path, _sheet(_head()), {f"xl/media/{n}.txt": b"" for n in range(65_000)})


def _twice(path: Path) -> Path:
    raw(path, _sheet(_head()))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", _sheet(""))
    return path


def _lying(path: Path) -> Path:
    """The directory says that the sheet is small; it is not."""
    raw(path, _sheet(_head() + "<row/>" * 400_000))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    told = real.to_bytes(4, "little")
    at = data.rfind(told)
    data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def _locked(path: Path) -> Path:
    """The bit that says a part is encrypted, in both places that tell it."""
    raw(path, _sheet(_head()))
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    return path


def _ole(path: Path) -> Path:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))
    return path


def _zipped() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("again.txt", "x")
    return memory.getvalue()


def _merged(path: Path) -> Path:
    areas = "".join(f'<mergeCell ref="A{n}:A{n + 1}"/>' for n in range(2, 200_002, 2))
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{_head()}</sheetData><mergeCells>{areas}</mergeCells></worksheet>'
    return raw(path, text)


def _hidden(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, number in (("看得见", 0), ("看不见", 1)):
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, HEADERS)
            page.write_row(1, 0, person(number))
            page.hide() if number else page.activate()
    return path


def _formula(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, person(0))
        page.write_formula(1, 6, "=1+1", None, 13800000000)
    return path


def _cut(path: Path) -> Path:
    book(path.parent, [person(n) for n in range(50)], path.name)
    path.write_bytes(path.read_bytes()[:2000])
    return path


def _row(path: Path, **changed: Any) -> Path:
    return book(path.parent, [person(0, **changed)], path.name)


def _noise(path: Path) -> Path:
    """A cell that no compression makes small."""
    text = random.Random(1).choices("一二三四五六七八九十甲乙丙丁", k=30_000)
    return _row(path, 姓名="".join(text))


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


Make = Callable[[Path], Path]
# name → (file name, how to make it, the cause: a code about the file, or `row:` and a fault of the row)
KINDS: dict[str, tuple[str, Make, str]] = {
    "phantom rows": ("a.xlsx", lambda p: raw(p, _sheet(_head() + "<row/>" * 1_048_575)), "packed"),
    "one huge cell": ("a.xlsx", lambda p: raw(p, _sheet(f"<row><c><v>{'9' * 60_000_000}</v></c></row>")), "packed"),
    "shared strings": ("a.xlsx", _strings, "packed"),
    "entities that grow": ("a.xlsx", lambda p: _entity(p, _laughs()), "entities"),
    "quadratic entity": ("a.xlsx", lambda p: _entity(p, f'<!ENTITY x "{"a" * 50_000}">'), "entities"),
    "external entity": ("a.xlsx", lambda p: _entity(p, '<!ENTITY x SYSTEM "file:///etc/passwd">'), "entities"),
    "far column": ("a.xlsx", lambda p: raw(p, _sheet(_head() + '<row r="9"><c r="XFD9"><v>1</v></c></row>')), "far_cell"),
    "far row": ("a.xlsx", lambda p: raw(p, _sheet(_head() + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')), "far_cell"),
    "65,000 parts": ("a.xlsx", _parts, "too_many_parts"),
    "path names": ("a.xlsx", lambda p: raw(p, _sheet(""), {"../../evil.xml": b"x"}), "odd_names"),
    "absolute name": ("a.xlsx", lambda p: raw(p, _sheet(""), {"/etc/evil.xml": b"x"}), "odd_names"),
    "duplicate names": ("a.xlsx", _twice, "odd_names"),
    "lying sizes": ("a.xlsx", _lying, "unreadable"),
    "nested zip": ("a.xlsx", lambda p: raw(p, _sheet(""), {"xl/media/inner.zip": _zipped()}), "embedded"),
    "encrypted workbook": ("a.xlsx", _ole, "password"),
    "encrypted part": ("a.xlsx", _locked, "password"),
    "macro": ("a.xlsx", lambda p: raw(p, _sheet(""), {"xl/vbaProject.bin": b"x"}), "macro"),
    "external link": ("a.xlsx", lambda p: raw(p, _sheet(""), {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "external_link"),
    "merged areas": ("a.xlsx", _merged, "merges"),
    "hidden sheet": ("a.xlsx", _hidden, "hidden_sheet"),
    "picture": ("a.xlsx", lambda p: _bytes(p, b"\x89PNG\r\n\x1a\n" + os.urandom(200)), "not_its_kind"),
    "web page": ("a.xlsx", lambda p: _bytes(p, b"<html><table><tr><td>1</td></tr></table></html>"), "not_its_kind"),
    "web page as text": ("a.csv", lambda p: _bytes(p, b"<!DOCTYPE html><table></table>"), "not_its_kind"),
    "old workbook": ("a.xls", lambda p: _bytes(p, b"x"), "upload_kind"),
    "workbook named text": ("a.csv", lambda p: book(p.parent, [person(0)], "b.xlsx").replace(p), "not_its_kind"),
    "cut off": ("a.xlsx", _cut, "unreadable"),
    "no encoding": ("a.csv", lambda p: _bytes(p, "人编号,户编号\n".encode() + b"\xff\xfe\x80\x81\xff,\xfd\n"), "encoding"),
    "empty": ("a.csv", lambda p: _bytes(p, b""), "empty"),
    "another roster": ("a.csv", lambda p: book(p.parent, [["1"]], p.name, ["随便"]), "no_sheet"),
    "formula": ("a.xlsx", _formula, "row:formula_cell"),
    "number in scientific form": ("a.xlsx", lambda p: _row(p, 证件号码="1.1E+17"), "row:digits_lost"),
    "number as a number": ("a.xlsx", lambda p: _row(p, 证件号码=990001200305170126), "row:digits_lost"),
    "zero width": ("a.xlsx", lambda p: _row(p, 姓名="杨\u200b秀梅"), "row:invisible"),
    "turned direction": ("a.csv", lambda p: _row(p, 姓名="杨\u202e梅秀"), "row:invisible"),
    "long noise": ("a.xlsx", _noise, "row:too_long"),
}  # fmt: skip
