"""Builds only the touched part of a table, on top of the month before."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qianxiao.engine import layers
from qianxiao.engine.before import GATHERED, MOST_LAYERS, MOST_TOUCHED, Before, attach_table
from qianxiao.engine.parts import KEYS, TOUCHED, hold_parts, let_go
from qianxiao.engine.sqltext import Scalar, Step, render, swapped

if TYPE_CHECKING:
    from qianxiao.engine.run import Run

_WHO = ("who", "pay_lines")
"""Tables decided by touched mentions that name who is meant."""
_EVERY = {("person_no",): "persons", ("register", "rec_id"): "mentions", ("who",): "mentions"}
"""Keys and the table that has about as many rows as there are such keys."""


def _listed(by: tuple[str, ...]) -> str:
    return ", ".join(by)


def _touched(run: Run, before: Before, step: Step) -> str | None:
    """SELECT of the keys that delivered changes and the passing of time touch; None when nobody gathered them."""
    if step.by == ("person_no",):
        return "select person_no from touched_people" if "touched_people" in run.prints else None
    if "touched_mentions" not in run.prints:
        return None
    if step.by == ("who",):
        return _touched_who(run, before)
    if not set(step.by) <= {"register", "rec_id"}:
        return None
    own = f" where {_of(step)}" if step.of else ""
    return f"select {_listed(step.by)} from touched_mentions{own}"


def _of(step: Step) -> str:
    """A condition that a mention is of the registers whose records a step decides."""
    return " or ".join(f"register = '{name.strip()}'" for name in step.of.split(","))


def _touched_who(run: Run, before: Before) -> str | None:
    """SELECT of everybody, registered or not, who has or had a touched mention or payment; built once."""
    if TOUCHED[("who",)] not in run.prints:
        parts = [changed(run, before, table, ("who",)) for table in _WHO]
        parts.append(changed(run, before, "pay_lines", ("who",), "subject_who"))
        if not all(parts):
            return None
        union = " union all ".join(
            f"select * from ({part}) as p{number}" for number, part in enumerate(parts)
        )
        run.build(
            Step(
                TOUCHED[("who",)],
                _WHO,
                "",
                f"select distinct who from ({union}) as u where who is not null",
                "touched",
            )
        )
    return f"select who from {TOUCHED[('who',)]}"


def changed(run: Run, before: Before, table: str, by: tuple[str, ...], column: str = "") -> str | None:
    """SELECT of the keys whose rows in a table changed since the month before; None when that cannot be told.

    column: what the table calls the one key, where it calls it otherwise.
    """
    own = (column,) if column else by
    told = f"{column} as {by[0]}" if column else _listed(by)
    if table in run.anew:
        names = run.engine.columns(KEYS + table)
        if set(own) <= set(names):
            return f"select {told} from {KEYS}{table}"
        now = f"select {told} from {table}__new b"
        if table not in run.fresh:
            same = " and ".join(f"k.{name} = b.{name}" for name in names)
            now = f"select {told} from {table} b where exists (select 1 from {KEYS}{table} k where {same})"
        return f"{now} union all select {told} from ({before.taken(table, KEYS + table, names)}) as t"
    if not before.has(table) or not set(own) <= set(run.engine.columns(table)):
        return None
    return f"select {told} from ({before.differing(table)}) as d"


def _keys(run: Run, before: Before, step: Step) -> str | None:
    """SELECT of the keys of a step that have to be decided anew; None: all."""
    base = _touched(run, before, step)
    parts = [base] if base else []
    gathered, on = "touched_mentions" in run.prints, dict(step.on)
    for table in step.reads:
        # What changed in the registers shows in the keys gathered from them, or in a table that was decided by those.
        if gathered and GATHERED.fullmatch(table) and (base or table not in step.through):
            continue
        if base and step.by == ("who",) and table in _WHO:
            continue
        if table not in step.through:
            if not before.same(table, run.tables / f"{table}.csv"):
                told = dict(step.concerns).get(table)
                if told is None or not before.has(table):
                    return None
                parts.append(told.format(before=before.attach(table)))
            continue
        found = changed(run, before, table, step.by, on.get(table, ""))
        if found is None:
            return None
        parts.append(found)
    if step.also:
        for table in re.findall(r"\bbefore_(\w+)", step.also):
            if not before.has(table):
                return None
            before.attach(table)
        parts.append(step.also)
    filled = " and ".join(f"{column} is not null" for column in step.by)
    if step.of and "register" in step.by:
        filled += f" and ({_of(step)})"
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
    if step.within == "year" and before.period // 100 != run.period // 100:
        return None
    keys = _keys(run, before, step)
    if keys is None:
        return None
    return add_up(run, before, step, keys) if step.sums else lay(run, before, step, keys)


def _too_many(run: Run, before: Before, step: Step, count: int) -> bool:
    """Whether so many keys are touched that the whole is built as fast.

    A table of few rows may stand on large ones, or have rows of few of all keys: what is saved is reading the rest.
    """
    read = [table for table in (step.table, *step.through) if table in before.log]
    sizes = [int(before.log[table]["rows"]) for table in read]
    return count * MOST_TOUCHED > max(*sizes, run.counts.get(_EVERY.get(step.by, ""), 0))


def add_up(run: Run, before: Before, step: Step, keys_sql: str) -> int | None:
    """Build a table of sums: last month's, less what the touched keys were, plus what they are; None when too many.

    Exact, since the sums are of whole numbers and every key is counted once. Returns the rows of the table.
    """
    keys = f"{step.table}__keys"
    run.engine.hold(keys, keys_sql)
    count = int(run.engine.rows(f"select count(*) from {keys}")[0][0])
    if _too_many(run, before, step, count):
        run.engine.drop(keys)
        return None
    names = hold_parts(run, step, keys, count)
    then = {table: _hold_then(run, before, step, table, keys, keys_sql) for table in step.through}
    was: dict[str, Scalar] = {
        "period": before.period,
        "period_start": before.period * 100 + 1,
        "period_end": before.period_end,
    }
    groups = [name for name in run.engine.columns(before.attach(step.table)) if name not in step.sums]
    less = ", ".join([*groups, *(f"-{name} as {name}" for name in step.sums)])
    union = (
        f"select {_listed((*groups, *step.sums))} from {before.attach(step.table)} union all"
        f" select {less} from ({render(swapped(step.sql, then), run.params | was)}) as t union all"
        f" select {_listed((*groups, *step.sums))} from ({render(swapped(step.sql, names), run.params)}) as n"
    )
    summed = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in step.sums)
    left = " or ".join(f"sum({name}) <> 0" for name in step.sums)
    sql = f"select {_listed(tuple(groups))}, {summed} from ({union}) as u group by {_listed(tuple(groups))} having {left}"
    shutil.rmtree(layers.folder(run.path(step.table)), ignore_errors=True)
    rows = run.engine.build(step.table, sql, run.path(step.table), {}, step.order)
    let_go(run, names | {"": keys})
    return rows


def _hold_then(run: Run, before: Before, step: Step, table: str, keys: str, keys_sql: str) -> str:
    """Hold what the rows of the keys were; the next table of sums over the same keys reads the same."""
    name = f"{table}__then"
    if run.then.get(name) != keys_sql:
        run.engine.hold(name, before.taken(table, keys, step.by))
        run.then[name] = keys_sql
    return name


def _places(run: Run, step: Step, part: Path, number: int) -> int:
    """Note which rows of the layers below are gone; returns how many, -1 where they cannot be told by their places."""
    sql = layers.places(part, number, step.by) if run.engine.name == "duckdb" else ""
    return (
        run.engine.build(f"{step.table}__places", sql, part / f"{number}.places.parquet", {}) if sql else -1
    )


def lay(run: Run, before: Before, step: Step, keys_sql: str, always: bool = False) -> int | None:
    """Put a layer with the rows of some keys over a table of the month before; None when the keys are too many (unless `always`).

    keys_sql: SELECT of the key columns of the step, distinct. Returns the rows of the whole table.
    """
    target, keys = run.path(step.table), KEYS + step.table
    place = layers.folder(target)
    part = place.with_name(place.name + ".part")
    number = layers.stand_on(before.path(step.table), part, step.by)
    count = run.engine.build(keys, keys_sql, part / f"{number}.gone.parquet", {})
    if not always and _too_many(run, before, step, count):
        shutil.rmtree(part)
        return None
    names = hold_parts(run, step, keys, count) if step.through else {}
    new = f"{step.table}__new"
    sql = swapped(step.sql, names) if names else step.sql
    added = run.engine.build(new, sql, part / f"{number}.parquet", run.params, step.order)
    let_go(run, names)
    taken = _places(run, step, part, number)
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
    rows = int(before.log[step.table]["rows"]) - taken + added
    if taken < 0:
        rows = int(run.engine.rows(f"select count(*) from {step.table}")[0][0])
    if number >= MOST_LAYERS:
        run.engine.build(step.table, f"select * from {step.table}", target, {}, step.order)
        shutil.rmtree(place)
        del run.fresh[step.table]
    return rows


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
