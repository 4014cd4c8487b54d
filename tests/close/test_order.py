"""Every table that is written has a total order: otherwise the same input need not give the same bytes."""

import pytest

from qianxiao.base.paths import POLICIES, ROOT
from qianxiao.engine.close.tables import close_steps
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.link.steps import steps as link_steps
from qianxiao.engine.rules.compile import steps as rule_steps
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.sqltext import Step, read_steps

STEPS = [
    *check_steps(),
    *link_steps().values(),
    *read_steps(ROOT / "qianxiao" / "engine" / "rules" / "sql"),
    *rule_steps(load_rules(POLICIES)),
    *close_steps(),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.table)
def test_a_written_table_has_an_order(step: Step) -> None:
    assert step.order
