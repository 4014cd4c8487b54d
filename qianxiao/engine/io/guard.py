"""Looks at an uploaded file before anything reads it: what it really is, and what a roster never holds."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qianxiao.engine.io.child import Limits
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.io.workbook import Refused

KINDS = (".xlsx", ".csv", ".txt", ".tsv")
_BLOCK = 1 << 20
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Parts of a workbook that run, reach out or hide another file.
_FOREIGN = {
    "macro": re.compile(r"vbaProject|/macrosheets/|/activeX/", re.IGNORECASE),
    "external_link": re.compile(r"/externalLinks/|/connections\.xml|/queryTables/", re.IGNORECASE),
    "embedded": re.compile(r"/embeddings/|\.(?:zip|xlsx|xlsm|exe|bin|docx?)$", re.IGNORECASE),
}
_PRINTER = re.compile(r"printerSettings\d*\.bin$", re.IGNORECASE)  # a setting that every office suite leaves
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\br="(\d{1,9})"')
# The same in nearly every file, found five times as fast: a pattern that begins with fixed letters is looked for as such.
_PLAIN_ROW = re.compile(rb'<row\b[^>]*\br="(\d{1,9})"')
_PERHAPS_WIDE = re.compile(rb'r="[A-Z]{3}\d')
_WIDE = re.compile(rb'\br="[A-Z]{3}\d')
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b")
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|\?xml|table|script)", re.IGNORECASE)


def limits_for(path: Path) -> Limits:
    """What the reader of this upload may use: as much as a roster of its size needs."""
    told = _told()
    size = -(-path.stat().st_size // 2**20)
    memory = int(told["memory_mb"]) + int(told["memory_per_mb"]) * max(0, size - int(told["memory_free_mb"]))
    seconds = int(told["cpu_seconds"]) + int(told["cpu_per_mb"]) * (size - 1)
    return Limits(memory, seconds, int(told["unpacked_mb"]), strict=True)


def _told() -> dict[str, Any]:
    found: dict[str, Any] = settings()["upload"]
    return found


def look_at(path: Path) -> None:
    """Raise Refused with the cause when this is no roster to be read; codes of `faults.yaml`."""
    if path.suffix.lower() not in KINDS:
        raise Refused("upload_kind", path.suffix)
    size = path.stat().st_size
    if size > int(_told()["file_mb"]) << 20:
        raise Refused("too_large", f"{size:,} > {int(_told()['file_mb'])} MB")
    if size == 0:
        raise Refused("empty")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if path.suffix.lower() == ".xlsx":
        _workbook(path, head)
    elif head.startswith((_ZIP, _OLE)):
        raise Refused("not_its_kind", "xlsx" if head.startswith(_ZIP) else "xls")
    elif _HTML.match(head):
        raise Refused("not_its_kind", "html")


def _workbook(path: Path, head: bytes) -> None:
    if head.startswith(_OLE):
        raise Refused("password" if _ENCRYPTED in path.read_bytes() else "not_its_kind", "xls")
    if not head.startswith(_ZIP):
        raise Refused("not_its_kind", "html" if _HTML.match(head) else "")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _directory(parts)
            for part in parts:
                _part(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise Refused("unreadable", type(error).__name__) from error


def _directory(parts: list[zipfile.ZipInfo]) -> None:
    """What the archive says about itself, before anything is unpacked."""
    told = _told()
    names = [part.filename for part in parts]
    if len(parts) > int(told["entries"]):
        raise Refused("too_many_parts", f"{len(parts):,} > {told['entries']}")
    if len({name.casefold() for name in names}) < len(names):
        raise Refused("odd_names", "double")
    for part in parts:
        name = part.filename
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise Refused("odd_names", name[:60])
        if part.flag_bits & 1:
            raise Refused("password")
        for code, pattern in _FOREIGN.items():
            if pattern.search(f"/{name}") and not _PRINTER.search(name):
                raise Refused(code, name[:60])
        packed, real = max(part.compress_size, 1), part.file_size
        if real > int(told["ratio_from_kb"]) << 10 and real > packed * int(told["ratio"]):
            raise Refused("packed", f"{real:,} / {packed:,}")
    if sum(part.file_size for part in parts) > int(told["unpacked_mb"]) << 20:
        raise Refused("too_large", f"{sum(part.file_size for part in parts):,} bytes")
    if "xl/workbook.xml" not in names:
        raise Refused("not_its_kind", "zip")


def _blocks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's real bytes; stops where they are more than it said."""
    seen = 0
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            seen += len(block)
            if seen > part.file_size:
                raise Refused("packed", part.filename[:60])
            yield block
    if seen != part.file_size:
        raise Refused("unreadable", part.filename[:60])


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Count what one part really holds. Raises Refused."""
    text = part.filename.endswith((".xml", ".rels", ".vml"))
    sheet = part.filename.startswith("xl/worksheets/sheet")
    rows = last = merges = 0
    rest = b""
    for block in _blocks(archive, part):
        if not text:
            continue
        whole = rest + block
        if b"<!DOCTYPE" in whole or b"<!ENTITY" in whole or b"<!\x00D" in whole:
            raise Refused("entities", part.filename[:60])
        if b'TargetMode="External"' in whole and part.filename.startswith("xl/_rels/workbook"):
            raise Refused("external_link", part.filename[:60])
        if sheet:
            found = (_ROW if b":row" in whole else _PLAIN_ROW).findall(whole)
            rows += len(found)
            last = max([last, *map(int, found)])
            merges += len(_MERGE.findall(block)) if b"mergeCell" in block else 0
            if _PERHAPS_WIDE.search(whole) and _WIDE.search(whole):
                raise Refused("far_cell", part.filename[:60])
        rest = whole[-64:]
    told = _told()
    if merges > int(told["merges"]):
        raise Refused("merges", f"{merges:,}")
    if last > int(told["far_row"]) or (last > 10_000 and last > max(rows, 1) * int(told["empty_share"])):
        raise Refused("far_cell", f"{part.filename[:60]} {last:,}")
