"""A month's figures once more, from the registers and rules its close left: coverage, cells, reconciliation, differences."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from qianxiao.engine.before import attach_table
from qianxiao.engine.close import tables as made
from qianxiao.engine.close.inputs import TAG_TYPES
from qianxiao.engine.close.month import period_params
from qianxiao.engine.close.parameters import PARAMETER_TYPES
from qianxiao.engine.close.tables import close_steps
from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.layers import layers
from qianxiao.engine.rules.tables import TERM_TYPES
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step, swapped
from qianxiao.returns.close.result import Result

TARGETS = ("coverage", "cells", "form_cells", "reconciliation", "differences")
_CSV = {
    "area_tags": TAG_TYPES,
    "indicators": made.INDICATOR_TYPES,
    "parameters": PARAMETER_TYPES,
    "programmes": made.PROGRAMME_TYPES,
    "state_steps": made.STATE_STEP_TYPES,
    "terms": TERM_TYPES,
}
# A province of a nation decided with rows of other provinces, which lie elsewhere: it is counted again from its lists.
_LISTS = frozenset(
    (
        "states",
        "person_state",
        "gaps",
        "list_study",
        "list_train",
        "list_people",
        "training_sides",
        "home_sides",
        "differences",
    )
)


@cache
def _steps() -> dict[str, Step]:
    return {step.table: step for step in close_steps()}


@cache
def plan(part: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tables to build in order, and tables they start from. part: of a province of a nation."""
    wanted: set[str] = set()
    roots: set[str] = set()

    def ask(table: str) -> None:
        if table in wanted or table in roots:
            return
        if table not in _steps() or (part and table in _LISTS):
            roots.add(table)
            return
        wanted.add(table)
        for read in _reads(table, part):
            ask(read)

    for target in TARGETS:
        ask(target)
    return tuple(table for table in _steps() if table in wanted), tuple(sorted(roots))


def _reads(table: str, part: bool) -> tuple[str, ...]:
    """What a step reads; a province of a nation reconciles the classes it held itself."""
    reads = _steps()[table].reads
    return tuple(
        "home_sides" if part and table == "reconciliation" and one == "training_sides" else one
        for one in reads
    )


def of_nation(result: Result) -> bool:
    """Whether a result is one province of a nation's."""
    return result.holds("home_sides")


def sources(result: Result) -> list[Path]:
    """The files a recomputation starts from, and those of the figures themselves."""
    _built, roots = plan(of_nation(result))
    tables, found = result.home / "tables", []
    for name in (*roots, *TARGETS, "cell_people", "training_list"):
        if name in _CSV:
            found.append(tables / f"{name}.csv")
            continue
        for layer in layers(tables / f"{name}.parquet"):
            for path in filter(None, (layer.rows, layer.gone, layer.places)):
                found += sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    return [path for path in dict.fromkeys(found) if path.is_file()]


@contextmanager
def recomputed(result: Result, scratch: Path) -> Iterator[Run]:
    """A run with the month's figures built anew as `<table>`, and as `stored_<table>` what the close wrote.

    Raises FileNotFoundError when a table is not there any more.
    """
    part = of_nation(result)
    built, roots = plan(part)
    with DuckEngine(scratch / "spill") as engine:
        run = Run(
            engine,
            result.period,
            scratch / "tables",
            scratch / "index",
            period_params(result.period),
            lambda _line: None,
        )
        tables = result.home / "tables"
        for name in roots:
            if name in _CSV:
                engine.attach_csv(name, tables / f"{name}.csv", _CSV[name])
            elif layers(tables / f"{name}.parquet"):
                attach_table(engine, name, tables / f"{name}.parquet")
            else:
                raise FileNotFoundError(tables / f"{name}.parquet")
            run.prints[name] = name
        for name in built:
            step = replace(_steps()[name], reads=_reads(name, part))
            run.build(
                replace(step, sql=swapped(step.sql, {"training_sides": "home_sides"}))
                if part and name == "reconciliation"
                else step
            )
        for name in TARGETS:
            attach_table(engine, f"stored_{name}", tables / f"{name}.parquet")
        yield run
