"""The rows that the touched keys of a step need, held in memory: once for all steps that touch the same keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from qianxiao.engine.sqltext import Step, some

if TYPE_CHECKING:
    from qianxiao.engine.run import Run

KEYS = "keys__"
"""Prefix of the table that holds the keys of a table decided anew this month."""
TOUCHED = {
    ("person_no",): "touched_people",
    ("register", "rec_id"): "touched_mentions",
    ("who",): "touched_who",
}
"""Keys that are gathered once a month, and the table that holds them."""
_REGISTER = re.compile(r"clean_(students|trainees|certificates|employment|insurance|payments|intentions)")
_STAR = re.compile(r"(?:select|,)\s*(?:(\w+)\.)?\*", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(\w+)", re.IGNORECASE)


def hold_parts(run: Run, step: Step, keys: str, count: int) -> dict[str, str]:
    """Hold what the keys need of each table a step goes through; returns table → held part.

    keys: the table of the step's keys; count: how many they are. A step keyed by person reaches the registers through
    `links` alone, one keyed by `who` through table `who`: of the registers, too, only those rows are held.
    """
    who = TOUCHED.get(step.by, "")
    # As many keys as were gathered are those gathered: the next such step reads the same rows.
    shared = who if not step.of and run.counts.get(who) == count else ""
    on, names = dict(step.on), dict[str, str]()
    poor = ("clean_poor",) if step.by == ("person_no",) and "clean_poor" in step.reads else ()
    for table in dict.fromkeys((*step.through, *poor)):
        names[table] = _hold(run, step, table, on.get(table, ""), keys, shared)
    for table in step.reads:
        found = _REGISTER.fullmatch(table)
        if found and table not in names and (mentions := _mentions(step, names, keys, shared)):
            names[table] = _hold_rows(run, step, table, found[1], mentions)
    return names


def let_go(run: Run, names: dict[str, str]) -> None:
    """Let go of what no other step reads."""
    for name in names.values():
        if name not in run.held:
            run.engine.drop(name)


def _mentions(step: Step, names: dict[str, str], keys: str, shared: str) -> str:
    """The table of the mentions whose rows a step reaches; empty when that is not known."""
    if shared == "touched_people" and "links" in step.reads:
        return "touched_mentions"
    if shared == "touched_who" and "who" in names:
        return names["who"]
    if step.by == ("register", "rec_id"):
        return shared or keys
    return ""


def _all_of(sql: str, table: str) -> bool:
    """Whether a text selects all columns of a table by a star."""
    for star in _STAR.finditer(sql):
        if star[1]:
            if re.search(rf"\b{table}\s+(?:as\s+)?{star[1]}\b", sql, re.IGNORECASE):
                return True
        elif (source := _FROM.search(sql, star.end())) and source[1] == table:
            return True
    return False


def _used(run: Run, step: Step, table: str, name: str, shared: bool) -> list[str]:
    """Columns of a table that the text of a step may name and, where others share them, those of the steps to come."""
    names = run.engine.columns(table)
    if _all_of(step.sql, table) or (shared and "*" in run.words.get(table, ())):
        return names
    wanted = set(re.findall(r"\w+", step.sql.lower()))
    if shared:
        wanted |= run.words.get(table, frozenset()) | run.held.get(name, frozenset())
    return [one for one in names if one in step.by or one in ("register", "rec_id") or one.lower() in wanted]


def words_of(steps: Iterable[Step]) -> dict[str, frozenset[str]]:
    """Table → words of the steps that read it, among them the names of its columns; `*` where one reads all of them."""
    found: dict[str, set[str]] = {}
    for step in steps:
        words = set(re.findall(r"\w+", step.sql.lower()))
        for table in step.reads:
            found.setdefault(table, set()).update(words, "*" if _all_of(step.sql, table) else "")
    return {table: frozenset(words) for table, words in found.items()}


def _keep(run: Run, name: str, columns: list[str], rows: str, shared: bool) -> None:
    chosen = ", ".join(f"t.{column}" for column in columns)
    run.engine.hold(name, f"select {chosen} {rows}")
    if shared:
        run.held[name] = frozenset(columns)


def _hold(run: Run, step: Step, table: str, column: str, keys: str, shared: str) -> str:
    """Hold the rows of the keys; what the table itself has anew is not looked for in its files."""
    name = f"{table}__{shared}{column}" if shared else f"{table}__touched"
    columns = _used(run, step, table, name, bool(shared))
    if shared and run.held.get(name, frozenset()) >= set(columns):
        return name
    if column and column not in columns:
        columns.append(column)
    source = table
    if run.fresh.get(table) == ((column,) if column else step.by):
        own = " and ".join(f"o.{column or key} = k.{key}" for key in step.by)
        other = f"select 1 as n from {keys} k where not exists (select 1 from {KEYS}{table} o where {own}) limit 1"
        if not run.engine.rows(other):
            source = f"{table}__new"
    _keep(
        run, name, columns, some("t", source, keys, [(key, column or key) for key in step.by]), bool(shared)
    )
    return name


def _hold_rows(run: Run, step: Step, table: str, register: str, mentions: str) -> str:
    """Hold the rows of a register that some mentions are."""
    shared = mentions.startswith("touched_") or mentions in run.held
    name = f"{table}__of_{mentions}"
    columns = _used(run, step, table, name, shared)
    if not (shared and run.held.get(name, frozenset()) >= set(columns)):
        where = f"select 1 from {mentions} k where k.register = '{register}' and k.rec_id = t.rec_id"
        _keep(run, name, columns, f"from {table} t where exists ({where})", shared)
    return name
