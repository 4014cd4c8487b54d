"""A rule file that is wrong says so: file, line, what is wanted. Values: the most specific region, by date."""

from pathlib import Path

import pytest

from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.load import load_rules, policies_folder, read_file, rule_versions
from qianxiao.engine.rules.parameters import parameter_value

BROKEN = {
    "an unknown name in a predicate": ("test: full_time,", "test: fulltime,", "unknown name: 'fulltime'"),
    "a function": ("test: full_time,", 'test: "upper(status) = \'1\'",', "not in the language"),
    "a misspelt key": ("payee:", "payyee:", "unknown key: payyee"),
    "a clause left out": ("test: full_time, cite: S19-12,", "test: full_time,", "'cite' is wanted"),
    "one language only": ("zh: 接受全日制技工教育, ", "", "'zh' is wanted"),
    "a value twice": ("values: [{from: 20150101, value: 150000}]", "values: [{from: 20150101, value: 1}, {from: 20150101, value: 2}]", "two values"),
    "a rate from a village": ("{from: 20150101, value: 150000}", '{region: "621126100", from: 20150101, value: 1}', "may set this"),
    "an impossible date": ("from: 20150901", "from: 20151401", "is a date yyyymmdd"),
    "money as text": ("value: 150000}", 'value: "1500"}', "as int"),
    "the same key twice": ("item: rain_dew\n", "item: rain_dew\nitem: rain_dew\n", "given twice"),
    "a limit that is no parameter": ("limit: lines_per_term", "limit: lines", "is not a parameter"),
    "an amount that is a truth": ("{value: term_amount,", "{value: full_time,", "int is wanted"),
    "an example with a wrong kind": ("full_time: true, status", 'full_time: "yes", status', "is bool"),
    "SQL as the name of a day": ("decisive: term_start", 'decisive: "term_start or true"', "a name is small letters"),
    "SQL as the name of a county": ("county: home_county", 'county: "home_county from due --"', "a name is small letters"),
    "SQL as the name of a cap": ("name: one_per_term", 'name: "x, 1 as y"', "a name is small letters"),
    "SQL as the name of a field": ("  enrol_month: {zh", '  "enrol_month, 1": {zh', "a name is small letters"),
    "a value beyond all money": ("value: 150000}", "value: 99999999999999999999}", "too large"),
    "a day the case does not have": ("decisive: term_start", "decisive: class_date", "case_study has no such column: class_date"),
    "a fact no register gives": ("  enrol_month: {zh", "  iq: {zh: 智商, en: iq, type: int, source: poor}\n  enrol_month: {zh", "case_study has no such fact: iq"),
    "broken YAML": ("fields:", "fields: [", "rain_dew.yaml:"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_says_where(case: str, tmp_path: Path) -> None:
    old, new, message = BROKEN[case]
    text = (policies_folder() / "rules" / "rain_dew.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "rain_dew.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        read_file(tmp_path / "rain_dew.yaml")
    assert message in str(error.value)
    name, line, *_ = str(error.value).split(":")
    assert name == "rain_dew.yaml"
    assert int(line) > 0


def test_the_line_is_the_line_of_the_condition(tmp_path: Path) -> None:
    text = (policies_folder() / "rules" / "rain_dew.yaml").read_text(encoding="utf-8")
    line = next(i for i, row in enumerate(text.splitlines(), 1) if "id: school," in row)
    path = tmp_path / "rain_dew.yaml"
    path.write_text(text.replace("test: school_approved", "test: school_aproved"), encoding="utf-8")
    with pytest.raises(RuleError, match=rf"^rain_dew\.yaml:{line}: 'school'"):
        read_file(path)


RATES = """
item: x
zh: 某项
en: something
case: training
documents: [某文号]
fields: {days: {zh: 天数, en: days, type: int, source: trainees}}
parameters:
  rate:
    {zh: 标准, en: rate, unit: fen, clause: S20-2, override: [province, prefecture, county], values: [
      {from: 20180101, value: 1}, {region: "62", from: 20190101, value: 2}, {region: "6211", from: 20190101, to: 20191231, value: 3},
      {region: "621126", from: 20190701, value: 4}, {region: "621126", from: 20200701, value: 5}]}
rules:
  - {id: x, version: 1, from: 20180101, to: 20191231, decisive: class_date, county: class_county,
     when: [{id: c, test: days > 0, cite: S20-2, zh: 有天数, en: has days}], amount: {value: rate * days, cite: S20-2, zh: 元, en: yuan}}
  - {id: x, version: 2, from: 20200101, decisive: class_date, county: class_county,
     when: [{id: c, test: days > 1, cite: S20-2, zh: 有天数, en: has days}], amount: {value: rate * days, cite: S20-2, zh: 元, en: yuan}}
"""


@pytest.mark.parametrize(
    ("region", "date", "value"),
    [("110101", 20180101, 1), ("62", 20190101, 2), ("620102", 20200101, 2), ("621125", 20191231, 3), ("621125", 20200101, 2),
     ("621126", 20190630, 3), ("621126", 20190701, 4), ("621126100200", 20200630, 4), ("621126", 20200701, 5)],
)  # fmt: skip
def test_the_most_specific_region_wins_and_values_are_dated(
    region: str, date: int, value: int, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text(RATES, encoding="utf-8")
    assert parameter_value("x", "rate", region, date, tmp_path) == value


def test_no_value_is_an_error_not_a_zero(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text(RATES, encoding="utf-8")
    with pytest.raises(KeyError):
        parameter_value("x", "rate", "110101", 20171231, tmp_path)
    with pytest.raises(KeyError):
        parameter_value("x", "other", "110101", 20180101, tmp_path)


def test_versions_may_not_overlap(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(RATES.replace("to: 20191231, decisive", "to: 20200101, decisive"), encoding="utf-8")
    with pytest.raises(RuleError, match="begins before version 1 ends"):
        read_file(path)
    path.write_text(RATES, encoding="utf-8")
    file = read_file(path)
    found = [
        rule.version if (rule := file.rule_on(date)) else None for date in (20171231, 20191231, 20200101)
    ]
    assert found == [None, 1, 2]


def test_a_changed_file_is_read_again_and_named_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    path = tmp_path / "rules" / "x.yaml"
    path.write_text(RATES, encoding="utf-8")
    before = rule_versions(tmp_path)["x"]
    path.write_text(RATES.replace("value: 1}", "value: 11}"), encoding="utf-8")
    after = rule_versions(tmp_path)["x"]
    assert before["versions"] == [1, 2]
    assert before["sha256"] != after["sha256"]
    assert parameter_value("x", "rate", "110101", 20180101, tmp_path) == 11


def test_our_own_rules_cover_the_six_items() -> None:
    items = {file.item for file in load_rules()}
    assert items == {
        "free_tuition",
        "national_grant",
        "rain_dew",
        "training_subsidy",
        "living_allowance",
        "appraisal_subsidy",
    }
