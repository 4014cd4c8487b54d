"""Builds only the touched part of a table, on top of the month before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qianxiao.engine import layers
from qianxiao.engine.before import GATHERED, MOST_LAYERS, MOST_TOUCHED, Before, attach_table, narrowed
from qianxiao.engine.sqltext import Step

if TYPE_CHECKING:
    from qianxiao.engine.run import Run

KEYS = "keys__"
"""Prefix of the table that holds the keys of a table decided anew this month."""
_TOUCHED = {("person_no",): "touched_people", ("register", "rec_id"): "touched_mentions"}


def _listed(by: tuple[str, ...]) -> str:
    return ", ".join(by)


def _touched(run: Run, step: Step) -> str | None:
    """SELECT of the keys that delivered changes and the passing of time touch; None when nobody gathered them."""
    if step.by == ("person_no",):
        return "select person_no from touched_people" if "touched_people" in run.prints else None
    if "touched_mentions" not in run.prints:
        return None
    own = f" where register = '{step.of}'" if step.of else ""
    return f"select {_listed(step.by)} from touched_mentions{own}"


def changed(run: Run, before: Before, table: str, by: tuple[str, ...]) -> str | None:
    """SELECT of the keys whose rows in a table changed since the month before; None when that cannot be told."""
    if table in run.anew:
        names = run.engine.columns(KEYS + table)
        if set(by) <= set(names):
            return f"select {_listed(by)} from {KEYS}{table}"
        same = " and ".join(f"k.{column} = b.{column}" for column in names)
        now = f"select {', '.join('b.' + column for column in by)} from {table} b"
        return (
            f"{now} where exists (select 1 from {KEYS}{table} k where {same}) union all"
            f" select {_listed(by)} from ({before.taken(table, KEYS + table, names)}) as t"
        )
    if not before.has(table) or not set(by) <= set(run.engine.columns(table)):
        return None
    return f"select {_listed(by)} from ({before.differing(table)}) as d"


def _keys(run: Run, before: Before, step: Step) -> str | None:
    """SELECT of the keys of a step that have to be decided anew; None: all."""
    base = _touched(run, step)
    parts = [base] if base else []
    for table in step.reads:
        if base and GATHERED.fullmatch(table):
            continue
        if table not in step.through:
            if not before.same(table, run.tables / f"{table}.csv"):
                told = dict(step.concerns).get(table)
                if told is None or not before.has(table):
                    return None
                parts.append(told.format(before=before.attach(table)))
            continue
        found = changed(run, before, table, step.by)
        if found is None:
            return None
        parts.append(found)
    filled = " and ".join(f"{column} is not null" for column in step.by)
    union = " union all ".join(f"select * from ({part}) as p{number}" for number, part in enumerate(parts))
    return f"select distinct {_listed(step.by)} from ({union}) as u where {filled}"


def renew(run: Run, step: Step) -> int | None:
    """Build the touched part of a table as a layer over the month before; returns the rows of the whole table.

    None when the table has to be built whole: no month before, another text, a changed input that all keys read,
    or too many keys touched.
    """
    before = run.before
    if before is None or not step.through or not before.knows(step, run.params):
        return None
    keys = _keys(run, before, step)
    return None if keys is None else lay(run, before, step, keys)


def lay(run: Run, before: Before, step: Step, keys_sql: str, always: bool = False) -> int | None:
    """Put a layer with the rows of some keys over a table of the month before; None when the keys are too many (unless `always`).

    keys_sql: SELECT of the key columns of the step, distinct. Returns the rows of the whole table.
    """
    target, keys = run.path(step.table), KEYS + step.table
    place = layers.folder(target)
    part = place.with_name(place.name + ".part")
    number = layers.stand_on(before.path(step.table), part, step.by)
    count = run.engine.build(keys, keys_sql, part / f"{number}.gone.parquet", {})
    # A table of few rows may stand on large ones: what is saved is reading those.
    size = max(int(before.log[table]["rows"]) for table in (step.table, *step.through) if table in before.log)
    if not always and count * MOST_TOUCHED > size:
        shutil.rmtree(part)
        return None
    for table in step.through:
        _hold(run, step, table, keys, count)
    new = f"{step.table}__new"
    run.engine.build(
        new,
        narrowed(step).sql if step.through else step.sql,
        part / f"{number}.parquet",
        run.params,
        step.order,
    )
    for table in step.through:
        if table not in run.held:
            run.engine.drop(f"{table}__touched")
    _put(run, part / f"{number}.gone.parquet", keys)
    shutil.rmtree(place, ignore_errors=True)
    part.rename(place)
    if target.is_dir():
        shutil.rmtree(target)
    target.unlink(missing_ok=True)
    attach_table(run.engine, step.table, target)
    run.engine.attach(new, place / f"{number}.parquet")
    run.anew[step.table] = count
    run.fresh[step.table] = step.by
    rows = int(run.engine.rows(f"select count(*) from {step.table}")[0][0])
    if number >= MOST_LAYERS:
        run.engine.build(step.table, f"select * from {step.table}", target, {}, step.order)
        shutil.rmtree(place)
        del run.fresh[step.table]
    return rows


def _used(run: Run, step: Step, table: str) -> list[str]:
    """Columns of a table that the text of a step may name."""
    names = run.engine.columns(table)
    if re.search(r"(?:select|,)\s*(?:\w+\.)?\*", step.sql, re.IGNORECASE):
        return names
    words = set(re.findall(r"\w+", step.sql.lower()))
    return [name for name in names if name in step.by or name.lower() in words]


def _hold(run: Run, step: Step, table: str, keys: str, count: int) -> None:
    """Hold the rows of the keys as `<table>__touched`; what the table itself has anew is not looked for in its files."""
    who = _TOUCHED.get(step.by, "")
    # As many keys as were gathered are those gathered: the next such step reads the same rows.
    shared = who if not step.of and run.counts.get(who) == count else ""
    columns = _used(run, step, table)
    told, held = run.held.pop(table, ("", frozenset[str]()))
    if shared and told == shared and held >= set(columns):
        run.held[table] = (told, held)
        return
    same = " and ".join(f"k.{column} = t.{column}" for column in step.by)
    source = table
    if run.fresh.get(table) == step.by:
        own = " and ".join(f"o.{column} = k.{column}" for column in step.by)
        other = f"select 1 as n from {keys} k where not exists (select 1 from {KEYS}{table} o where {own}) limit 1"
        if not run.engine.rows(other):
            source = f"{table}__new"
    chosen = ", ".join(f"t.{column}" for column in columns)
    some = f"select {chosen} from {source} t where exists (select 1 from {keys} k where {same})"
    run.engine.hold(f"{table}__touched", some)
    if shared and source == table:
        run.held[table] = (shared, frozenset(columns))


def note_changes(run: Run, table: str, by: tuple[str, ...]) -> None:
    """Remember which keys of a table that was built whole differ from the month before, for those that read it."""
    before = run.before
    if before is None or not before.has(table) or table in run.anew:
        return
    sql = f"select distinct {_listed(by)} from ({before.differing(table)}) as d"
    kept = run.tables / "_keys" / f"{KEYS}{table}.parquet"
    run.anew[table] = run.engine.build(KEYS + table, sql, kept, {})


def _put(run: Run, source: Path, keys: str) -> None:
    """Keep the keys decided anew beside the tables, where they outlive the layers."""
    kept = run.tables / "_keys" / f"{keys}.parquet"
    kept.parent.mkdir(exist_ok=True)
    if kept.is_dir():
        shutil.rmtree(kept)
    kept.unlink(missing_ok=True)
    layers.link(source, kept)
    run.engine.attach(keys, kept)


def remember(run: Run, table: str, count: int) -> None:
    """Attach the keys and rows of a table that an earlier attempt of this close had built on the month before."""
    run.engine.attach(KEYS + table, run.tables / "_keys" / f"{KEYS}{table}.parquet")
    run.anew[table] = count
    found = layers.layers(run.path(table))
    if len(found) > 1:
        run.engine.attach(f"{table}__new", found[-1].rows)
        run.fresh[table] = layers.keys(layers.folder(run.path(table)))
