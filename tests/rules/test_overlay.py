"""What is published lies over the files: replays keep the values of then, and a file that fits nothing is refused."""

import json
from pathlib import Path

import pytest

from qianxiao.engine.rules.answer import Answer, Told, answer
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import every_rule, load_rules, rule_versions
from qianxiao.engine.rules.overlay import kept, overlay_path, write_overlay
from qianxiao.engine.rules.parameters import parameter_value

ROW = {
    "item": "living_allowance",
    "name": "day_rate",
    "region": "6211",
    "from": 20200101,
    "value": 4500,
    "clause": "S20-2",
    "number": 1,
}
FACTS = Told({"poor": True, "monitored": False, "result": "1", "train_mode": "1", "attended_days": 12, "full_time_student": False, "pension": False,
              "left_register": False})  # fmt: skip


@pytest.fixture(autouse=True)
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "published.json"
    monkeypatch.setenv("QIANXIAO_PUBLISHED", str(path))
    return path


def said(overlay: Path | None = None, day: int = 20200315) -> tuple[int, list[str]]:
    """Amount and every sentence of a case in 漳县."""
    file = next(file for file in every_rule(overlay=overlay) if file.item == "living_allowance")
    found: Answer = answer(file, FACTS, "621125", day)
    return found.amount, [
        f"{line.condition.says.zh} {line.condition.cite} {line.state}" for line in found.lines
    ]


def test_last_years_decision_replays_on_the_values_of_then(published: Path) -> None:
    then = write_overlay(published, {"values": [ROW], "lists": []})
    before = said()
    assert before[0] == 54000
    # a year later a value is published that reaches back, and one from a later day
    back = {**ROW, "value": 5000, "number": 2}
    write_overlay(
        published, {"values": [ROW, back, {**ROW, "from": 20210101, "value": 5500, "number": 3}], "lists": []}
    )
    assert said()[0] == 60000 and said(day=20210315)[0] == 66000
    assert said(kept(published, then)) == before
    assert rule_versions()["living_allowance"]["published"] != then


def test_without_publication_nothing_is_said_of_it(published: Path) -> None:
    assert "published" not in rule_versions()["living_allowance"]
    assert parameter_value("living_allowance", "day_rate", "621125", 20200315) == 4000


@pytest.mark.parametrize(
    "bad",
    [
        {**ROW, "name": "day_rats"},
        {**ROW, "region": "621125001"},
        {
            **ROW,
            "item": "training_subsidy",
            "name": "level_5",
            "region": "621126",
        },  # 20-06-01: no county sets a standard
        {**ROW, "region": ""},
    ],
)
def test_a_row_that_fits_nothing_is_refused(bad: dict[str, object], published: Path) -> None:
    write_overlay(published, {"values": [bad], "lists": []})
    with pytest.raises(RuleError, match=r"^published\.json:1: "):
        load_rules()


def test_a_file_that_is_none_is_refused(published: Path) -> None:
    published.write_text("{", encoding="utf-8")
    with pytest.raises(RuleError, match=r"published\.json:1: published values cannot be read"):
        load_rules()


def test_a_state_that_was_changed_is_not_taken_for_it(published: Path) -> None:
    mark = write_overlay(published, {"values": [ROW], "lists": []})
    held = kept(published, mark)
    held.write_text(json.dumps({"values": [], "lists": []}), encoding="utf-8")
    with pytest.raises(RuleError, match="not kept"):
        kept(published, mark)


def test_nothing_is_published_where_nobody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIANXIAO_PUBLISHED", "")
    assert overlay_path() is None
