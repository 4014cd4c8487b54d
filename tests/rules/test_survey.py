"""One pass over all items of a kind of case says what the close says line by line: reasons, amounts, stops."""

from pathlib import Path

import pytest

from qianxiao.engine.engines import Engine, Row
from qianxiao.engine.rules.load import load_rules, policies_folder
from qianxiao.engine.rules.masks import WIDTH
from qianxiao.engine.rules.survey import survey
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
    files = [file for file in load_rules(policies) if file.case == case]
    columns, found = engine.rows(f"select * from ({survey(files)}) s order by rec_id, term"), {}
    names = ["person_no", "rec_id", "term"]
    for file in files:
        names += [f"{file.item}__code_0", f"{file.item}__stop", f"{file.item}__amount"]
    at = {name: i for i, name in enumerate(names)}
    low = (1 << WIDTH) - 1
    for file in files:
        code, stop, amount = (at[f"{file.item}__{kind}"] for kind in ("code_0", "stop", "amount"))
        found[file.item] = [
            (row[1], row[2], row[code] & low, row[code] >> WIDTH, row[amount], row[stop])
            for row in columns
            if row[code] is not None
        ]
    return found


@pytest.mark.parametrize("changed", [False, True], ids=["as published", "a version that ends"])
def test_a_survey_says_what_the_close_says(changed: bool, tmp_path: Path) -> None:
    policies = copied(tmp_path / "policies", *VERSIONS[1:], VERSIONS[0]) if changed else policies_folder()
    engine = close(mixed(), tmp_path, policies)
    lines, stops = 0, set()
    for case in CASES:
        for item, found in surveyed(engine, policies, case).items():
            wanted = engine.rows(
                f"select rec_id, term, met, missing, amount, stop from due where item = '{item}' order by rec_id, term"
            )
            assert found == wanted, item
            lines += len(found)
            stops |= {row[5] for row in found}
    assert lines == engine.rows("select count(*) from due")[0][0] > 100
    assert len(stops) > 2


def test_a_survey_is_over_one_kind_of_case() -> None:
    with pytest.raises(ValueError, match="one kind of case"):
        survey(load_rules())
