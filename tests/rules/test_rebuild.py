"""A changed rule decides anew only what it can concern: its own item, what reads it, and there only some counties."""

from collections.abc import Callable
from pathlib import Path

import pytest

from qianxiao.engine.rules.concern import concerned
from qianxiao.engine.rules.load import load_rules
from tests.rules.test_rates import NEW, OLD, copied, lines, many
from tests.rules.world import close

CHANGES: list[tuple[str, str, str, set[str]]] = [
    ("living_allowance.yaml", OLD, NEW, {"rule_parameters_living_allowance", "due_living_allowance"}),
    # The waiver stands against training: whoever loses it may be due the training subsidy.
    (
        "free_tuition.yaml",
        "test: study_year between 1 and last_year",
        "test: study_year between 2 and last_year",
        {"due_free_tuition", "due_living_allowance", "due_training_subsidy"},
    ),
    (
        "appraisal_subsidy.yaml",
        "assumed: true, values: [{from: 20180101, value: 3}]}",
        "assumed: true, values: [{from: 20180101, value: 2}]}",
        {"due_appraisal_subsidy"},
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "wanted"), CHANGES, ids=[change[0] for change in CHANGES])
def test_only_what_reads_a_changed_rule_is_built_again(
    name: str, old: str, new: str, wanted: set[str], tmp_path: Path
) -> None:
    close(many(), tmp_path / "out").close()
    built: list[str] = []
    close(many(), tmp_path / "out", copied(tmp_path / "policies", old, new, name), says=built.append).close()
    assert {line.split(":")[0].strip() for line in built} == wanted | {"due", "entitlements"}


def test_nothing_is_built_again_without_a_change(tmp_path: Path) -> None:
    close(many(), tmp_path / "out").close()
    built: list[str] = []
    close(many(), tmp_path / "out", says=built.append).close()
    assert built == []


def test_a_county_rate_concerns_people_of_that_county_from_that_day(tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", OLD, NEW)
    before, after = close(many(), tmp_path / "a"), close(many(), tmp_path / "b", policies)
    file = next(file for file in load_rules(policies) if file.item == "living_allowance")
    table = "rule_parameters_living_allowance"
    after.attach("old_values", tmp_path / "a" / "tables" / f"{table}.parquet")
    told = {row[0] for row in after.rows(concerned(file, "old_values", table))}
    was, now = lines(before), lines(after)
    changed = {f"p{key[1][1:]}" for key in was if was[key] != now[key]}
    assert told == changed == {"p02", "p03"}
    assert after.rows(concerned(file, table, table)) == []


EDITS: list[tuple[str, Callable[[str], str], str]] = [
    ("a rate", lambda text: text.replace(OLD, NEW), "2 keys anew"),
    ("a condition", lambda text: text.replace("test: not left_register", "test: left_register"), ""),
    ("nothing", lambda text: text, "0 keys anew"),
]


@pytest.mark.parametrize(("name", "edit", "told"), EDITS, ids=[edit[0] for edit in EDITS])
def test_next_month_a_changed_rate_decides_anew_only_whom_it_concerns(
    name: str, edit: Callable[[str], str], told: str, tmp_path: Path
) -> None:
    """Issue 3: a rule change re-decides only whom it can concern, with the lines that deciding everybody gives."""
    policies = copied(tmp_path / "policies", OLD, OLD)
    close(many(), tmp_path / "05", policies).close()
    path = policies / "rules" / "living_allowance.yaml"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    said: list[str] = []
    stands = close(many(), tmp_path / "06", policies, period=202006, says=said.append, before=tmp_path / "05")
    whole = close(many(), tmp_path / "whole", policies, period=202006)
    assert lines(stands) == lines(whole)
    (built,) = (line for line in said if line.strip().startswith("due_living_allowance:"))
    assert (told or "12 rows") in built and bool(told) == ("anew" in built)
