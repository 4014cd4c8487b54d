"""One pass over all items of a kind of case says what the close says line by line: reasons, amounts, stops."""

from pathlib import Path

import pytest

from qianxiao.engine.engines import Engine, Row
from qianxiao.engine.rules.load import load_rules, policies_folder
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.survey import stopped, survey
from qianxiao.engine.rules.surveyed_values import value_tables
from qianxiao.engine.rules.words import words_of
from tests.rules.test_engines import mixed
from tests.rules.test_rates import copied
from tests.rules.world import close

CASES = ("study", "training", "certificate")
SECOND = """    from: 20180101
    to: 20190430
"""
VERSIONS = ("living_allowance.yaml", "    from: 20180101\n", SECOND)


def surveyed(engine: Engine, policies: Path, case: str, tables: Path | None) -> dict[str, list[Row]]:
    """Item → rec_id, term, met, missing, amount, stop of every line in force."""
    files, found = [file for file in load_rules(policies) if file.case == case], {}
    for table, select in value_tables(files).items():
        engine.hold(table, select)
    number_cases(engine, case, tables and tables / f"case_{case}.parquet")
    engine.hold("surveyed", survey(files, ["rec_id", "term"]))
    engine.hold("stops", stopped(files, "surveyed"))
    struck = {tuple(row[:2]): row[2:] for row in engine.rows("select item, line, stop, amount from stops")}
    words = words_of(files)
    for file in files:
        own: list[Row] = []
        for rule in file.rules:
            met, missing = words.masks((file.item, rule.version))
            lines = engine.rows(
                f"select line, rec_id, term, {met}, {missing}, {file.item}__amount from surveyed"
                f" where {rule.decisive} between {rule.start} and {rule.end}"
            )
            for line in lines:
                stop, lost = struck.pop((file.item, line[0]), (None, 0))
                own.append((*line[1:5], line[5] - lost, stop))
        found[file.item] = sorted(own, key=repr)
    assert not struck
    return found


@pytest.mark.parametrize("changed", [False, True], ids=["as published", "a version that ends"])
def test_a_survey_says_what_the_close_says(changed: bool, tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", *VERSIONS[1:], VERSIONS[0]) if changed else policies_folder()
    engine = close(mixed(), tmp_path, policies)
    lines, stops = 0, set()
    for case in CASES:
        # One way of numbering each: both have to name the same cases.
        tables = None if changed else tmp_path / "tables"
        for item, found in surveyed(engine, policies, case, tables).items():
            wanted = engine.rows(
                f"select rec_id, term, met, missing, amount, stop from due where item = '{item}'"
            )
            assert found == sorted(wanted, key=repr), item
            lines += len(found)
            stops |= {row[5] for row in found}
    assert lines == engine.rows("select count(*) from due")[0][0] > 100
    assert len(stops) > 2


def test_a_case_has_the_same_number_however_it_is_found(tmp_path: Path) -> None:
    engine = close(mixed(), tmp_path)
    for case in CASES:
        numbers = []
        for path in (None, tmp_path / "tables" / f"case_{case}.parquet"):
            number_cases(engine, case, path)
            numbers.append(engine.rows(f"select line, rec_id, term from numbered_{case} order by line"))
        assert numbers[0] == numbers[1] != []
        assert [row[0] for row in numbers[0]] == list(range(len(numbers[0])))


def test_a_survey_is_over_one_kind_of_case() -> None:
    with pytest.raises(ValueError, match="one kind of case"):
        survey(load_rules())
