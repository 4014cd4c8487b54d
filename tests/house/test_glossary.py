"""One word, one thing: what data files call something is in the glossary, once, in both languages."""

import csv
import re
from collections.abc import Callable

import pytest
import yaml

from qianxiao.base.paths import POLICIES, REFERENCE, ROOT
from tests.house.tree import PACKAGE

LAYOUTS = sorted((PACKAGE / "engine" / "io" / "layouts").glob("*.yaml"))
CODES = sorted(p for p in (REFERENCE / "codes").glob("*.csv") if not p.name.startswith("_"))


@pytest.fixture(scope="module")
def terms() -> list[dict[str, str]]:
    with (ROOT / "docs" / "glossary" / "terms.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def codes(name: str) -> set[str]:
    with (REFERENCE / "codes" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["code"] for row in csv.DictReader(stream)}


def registers() -> set[str]:
    return {yaml.safe_load(path.read_text(encoding="utf-8"))["register"] for path in LAYOUTS}


def columns() -> set[str]:
    told = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in LAYOUTS]
    return {column["name"] for layout in told for column in layout["columns"]}


def tables() -> set[str]:
    """The tables named in bold at the start of a paragraph or sentence of the contract."""
    text = (ROOT / "docs" / "guide" / "close.md").read_text(encoding="utf-8")
    return set(re.findall(r"\*\*([a-z_]+)\*\*", text))


def steps() -> set[str]:
    told = yaml.safe_load((POLICIES / "states.yaml").read_text(encoding="utf-8"))
    return {line["step"] for line in told["steps"]}


def test_every_line_is_complete(terms: list[dict[str, str]]) -> None:
    assert len(terms) > 100
    empty = [row for row in terms if not (row["zh"] and row["en"] and row["identifier"] and row["source"])]
    assert empty == []


def test_an_identifier_is_explained_once(terms: list[dict[str, str]]) -> None:
    names = [row["identifier"] for row in terms]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


@pytest.mark.parametrize(("this", "other"), [("zh", "en"), ("en", "zh")])
def test_a_word_has_one_translation(terms: list[dict[str, str]], this: str, other: str) -> None:
    found: dict[str, set[str]] = {}
    for row in terms:
        found.setdefault(row[this].casefold(), set()).add(row[other].casefold())
    assert {word: some for word, some in found.items() if len(some) > 1} == {}


@pytest.mark.parametrize(
    "wanted",
    [
        registers,
        columns,
        tables,
        lambda: {path.stem for path in CODES},
        lambda: codes("aid_item"),
        lambda: codes("person_state"),
        lambda: codes("link_class"),
        steps,
    ],
    ids=["registers", "columns", "tables", "code tables", "aid items", "states", "link classes", "steps"],
)
def test_everything_has_its_term(terms: list[dict[str, str]], wanted: Callable[[], set[str]]) -> None:
    names = wanted()
    assert len(names) > 3
    assert names - {row["identifier"] for row in terms} == set()
