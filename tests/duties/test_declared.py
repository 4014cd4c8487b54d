"""policies/duties: dated, cited, complete; a declaration that says something impossible is refused by name."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from qianxiao.base.documents import clause
from qianxiao.base.paths import POLICIES
from qianxiao.office.duties.declared import rule_of, rules

FILES = sorted((POLICIES / "duties").glob("*.yaml"))


def test_what_the_two_notices_name_is_declared() -> None:
    """systems.md D: every yearly or monthly day of the index has its declaration."""
    rows = {rule.row for rule in rules()}
    assert {"19-04-05", "19-05-08", "19-17-07", "19-18-05", "20-11-02", "20-11-06"} <= rows


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_each_is_cited_by_a_clause_that_holds_its_row(rule: Any) -> None:
    cited = clause(rule.clause)
    assert rule.row in cited.rows
    assert rule.valid_from == cited.valid_from
    assert all((rule.zh, rule.en, rule.proof_zh, rule.proof_en)) and not re.search(r"[一-鿿]", rule.en)


def test_a_day_the_clause_does_not_give_is_marked_assumed() -> None:
    """The oracle reads the clause: a day that stands in its text is not assumed, any other is."""
    said = {"key_lists": "4月底前", "progress_form": "12月15日前", "relief_day": "10月17日"}
    for rule in rules():
        given = rule.id in said and said[rule.id] in clause(rule.clause).text
        assert ("due" in rule.assumed) is not given, rule.id
        assert {"opens", "remind", "raise"} <= set(rule.assumed), rule.id


@pytest.mark.parametrize(
    ("rule", "period", "due"),
    [
        ("progress_form", 2020, date(2020, 12, 15)),
        ("key_lists", 2021, date(2021, 4, 30)),
        ("relief_day", 2020, date(2020, 10, 17)),
        ("monthly_reconciliation", 202001, date(2020, 2, 10)),
        ("monthly_reconciliation", 202012, date(2021, 1, 10)),
        ("school_monitoring", 202002, date(2020, 2, 29)),
        ("school_monitoring", 202102, date(2021, 2, 28)),
        ("school_monitoring", 202012, date(2020, 12, 31)),
        ("leading_group", 0, date(2019, 12, 31)),
    ],
)
def test_due_days(rule: str, period: int, due: date) -> None:
    found = rule_of(rule)
    assert found is not None and found.due_on(period) == due and found.opens_on(period) < due


def test_not_owed_before_its_clause_was_in_force() -> None:
    found = rule_of("monthly_reconciliation")
    assert found is not None
    assert not found.holds(202003), "due 10 April, the notice is of 28 May"
    assert found.holds(202005)


BROKEN: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a role that does not sit there": (lambda raw: raw["owes"][0].update(role="finance"), "does not sit"),
    "a clause there is not": (lambda raw: raw.update(clause="S19-99"), "S19-99"),
    "a word nobody reads": (lambda raw: raw.update(dew=1), "unknown"),
    "a period there is not": (lambda raw: raw.update(period="weekly"), "weekly"),
    "a month there is not": (lambda raw: raw.update(period="yearly", due={"month": 13, "day": 1}), "month"),
    "no proof": (lambda raw: raw.pop("proof_zh"), "proof_zh"),
}


@pytest.mark.parametrize(("spoil", "said"), BROKEN.values(), ids=list(BROKEN))
def test_a_broken_declaration_is_refused(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], Any], said: str
) -> None:
    told = yaml.safe_load(FILES[0].read_text(encoding="utf-8"))
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "a.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    assert len(rules(whole)) == len(told["duties"]), "the same file unspoilt is taken"
    spoil(told["duties"][0])
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    with pytest.raises((ValueError, KeyError), match=said):
        rules(tmp_path)


def test_declared_twice_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(FILES[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        rules(tmp_path)
