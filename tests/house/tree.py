"""The files of the repository, as the house rules see them."""

import ast
from collections.abc import Iterator
from pathlib import Path

from qianxiao.base.paths import ROOT

PACKAGE = ROOT / "qianxiao"
TESTS = ROOT / "tests"
_OWN = (
    "qianxiao",
    "tests",
    "policies",
    "reference",
    "docs",
    "assets",
    "locale",
    "benchmarks",
    "requirements",
)


def python_files(folder: Path) -> list[Path]:
    """Python files that people write: no migrations (Django writes them), no empty markers of a package."""
    found = (p for p in folder.rglob("*.py") if "migrations" not in p.parts)
    return sorted(p for p in found if p.read_text(encoding="utf-8").strip())


def all_files() -> Iterator[Path]:
    """Every file of the repository, tracked or about to be."""
    yield from sorted(path for path in ROOT.iterdir() if path.is_file())
    for name in (*_OWN, ".ci"):
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def said(path: Path) -> str:
    return str(path.relative_to(ROOT))
