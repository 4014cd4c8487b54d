"""A rate changed for one county from one date changes exactly the lines it should; its example fails if it does not."""

import shutil
from pathlib import Path

import pytest

from qianxiao.engine.engines import Engine, Row
from qianxiao.engine.rules.check import check
from qianxiao.engine.rules.load import load_rules, policies_folder
from tests.rules.world import World, close

OLD = "[{from: 20180101, value: 4000},"
NEW = '[{from: 20180101, value: 4000}, {region: "621125", from: 20200410, value: 4500},'


def copied(target: Path, old: str, new: str, name: str = "living_allowance.yaml") -> Path:
    """Our policies with one text changed in one rule file."""
    for part in ("rules", "documents"):
        shutil.copytree(policies_folder() / part, target / part)
    shutil.copy(policies_folder() / "calendar.yaml", target / "calendar.yaml")
    path = target / "rules" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return target


def lines(engine: Engine) -> dict[tuple[str, str], Row]:
    found = engine.rows(
        "select item, rec_id, term, verdict, amount, met, unmet, missing, stop, county from due"
    )
    return {(row[0], f"{row[1]}{row[2] or ''}"): row for row in found}


def many() -> World:
    world = World()
    for i, region in enumerate(["621125", "621126", "520526"]):
        for j, end in enumerate([20200331, 20200409, 20200410, 20200520]):
            person, rec = f"p{i}{j}", f"t{i}{j}"
            world.person(person)
            world.record("trainees", rec, person, region=region, start=20200301, end=end)
            world.record("students", f"s{i}{j}", person, enrol_month=202004, reg_kind="2")
    return world


def test_exactly_the_lines_it_should(tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", OLD, NEW)
    before = lines(close(many(), tmp_path / "a"))
    after = lines(close(many(), tmp_path / "b", policies))
    assert before.keys() == after.keys()
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {("living_allowance", "t02"), ("living_allowance", "t03")}
    assert {(before[key][4], after[key][4]) for key in changed} == {(60000, 67500)}


def test_the_environment_names_the_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIANXIAO_POLICIES", str(copied(tmp_path / "policies", OLD, NEW)))
    assert lines(close(many(), tmp_path / "b"))["living_allowance", "t02"][4] == 67500


EXAMPLE = """examples:
  - name: 漳县, raised from April 2020
    date: 20200410
    region: "621125"
    facts: {poor: true, monitored: false, result: "1", train_mode: "1", attended_days: 10, full_time_student: false, pension: false, left_register: false}
    verdict: due
    amount: 45000
"""


def test_an_example_fails_when_its_rate_is_not_there(tmp_path: Path) -> None:
    policies = copied(tmp_path / "without", "examples:\n", EXAMPLE)
    errors = [finding.text for finding in check(load_rules(policies), policies) if finding.level == "error"]
    assert errors == ["'漳县, raised from April 2020': amount is 40000, the example says 45000"]
    path = policies / "rules" / "living_allowance.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(OLD, NEW), encoding="utf-8")
    # Another example of this county, from July on, expects the national default: the checker sees that one too.
    errors = [finding.text for finding in check(load_rules(policies), policies) if finding.level == "error"]
    assert [text.split("'")[1] for text in errors] == ["the neighbouring county keeps the national default"]


def test_our_own_examples_hold() -> None:
    assert [finding for finding in check(load_rules(), policies_folder()) if finding.level == "error"] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("values: [{from: 20180101, value: 30}]", "values: [{from: 20190101, value: 30}]", "'day_cap' has no national value from 20180101"),
        ("values: [{from: 20180101, value: 1}]", "values: [{from: 20180101, to: 20200531, value: 1}]", "'min_days' has no national value from 20200532"),
        ('value: "day_rate * least(attended_days, day_cap)"', 'value: "day_rate * (least(attended_days, day_cap) - day_cap)"', "the amount is 0 or less"),
        ("{id: attended, test: attended_days >= min_days, cite: S20-2", "{id: attended, test: attended_days >= min_days, cite: S20-99", "clause 'S20-99'"),
        ("test: not left_register", "test: 1 = 1", "condition 'alive' asks for no fact"),
        ("{item: rain_dew, against: due", "{item: rain_due, against: due", "for which there is no rule file"),
    ],
)  # fmt: skip
def test_the_checker_finds(old: str, new: str, message: str, tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", old, new)
    errors = [finding.text for finding in check(load_rules(policies), policies) if finding.level == "error"]
    assert any(message in text for text in errors), errors


def test_a_bit_that_never_decides_is_noted(tmp_path: Path) -> None:
    policies = copied(
        tmp_path / "policies",
        "test: attended_days >= min_days",
        'test: "attended_days >= min_days or not pension or pension"',
    )
    notes = [finding.text for finding in check(load_rules(policies), policies) if finding.level == "note"]
    assert "no tried case has 'attended' failed" in notes
