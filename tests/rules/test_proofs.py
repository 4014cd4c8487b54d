"""Each kind of fault, planted in a rule file, is found before publication, with file and line; our own files have none."""

import shutil
from pathlib import Path

import pytest

from qianxiao.cli import main
from qianxiao.engine.rules.check import check
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import every_rule, policies_folder

ALLOWANCE, GRANT, MATRIX = "rules/living_allowance.yaml", "rules/national_grant.yaml", "compatibility.yaml"
AMOUNT = '    amount: {value: "day_rate * least(attended_days, day_cap)"'
SECOND = """  - id: living_allowance
    version: 2
    from: 20210102
    payee: "1"
    fund: "4"
    decisive: class_date
    county: class_county
    when:
      - {id: attended, test: attended_days >= min_days, cite: S20-2, zh: 有出勤, en: attended}
    amount: {value: "day_rate * attended_days", cite: S20-2, zh: 按天, en: by the day}

examples:
"""
# what is planted: file, text, its replacement, what the checker says
PLANTED = {
    "a hole between versions": (ALLOWANCE, ("    from: 20180101\n    payee", "    from: 20180101\n    to: 20201231\n    payee"), ("examples:\n", SECOND), "no version in force between 20201231 (version 1) and 20210102"),
    "a condition nobody can meet": (ALLOWANCE, ("test: attended_days >= min_days", 'test: "attended_days >= min_days and attended_days < 1"'), None, "nobody can meet 'attended'"),
    "conditions nobody can meet together": (ALLOWANCE, (AMOUNT, '      - {id: none, test: "attended_days < 1", cite: S20-2, zh: 无出勤, en: none}\n' + AMOUNT), None, "nobody can meet these together: 'attended', 'none'"),
    "a condition that never decides": (ALLOWANCE, ("test: attended_days >= min_days", 'test: "attended_days >= min_days or attended_days < min_days"'), None, "'attended' never decides"),
    "a rate outside what the nation allows": (GRANT, ("values: [{from: 20150301, value: 200000, lowest: 100000, highest: 300000},", 'values: [{from: 20150301, value: 200000, lowest: 100000, highest: 300000},\n       {region: "62", from: 20200301, value: 400000},'), None, "'year_amount' 400000 of region '62' from 20200301 is not between 100000 and 300000"),
    "no value on some days": (ALLOWANCE, ("values: [{from: 20180101, value: 30}]", "values: [{from: 20180101, to: 20191231, value: 30}, {from: 20200301, value: 30}]"), None, "'day_cap' has no national value from 2019"),
    "two items without a stance": (MATRIX, ("with: [national_grant, rain_dew, appraisal_subsidy]", "with: [rain_dew, appraisal_subsidy]"), None, "nothing says whether a person may have 'free_tuition' and 'national_grant'"),
    "a stance that the exclusions contradict": (MATRIX, ('{item: living_allowance, stance: "no", with: [free_tuition, national_grant]', '{item: living_allowance, stance: "yes", with: [free_tuition, national_grant]'), None, "excludes 'free_tuition', which compatibility.yaml:"),
    "a stance that nobody keeps": (MATRIX, ("with: [rain_dew, appraisal_subsidy], clause: S19-12}", 'with: [rain_dew], clause: S19-12}\n  - {item: national_grant, stance: "no", with: [appraisal_subsidy], clause: S19-12}'), None, "'appraisal_subsidy' and 'national_grant' are not paid beside each other, and neither excludes the other"),
    "a stance given twice": (MATRIX, ("with: [national_grant, rain_dew, appraisal_subsidy]", "with: [national_grant, rain_dew, appraisal_subsidy, rain_dew]"), None, "stand on line"),
}  # fmt: skip


def copied(target: Path) -> Path:
    """Our policies: rules, documents, calendar, matrix."""
    for part in ("rules", "documents"):
        shutil.copytree(policies_folder() / part, target / part)
    for name in ("calendar.yaml", MATRIX):
        shutil.copy(policies_folder() / name, target / name)
    return target


def planted(target: Path, file: str, *changes: tuple[str, str] | None) -> Path:
    path = copied(target) / file
    text = path.read_text(encoding="utf-8")
    for old, new in filter(None, changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return target


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_fault_is_found(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, first, second, said = PLANTED[kind]
    folder = planted(tmp_path / "policies", file, first, second)
    errors = [found for found in check(every_rule(folder), folder) if found.level == "error"]
    hits = [found for found in errors if said in found.text]
    assert hits and all(found.file and found.line > 0 for found in hits), errors
    assert main(["policies", "check", "--policies", str(folder)]) == 1
    assert f"{hits[0].file}:{hits[0].line}: " in capsys.readouterr().out


def test_two_rates_for_one_county_and_day_are_refused(tmp_path: Path) -> None:
    value = '{region: "621126", from: 20200701, value: 6000}'
    folder = planted(tmp_path / "policies", ALLOWANCE, (value, f"{value}, {value.replace('6000', '7000')}"))
    with pytest.raises(
        RuleError, match=r"^living_allowance\.yaml:\d+: two values for region '621126' from 20200701"
    ):
        every_rule(folder)


def test_nothing_stops_our_own_rules() -> None:
    assert [found for found in check(every_rule(), policies_folder()) if found.level == "error"] == []
