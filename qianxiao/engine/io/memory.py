"""What an earlier reading found, kept beside the raw registers: a file that did not change is not parsed again."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from qianxiao.engine.io.cells import Cells
from qianxiao.engine.io.found import FileRead
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.messages import Problem
from qianxiao.engine.io.recognise import Header

NAME = "_read.json"
_PATHS = ("source", "scratch")


@cache
def reader() -> str:
    """Fingerprint of the reader itself: its code, layouts, limits and words."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in (".py", ".yaml"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _nothing() -> dict[str, Any]:
    return {"files": {}, "registers": {}, "contents": {}}


class Memory:
    """Readings of the files of one folder, and which files each raw register was written from."""

    def __init__(self, raw: Path, source: Path, scratch: Path, earlier: Path | None = None) -> None:
        self._raw = raw
        self._places = {"source": source, "scratch": scratch}
        self._old = {folder: self._load(folder) for folder in (raw, earlier) if folder}
        self._now = _nothing() | {"reader": reader()}
        self._lock = Lock()

    @staticmethod
    def _load(folder: Path) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return _nothing()
        return told if told.get("reader") == reader() else _nothing()

    def recall(self, name: str, sha256: str) -> list[FileRead] | None:
        """The sheets of a file with this content under this name, as long as their texts are still there."""
        for told in (self._now, *self._old.values()):
            entry = told["files"].get(name)
            if not entry or entry["sha256"] != sha256:
                continue
            reads = [self._read(name, sha256, sheet) for sheet in entry["sheets"]]
            if all(read.cells is None or read.cells.path.exists() for read in reads):
                return reads
        return None

    def forget(self, names: Iterable[str]) -> None:
        """What was found about these files is no longer believed."""
        for told in (self._now, *self._old.values()):
            for name in names:
                told["files"].pop(name, None)

    def keep(self, name: str, sha256: str, reads: list[FileRead]) -> None:
        """Remember the sheets of a file as they were recognised."""
        self._now["files"][name] = {"sha256": sha256, "sheets": [self._told(read) for read in reads]}

    def stored(self, register: str, parts: list[FileRead]) -> dict[int, int] | None:
        """Rows by file_no when the register's Parquet file holds these sheets already; links an earlier month's file."""
        target = self._raw / f"{register}.parquet"
        for folder, told in self._old.items():
            entry, path = told["registers"].get(register), folder / f"{register}.parquet"
            if not entry or entry["mark"] != self._mark(parts):
                continue
            if not path.is_file() or path.stat().st_size != entry["size"]:
                continue
            if path != target:
                _link(path, target)
            return {int(number): int(rows) for number, rows in entry["rows"].items()}
        return None

    def store(self, register: str, parts: list[FileRead], rows: dict[int, int]) -> None:
        """Remember what a register was written from, on disk."""
        size = (self._raw / f"{register}.parquet").stat().st_size
        with self._lock:
            self._now["registers"][register] = {"mark": self._mark(parts), "size": size, "rows": rows}
            part = self._raw / (NAME + ".part")
            part.write_text(json.dumps(self._now, ensure_ascii=False, sort_keys=True), encoding="utf-8")
            os.replace(part, self._raw / NAME)

    def content(self, read: FileRead) -> str | None:
        """The content mark of a sheet, when an earlier reading took it."""
        marks = (told["contents"].get(f"{read.sha256}|{read.sheet}") for told in self._old.values())
        return next((mark for mark in marks if mark), None)

    def keep_content(self, read: FileRead, mark: str) -> None:
        """Remember the content mark of a sheet."""
        self._now["contents"][f"{read.sha256}|{read.sheet}"] = mark

    @staticmethod
    def _mark(parts: list[FileRead]) -> str:
        told = [(read.name, read.sheet, read.file_no, read.sha256) for read in parts]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def _told(self, read: FileRead) -> dict[str, Any]:
        told: dict[str, Any] = {"register": read.register, "sheet": read.sheet}
        told["problems"] = [asdict(item) for item in read.problems]
        if read.cells:
            told["cells"] = {item.name: getattr(read.cells, item.name) for item in fields(Cells)}
            place = next(name for name in _PATHS if read.cells.path.is_relative_to(self._places[name]))
            told["cells"]["path"] = [place, read.cells.path.relative_to(self._places[place]).as_posix()]
        if read.header:
            told["header"] = [
                read.header.row,
                read.header.texts,
                read.header.layout.register,
                read.header.places,
            ]
        return told

    def _read(self, name: str, sha256: str, told: dict[str, Any]) -> FileRead:
        read = FileRead(
            name,
            told["register"],
            told["sheet"],
            0,
            sha256,
            tuple(Problem(**item) for item in told["problems"]),
        )
        if "cells" in told:
            place, below = told["cells"]["path"]
            values = told["cells"] | {
                "path": self._places[place] / below,
                "names": tuple(told["cells"]["names"]),
            }
            read = replace(read, cells=Cells(**values))
        if "header" in told:
            row, texts, register, places = told["header"]
            read = replace(read, header=Header(row, tuple(texts), layouts()[register], places))
        return read


def _link(source: Path, target: Path) -> None:
    """One file under two names, a copy where the file system knows no links; complete or not at all."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.link(source, part)
    except OSError:
        shutil.copyfile(source, part)
    os.replace(part, target)
