"""A month that stands on the month before: only mentions and people whose rows changed are read, only their rows written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qianxiao.engine import layers
from qianxiao.engine.before import Before
from qianxiao.engine.parts import KEYS
from qianxiao.engine.renew import lay
from qianxiao.engine.run import Part, Run
from qianxiao.engine.sqltext import Step, some

MKEY = "left(mkey, instr(mkey, '|') - 1) as register, substr(mkey, instr(mkey, '|') + 1) as rec_id"
"""The key columns of a mention, from its key in the matching."""
_COUNTED = ("register", "rec_id", "link_class")
"""What counting mentions by class reads."""


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
            some = f"select t.* from {table}__new t"
            if run.fresh.get(table) != ("rec_id",):  # many layers have been written as one again
                some = f"select t.* from {table} t where exists (select 1 from {keys} k where k.rec_id = t.rec_id)"
            parts.append(f"{told} {keys} k")
        else:  # checked whole: all its rows are read again
            some = f"select * from {table}"
            parts += [f"{told} {table} k", f"{told} {before.attach(table)} k"]
        run.engine.hold(f"{table}__touched", some)
    sql = _reading(step.sql, {table: f"{table}__touched" for table in registers})
    keys = "select distinct register, rec_id from (" + " union all ".join(parts) + ") as u"
    rows = lay(run, before, replace(step, sql=sql), keys)
    for table in registers:
        run.engine.drop(f"{table}__touched")
    return rows


def stands_on(run: Run, place: Path | None) -> Before | None:
    """The month before, when the matching remembers that very month and the close knows its changed mentions."""
    before = run.before
    known = before is not None and place is not None and str(before.period) == place.name
    return before if known and "mentions" in run.anew else None


def _over(by: Sequence[str], keys: str, sql: str) -> str:
    """SELECT of the rows of `sql` that have one of the keys, which are distinct."""
    return f"select t.* {some('t', f'({sql})', f'({keys})', [(column, column) for column in by])}"


def _differing(before: Before, table: str, by: Sequence[str], asked: str, fresh: str, columns: str) -> str:
    """SELECT of the keys among `asked` whose rows are other than in the month before; `fresh` holds those of now."""
    then = f"select {columns} from ({_over(by, asked, f'select * from {before.attach(table)}')}) as o"
    now = f"select {columns} from {fresh}"
    return (
        f"select distinct {', '.join(by)} from (({now} except {then}) union all ({then} except {now})) as d"
    )


def _reading(sql: str, names: dict[str, str]) -> str:
    """The same text over other tables."""
    swap = re.compile(r"\b(" + "|".join(names) + r")\b(?!\s*\.)")
    return swap.sub(lambda found: names[found.group(1)], sql)


def newest(run: Run, table: str) -> str:
    """SELECT of the rows a table has for the keys decided anew this month."""
    made = layers.layers(run.path(table))
    if len(made) == 1:  # many layers have been written as one again
        names = run.engine.columns(KEYS + table)
        return _over(names, f"select * from {KEYS}{table}", f"select * from {table}")
    run.engine.attach(f"{table}__newest", made[-1].rows)
    return f"select * from {table}__newest"


def layered(keys: str, names: dict[str, str], place: Path | None, laid: set[str] | None = None) -> Part:
    """How to build a table as a layer over the month before: `keys` is the SELECT of the keys decided anew.

    names: table → the part of it that holds all rows of those keys. Only keys whose rows differ go into the layer.
    laid: gets the table when all rows of those keys lie in `<table>__fresh`.
    """

    def build(run: Run, step: Step) -> int | None:
        before = stands_on(run, place)
        if before is None or not before.knows(step, run.params):
            return None
        fresh = f"{step.table}__fresh"
        run.engine.hold(fresh, _reading(step.sql, names))
        columns = ", ".join(run.engine.columns(fresh))
        differing = _differing(before, step.table, step.by, keys, fresh, columns)
        newer = _over(step.by, f"select * from {KEYS}{step.table}", f"select * from {fresh}")
        if laid is not None:
            laid.add(step.table)
        return lay(run, before, replace(step, sql=newer), differing)

    return build


def counted(touched: str, fresh: dict[str, str], laid: set[str], place: Path | None) -> Part:
    """How to count anew only the mentions among `touched` (SELECT of register, rec_id): the rest keep their class.

    fresh: table → where all its rows of those mentions lie; laid: those of them that this process has made.
    """

    def build(run: Run, step: Step) -> int | None:
        before = stands_on(run, place)
        if before is None or not set(fresh) <= laid or not before.knows(step, run.params):
            return None
        parts = [f"select register, link_class, n from {before.attach(step.table)}"]
        then = {}
        for table in step.reads:
            then[table] = f"{table}__then"
            named = [name for name in run.engine.columns(before.attach(table)) if name in _COUNTED]
            rows = f"select {', '.join(named)} from {before.attach(table)}"
            run.engine.hold(then[table], _over(("register", "rec_id"), touched, rows))
        for sign, names in (("", fresh), ("-", then)):
            parts.append(f"select register, link_class, {sign}n as n from ({_reading(step.sql, names)}) as s")
        sql = (
            "select register, link_class, cast(sum(n) as bigint) as n from ("
            + " union all ".join(parts)
            + ") as u"
        )
        sql += " group by register, link_class having sum(n) > 0"
        return run.engine.build(step.table, sql, run.path(step.table), {}, step.order)

    return build
