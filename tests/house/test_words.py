"""What may stand in no file: addresses of package registries, paths of one machine, real identity numbers."""

import re
from pathlib import Path

import pytest
from stdnum.cn import ric

from qianxiao.base.paths import ROOT
from tests.house.tree import all_files, said

_TEXT = {".py", ".sql", ".yaml", ".yml", ".toml", ".md", ".txt", ".in", ".sh", ".html", ".css", ".js", ".csv",
         ".json", ".typ", ".po", ".cfg", ".ini", ".svg", ""}  # fmt: skip
# Written with a class of one letter, so that this file does not hold what it looks for.
_HOSTS = re.compile(
    r"py[p]i\.org|python[h]osted|npm[j]s\.|regi[s]try\.yarn|mirr[o]rs?\.\w+\.\w+|cond[a]\.anaconda"
)
_PATHS = re.compile(r"(?<![\w.])/(?:wo[r]k|ro[o]t|ho[m]e/\w+|Us[e]rs/\w+|op[t]/wheels)(?![\w-])")
# Examples printed in GB 11643 and in the documentation of python-stdnum: nobody's number, known to everybody.
_PUBLISHED = {"11010519491231002X", "440524188001010014", "360426199101010071"}


@pytest.fixture(scope="module")
def texts() -> dict[Path, str]:
    return {p: p.read_text(encoding="utf-8") for p in all_files() if p.suffix in _TEXT and p.exists()}


def test_no_address_of_a_registry(texts: dict[Path, str]) -> None:
    assert [said(path) for path, text in texts.items() if _HOSTS.search(text)] == []


def test_no_path_of_one_machine(texts: dict[Path, str]) -> None:
    found = {said(path): hit.group() for path, text in texts.items() if (hit := _PATHS.search(text))}
    assert found == {}


def test_no_identity_number_of_a_possible_person(texts: dict[Path, str]) -> None:
    """Synthetic people carry the prefix 99, which no place has."""
    found = {
        f"{said(path)}: {number}"
        for path, text in texts.items()
        for number in re.findall(r"(?<![\dA-Fa-f])[1-8]\d{16}[\dXx](?![\dA-Fa-f])", text)
        if number.upper() not in _PUBLISHED and ric.is_valid(number)
    }
    assert found == set()


def test_the_licence_and_the_readmes_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")[:200]
    for name in ("README.md", "README.zh.md", "NOTICE"):
        assert (ROOT / name).read_text(encoding="utf-8").strip(), name


def test_local_links_lead_somewhere(texts: dict[Path, str]) -> None:
    broken = [
        f"{said(path)}: {target}"
        for path, text in texts.items()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_decision_records_are_numbered_once() -> None:
    names = [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md"]
    assert names
    assert [name for name in names if not re.match(r"\d{4}-[a-z0-9-]+\.md$", name)] == []
    numbers = [name[:4] for name in names]
    assert len(set(numbers)) == len(numbers)
