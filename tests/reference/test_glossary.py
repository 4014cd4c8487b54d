"""The glossary: one term per thing, and every thing that has a name in the data has its term."""

import re

import pytest
import yaml

from qianxiao.base.paths import POLICIES, ROOT
from qianxiao.base.reference import code_table, code_tables
from qianxiao.base.tables import read_table

TERMS = read_table(ROOT / "docs" / "glossary" / "terms.csv")
BY_IDENTIFIER = {row["identifier"]: row for row in TERMS}
LAYOUTS = [
    yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "qianxiao" / "engine" / "io" / "layouts").glob("*.yaml"))
]


def test_an_identifier_has_one_line() -> None:
    assert len(BY_IDENTIFIER) == len(TERMS) > 200
    assert all(row["zh"] and row["en"] and row["source"] for row in TERMS)


@pytest.mark.parametrize(("one", "other"), [("zh", "en"), ("en", "zh")])
def test_a_term_has_one_translation(one: str, other: str) -> None:
    meant: dict[str, str] = {}
    doubled = [row for row in TERMS if meant.setdefault(row[one], row[other]) != row[other]]
    assert doubled == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["register"])
def test_registers_and_columns_have_terms(layout: dict[str, object]) -> None:
    term = BY_IDENTIFIER[str(layout["register"])]
    assert (term["zh"], term["en"]) == (layout["zh"], layout["en"])
    columns = layout["columns"]
    assert isinstance(columns, list)
    for column in columns:
        line = BY_IDENTIFIER[column["name"]]
        assert column["zh"] == line["zh"] or column["zh"] in line["note"], column


def test_code_tables_and_their_named_values_have_terms() -> None:
    for table, labels in code_tables().items():
        assert (BY_IDENTIFIER[table]["zh"], BY_IDENTIFIER[table]["en"]) == labels
    for table in ("aid_item", "person_state", "duty", "link_class"):
        for one in code_table(table).values():
            assert (BY_IDENTIFIER[one.code]["zh"], BY_IDENTIFIER[one.code]["en"]) == (one.zh, one.en)


def test_tables_and_steps_of_the_close_have_terms() -> None:
    contract = (ROOT / "docs" / "guide" / "close.md").read_text(encoding="utf-8")
    tables = set(re.findall(r"\*\*([a-z_]+(?:<register>)?)\*\*", contract.split("## Tables")[1]))
    assert len(tables) > 20
    steps = {
        one["step"] for one in yaml.safe_load((POLICIES / "states.yaml").read_text(encoding="utf-8"))["steps"]
    }
    assert tables | steps <= set(BY_IDENTIFIER)
