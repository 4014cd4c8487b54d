"""One pass over all items of a kind of case says what the close says line by line: reasons, amounts, stops."""

from pathlib import Path

import pytest

from qianxiao.engine.engines import Engine, Row
from qianxiao.engine.rules.load import load_rules, policies_folder
from qianxiao.engine.rules.masks import WIDTH
from qianxiao.engine.rules.survey import stopped, survey
from qianxiao.engine.rules.surveyed_values import value_tables
from tests.rules.test_engines import mixed
from tests.rules.test_rates import copied
from tests.rules.world import close

CASES = ("study", "training", "certificate")
SECOND = """    from: 20180101
    to: 20190430
"""
VERSIONS = ("living_allowance.yaml", "    from: 20180101\n", SECOND)


def surveyed(engine: Engine, policies: Path, case: str) -> dict[str, list[Row]]:
    """Item → rec_id, term, met, missing, amount, stop of every line in force."""
    files, found = [file for file in load_rules(policies) if file.case == case], {}
    for table, select in value_tables(files).items():
        engine.hold(table, select)
    engine.hold("surveyed", survey(files))
    engine.hold("stops", stopped(files, "surveyed"))
    struck = {
        tuple(row[:3]): row[3:] for row in engine.rows("select item, rec_id, term, stop, amount from stops")
    }
    names, low = engine.columns("surveyed"), (1 << WIDTH) - 1
    lines = [dict(zip(names, row, strict=True)) for row in engine.rows("select * from surveyed")]
    for file in files:
        own = []
        for line in lines:
            code, key = line[f"{file.item}__code_0"], (line["rec_id"], line.get("term"))
            if code is not None:
                stop, lost = struck.pop((file.item, *key), (None, 0))
                own.append((*key, code & low, code >> WIDTH, line[f"{file.item}__amount"] - lost, stop))
        found[file.item] = sorted(own, key=repr)
    assert not struck
    return found


@pytest.mark.parametrize("changed", [False, True], ids=["as published", "a version that ends"])
def test_a_survey_says_what_the_close_says(changed: bool, tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", *VERSIONS[1:], VERSIONS[0]) if changed else policies_folder()
    engine = close(mixed(), tmp_path, policies)
    lines, stops = 0, set()
    for case in CASES:
        for item, found in surveyed(engine, policies, case).items():
            wanted = engine.rows(
                f"select rec_id, term, met, missing, amount, stop from due where item = '{item}'"
            )
            assert found == sorted(wanted, key=repr), item
            lines += len(found)
            stops |= {row[5] for row in found}
    assert lines == engine.rows("select count(*) from due")[0][0] > 100
    assert len(stops) > 2


def test_a_survey_is_over_one_kind_of_case() -> None:
    with pytest.raises(ValueError, match="one kind of case"):
        survey(load_rules())
