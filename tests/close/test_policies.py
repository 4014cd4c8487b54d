"""The data of the close is complete: every word has its clause, every figure its list, every parameter its value."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import clause, code_table
from qianxiao.engine.close.parameters import load_yaml, parameter_rows
from qianxiao.engine.close.tables import close_steps, folder_entries, indicator_rows, made_tables, pair_rows
from tests.cast import World, close_world, rows_of
from tests.close.test_irregularities import PLANTS, clean

FORM = load_yaml(POLICIES / "forms" / "progress-2019.yaml")


def cells() -> list[dict[str, Any]]:
    return [cell for item in FORM["items"] for cell in item["cells"]]


def entries() -> list[dict[str, Any]]:
    found = (
        load_yaml(POLICIES / "states.yaml")["steps"] + load_yaml(POLICIES / "parameters.yaml")["parameters"]
    )
    for folder, key in (("indicators", "indicators"), ("irregularities", "patterns")):
        found += folder_entries(POLICIES / folder, key)
    return [*found, *FORM["items"]]


def test_every_entry_has_both_languages_and_a_clause_that_exists() -> None:
    for entry in entries():
        assert entry["zh"] and entry["en"], entry
        assert clause(entry["clause"]).text, entry


def test_steps_are_those_the_sql_can_give() -> None:
    steps = load_yaml(POLICIES / "states.yaml")["steps"]
    named = {(step["duty"], step["step"]) for step in steps}
    assert len(named) == len(steps)
    sql = {step.table: step.sql for step in close_steps()}["states"]
    for duty, text in zip(("study", "train"), sql.split("END AS step")[:2], strict=True):
        given = set(re.findall(r"(?:THEN|ELSE) '([a-z_]+)'(?=\s+(?:WHEN|ELSE|$))", text))
        assert given == {step for owner, step in named if owner == duty}
    assert {step["state"] for step in steps} == set(code_table("person_state"))


def test_every_pattern_can_be_found_and_every_finding_has_a_pattern() -> None:
    known = {int(entry["pattern"]) for entry in folder_entries(POLICIES / "irregularities", "patterns")}
    assert known == {number for _, expected in PLANTS for number, _, _ in expected}


def test_finding_texts_use_words_their_detail_has(tmp_path: Path) -> None:
    world = clean()
    for plant, _ in PLANTS:
        if plant.__name__ not in ("two_firms", "two_spells"):
            plant(world)
    engine, _ = close_world(world, tmp_path)
    with engine:
        rows = rows_of(engine, "SELECT * FROM irregularities")
    patterns = {int(e["pattern"]): e for e in folder_entries(POLICIES / "irregularities", "patterns")}
    for row in rows:
        words = dict(part.split("=", 1) for part in row["detail"].split(";"))
        for text in ("text_zh", "text_en"):
            asked = set(re.findall(r"{(\w+)}", patterns[row["pattern"]][text]))
            assert asked <= set(words) or row["pattern"] in (9, 25), (row, asked)


def test_form_figures_read_indicators_that_exist() -> None:
    known = {row[0] for row in indicator_rows()}
    codes = [cell["code"] for cell in cells()]
    assert len(set(codes)) == len(codes)
    for cell in cells():
        if cell["source"] == "typed":
            continue
        if "ratio" in cell:
            assert set(cell["ratio"]) <= set(codes)
        else:
            assert cell["from"]["indicator"] in known and cell["from"]["measure"] in (
                "people",
                "times",
                "amount",
            )
    for check in FORM["checks"]:
        if check["every"] == "column":
            assert set(re.findall(r"[A-H]\d[a-z]?", check["test"])) <= set(codes), check


def test_every_indicator_has_a_list_and_every_training_type_an_indicator() -> None:
    made = {step.table for step in close_steps()}
    known = set()
    for entry in folder_entries(POLICIES / "indicators", "indicators"):
        assert entry["list"] in made and entry["kind"] in ("flow", "stock")
        known.add(entry["code"])
    for table, stem in (
        ("train_type", "trained_type_"),
        ("cert_kind", "certified_kind_"),
        ("aid_item", "paid_"),
    ):
        assert {stem + code for code in code_table(table)} <= known, table


def test_incompatible_pairs_name_aid_items() -> None:
    items = set(code_table("aid_item"))
    pairs = pair_rows()
    assert len(set(pairs)) == len(pairs) and {item for pair in pairs for item in pair} <= items


def test_small_tables_fit_their_columns() -> None:
    for name, types, rows in made_tables():
        assert rows and all(len(row) == len(types) for row in rows), name


def test_sql_files_hold_no_threshold() -> None:
    """Ages, windows, caps, amounts come from tables: no comparison with a number but dates' arithmetic and flags."""
    allowed = {"0", "1", "2", "3", "4", "5", "9", "12", "100", "10000", "99991231"}
    for step in close_steps():
        text = re.sub(r"'[^']*'", "''", step.sql)
        numbers = set(re.findall(r"(?:[<>]=?|=|BETWEEN)\s*(\d+)", text))
        assert numbers <= allowed, (step.table, numbers - allowed)


def _with(policies: Path, old: str, new: str) -> Path:
    shutil.copytree(POLICIES, policies)
    path = policies / "parameters.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return policies


def test_a_county_may_set_its_own_age_from_a_date(tmp_path: Path) -> None:
    old = "zh: 两后生最高年龄, en: oldest leaver, values: [{from: 20190101, value: 22}]"
    own = (
        old[:-1]
        + ", {region: '621126', from: 20200501, value: 25}, {region: '620000', from: 20190101, value: 20}]"
    )
    policies = _with(tmp_path / "policies", old, own)
    steps = {}
    for period in (202004, 202005):
        world = World()
        world.person("P1", "岷县人", 19960101)
        world.person("P2", "临洮人", 19990101, region="621124100200")
        world.person("P3", "木里人", 19990101, region="513422100200")
        engine, _ = close_world(world, tmp_path / str(period), period=period, policies=policies)
        with engine:
            rows = rows_of(engine, "SELECT * FROM states WHERE duty = 'study'")
            steps[period] = [row["step"] for row in sorted(rows, key=lambda row: str(row["person_no"]))]
    assert steps == {
        202004: ["too_old", "too_old", "not_surveyed"],
        202005: ["not_surveyed", "too_old", "not_surveyed"],
    }


def test_a_parameter_named_twice_is_refused(tmp_path: Path) -> None:
    policies = _with(tmp_path / "policies", "name: returned_months", "name: unpaid_months")
    with pytest.raises(ValueError, match="named twice"):
        parameter_rows(policies)
