"""The mentions of a month that stands on the month before: only rows of the registers that changed are read again."""

import re
from dataclasses import replace

from qianxiao.engine.renew import KEYS, lay
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step


def changed_mentions(run: Run, step: Step) -> int | None:
    """Build `mentions` as a layer over the month before; None when it has to be built whole.

    Its rows come from registers that are keyed by record alone, so each is narrowed by its own changed records.
    """
    before = run.before
    registers = [table for table in step.reads if table.startswith("clean_")]
    others = [table for table in step.reads if table not in registers]
    if (
        before is None
        or not before.knows(step, run.params)
        or not all(before.has(table) for table in registers)
    ):
        return None
    if not all(before.same(table, run.tables / f"{table}.csv") for table in others):
        return None
    parts = []
    for table in registers:
        told = f"select '{table.removeprefix('clean_')}' as register, k.rec_id from"
        if table in run.anew:
            keys = KEYS + table
            some = (
                f"select t.* from {table} t where exists (select 1 from {keys} k where k.rec_id = t.rec_id)"
            )
            parts.append(f"{told} {keys} k")
        else:  # checked whole: all its rows are read again
            some = f"select * from {table}"
            parts += [f"{told} {table} k", f"{told} {before.attach(table)} k"]
        run.engine.hold(f"{table}__touched", some)
    swap = re.compile(r"\b(" + "|".join(registers) + r")\b(?!\s*\.)")
    sql = swap.sub(lambda found: found.group(1) + "__touched", step.sql)
    keys = "select distinct register, rec_id from (" + " union all ".join(parts) + ") as u"
    rows = lay(run, before, replace(step, sql=sql), keys)
    for table in registers:
        run.engine.drop(f"{table}__touched")
    return rows
