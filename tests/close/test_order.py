"""Every result that is written has a total order: otherwise the same input need not give the same bytes."""

import pytest

from qianxiao.base.paths import POLICIES, ROOT
from qianxiao.engine.close.tables import close_steps
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.link.steps import later_steps
from qianxiao.engine.link.steps import steps as link_steps
from qianxiao.engine.rules.compile import steps as rule_steps
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.sqltext import Step, read_steps

STEPS = [
    *check_steps(),
    *link_steps().values(),
    *later_steps(),
    *read_steps(ROOT / "qianxiao" / "engine" / "rules" / "sql"),
    *rule_steps(load_rules(POLICIES)),
    *close_steps(),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.table)
def test_a_written_table_has_an_order(step: Step) -> None:
    # tables of the matching and of the checks on the way: a sort of millions of rows would serve nobody
    on_the_way = step.table.startswith(("link_", "typed_")) and step.table != "link_counts"
    assert step.order or on_the_way


def test_no_result_reads_the_order_of_a_step_without_one() -> None:
    loose = {step.table for step in STEPS if not step.order}
    assert {"links", "doubts", "link_counts", "person_keys"}.isdisjoint(loose)
    # a window that numbers rows must order them itself; without an order it would number them as they come
    bare = [
        step.table
        for step in STEPS
        if "row_number() over ()" in step.sql or "limit" in step.sql.lower().split()
    ]
    assert bare == []
