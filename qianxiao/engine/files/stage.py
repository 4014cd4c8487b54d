"""Files of a month appear whole or not at all: written aside, then moved into place; what is finished is not redone."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import TypeVar

T = TypeVar("T")

PARTS = ("faults", "lists", "feedback", "returns")
_ASIDE = ".writing"


def sha256(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


class Stage:
    """The folder beside a month's files in which they are written.

    `mark` tells what the files are made from. Files that an attempt with the same mark finished are taken as they
    are; others go. `record` keeps the mark and the hashes of the files in place.
    """

    def __init__(self, home: Path, mark: str, record: Path) -> None:
        self.home, self.mark, self.record = home, mark, record
        self.root = home / _ASIDE
        self.scratch = self.root / "spill"

    def in_place(self) -> dict[str, str] | None:
        """Hashes of the files, when what stands in place was made from the same and nobody touched it."""
        if not self.record.exists():
            return None
        told = json.loads(self.record.read_text(encoding="utf-8"))
        return (
            dict(told["files"])
            if told["mark"] == self.mark and told["files"] == self._found(self.home)
            else None
        )

    def _found(self, folder: Path) -> dict[str, str]:
        """Hashes of the files that stand below a folder's parts."""
        files = [path for part in PARTS for path in (folder / part).rglob("*") if path.is_file()]
        return {path.relative_to(folder).as_posix(): sha256(path) for path in sorted(files)}

    def open(self) -> None:
        """Begin, or go on where an attempt with the same mark was ended."""
        told = self.root / "mark"
        if not told.exists() or told.read_text(encoding="utf-8") != self.mark:
            rmtree(self.root, ignore_errors=True)
            self.root.mkdir(parents=True)
            _replace(told, self.mark)
        rmtree(self.scratch, ignore_errors=True)

    def once(self, name: str, write: Callable[[], T]) -> T | None:
        """Do a step that no attempt with this mark finished."""
        done = self.root / f"{name}.done"
        if done.exists():
            return None
        result = write()
        _replace(done, name)
        return result

    def file(self, name: str, write: Callable[[Path], T]) -> T | None:
        """Write the file of that name below the parts, unless it is finished."""
        target = self.root / name
        return None if target.exists() else write(target)

    def settle(self) -> dict[str, str]:
        """Put the files in place of what stood there; returns their hashes by name."""
        self.record.unlink(missing_ok=True)
        for part in PARTS:
            rmtree(self.root / f"{part}.old", ignore_errors=True)
            if (self.home / part).exists():
                (self.home / part).rename(self.root / f"{part}.old")
            if (self.root / part).exists():
                (self.root / part).rename(self.home / part)
        rmtree(self.root, ignore_errors=True)
        files = self._found(self.home)
        _replace(self.record, json.dumps({"mark": self.mark, "files": files}, ensure_ascii=False, indent=1))
        return files
