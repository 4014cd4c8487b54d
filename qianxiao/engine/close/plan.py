"""The phases of a nation's close: what has to run, and what may be deleted after (policies of disk: nation.yaml)."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Any

from qianxiao.base.paths import POLICIES, REFERENCE
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.close.carry import read_mark
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.run import file_hash

ENGINE = Path(__file__).resolve().parents[1]
_ROOTS = {"engine": ENGINE, "policies": POLICIES, "reference": REFERENCE}


@dataclass(frozen=True)
class Phase:
    """One phase: `each` runs province by province, else once for the nation."""

    name: str
    zh: str
    en: str
    each: bool = False
    needs: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    least: tuple[str, ...] = ()


@cache
def declared() -> dict[str, Any]:
    """The content of nation.yaml."""
    told: dict[str, Any] = read_yaml(Path(__file__).with_name("nation.yaml"))
    return told


def phases() -> list[Phase]:
    """The phases in order."""
    return [
        Phase(
            one["name"],
            one["zh"],
            one["en"],
            bool(one.get("each")),
            *(tuple(one.get(key, ())) for key in ("needs", "drop", "folders", "least")),
        )
        for one in declared()["phases"]
    ]


def _files(named: str) -> Iterator[Path]:
    root, _, rest = named.partition("/")
    path = _ROOTS[root] / rest
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file() and "__pycache__" not in file.parts:
            yield file


@cache
def source_mark(phase: str) -> str:
    """Hash of the code, rules and reference data a phase reads."""
    digest = hashlib.sha256()
    for named in declared()["sources"][phase]:
        for file in _files(named):
            digest.update(f"{file.name}\0{file_hash(file)}\0".encode())
    return digest.hexdigest()


def delivered_mark(source: Path) -> str:
    """Hash of the names and contents of delivered files: neither clocks nor dates of files count."""
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file() and not path.name.startswith((".", "~$")):
            digest.update(f"{path.relative_to(source).as_posix()}\0{file_hash(path)}\0".encode())
    return digest.hexdigest()


def mark(*parts: object) -> str:
    """One fingerprint of several."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def exists(ground: Ground, table: str) -> bool:
    """Whether a table lies in the folder, plain or in layers."""
    return any((ground.tables / f"{table}.{kind}").exists() for kind in ("parquet", "layers"))


def lacking(phase: Phase, grounds: Sequence[Ground]) -> list[Ground]:
    """Provinces that no longer hold what a phase needs."""
    return [ground for ground in grounds if not all(exists(ground, table) for table in phase.needs)]


def forget(ground: Ground) -> None:
    """Let a province start anew: its ends of phases go, its tables are found again by their own marks."""
    rmtree(ground.home / "phases", ignore_errors=True)


def sweep(phase: Phase, ground: Ground, keep: str) -> None:
    """Delete what no later phase reads; of `least` also what only the web and the next month read."""
    for folder in phase.folders:
        rmtree(ground.home / folder, ignore_errors=True)
    for pattern in (*phase.drop, *(phase.least if keep == "least" else ())):
        for kind in ("parquet", "layers", "csv"):
            for path in ground.tables.glob(f"{pattern}.{kind}"):
                if path.is_dir():
                    rmtree(path)
                else:
                    path.unlink()
    if phase.least and keep == "least":
        rmtree(ground.index, ignore_errors=True)


def ended(ground: Ground, phase: str, expected: str) -> bool:
    """Whether a phase ended with this fingerprint."""
    return bool(read_mark(ground.marker(phase)).get("mark") == expected)
