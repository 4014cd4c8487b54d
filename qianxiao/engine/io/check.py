"""The checks of all registers as SQL steps: cells read, what is told, clean rows (contract: docs/guide/close.md)."""

from collections.abc import Collection

from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.sqlcells import cells_step
from qianxiao.engine.io.sqlclean import clean_step, typed_step
from qianxiao.engine.io.sqlfaults import faults_step, told_step
from qianxiao.engine.sqltext import Step


def check_steps(only: Collection[str] = ()) -> list[Step]:
    """Steps for every layout: typed_cells_, typed_, typed_told_, faults_ and clean_<register>; then the table `faults`.

    `only` names the registers when not all are wanted. They read raw_<register>, `codes`, `regions`.
    """
    wanted = [layout for layout in layouts().values() if not only or layout.register in only]
    steps = [
        step(layout)
        for layout in wanted
        for step in (cells_step, typed_step, told_step, faults_step, clean_step)
    ]
    tables = [f"faults_{layout.register}" for layout in wanted]
    union = " union all ".join(f"select * from {table}" for table in tables)
    steps.append(
        Step("faults", tuple(tables), "register, src, sheet, src_row, col, fault", union, "check:faults")
    )
    return steps
