"""The nation's figures: provinces added up, where adding is right, and counted again where it is not."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from typing import Any

import qianxiao
from qianxiao.engine.before import attach_table
from qianxiao.engine.close.carry import CarriedRun, read_mark, write_whole
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.close.nation_files import write_nation
from qianxiao.engine.rules import rule_versions
from qianxiao.engine.run import file_hash
from qianxiao.engine.sqltext import read_steps

SQL = Path(__file__).with_name("nation_sql") / "rollup"
EVERY = (
    "coverage", "cells", "form_cells", "reconciliation", "home_sides", "link_counts", "gaps", "irregularities",
    "differences",
)  # fmt: skip
ADDED = (
    "persons", "states", "person_state", "gaps", "due", "entitlements", "irregularities", "differences", "feedback", "faults",
)  # fmt: skip
"""Tables whose rows stand in one province each: their numbers of rows add up."""


def attach_every(run: CarriedRun, parts: Sequence[Ground]) -> None:
    """`every_<table>`: one table over all provinces. Needs the provinces' manifests."""
    steps = {part.part: part.manifest()["steps"] for part in parts}
    for table in EVERY:
        for part in parts:
            attach_table(run.engine, f"{table}_{part.part}", part.tables / f"{table}.parquet")
        run.engine.view(
            f"every_{table}", " union all ".join(f"select * from {table}_{p.part}" for p in parts)
        )
        told = json.dumps([steps[part.part][table] for part in parts])
        run.prints[f"every_{table}"] = hashlib.sha256(told.encode()).hexdigest()


def roll_up(run: CarriedRun, ground: Ground, parts: Sequence[Ground]) -> dict[str, Any]:
    """Build the nation's tables, its form and workbook, its manifest."""
    attach_every(run, parts)
    exchanged = ground.exchange / "tables"
    prints = read_mark(ground.marker("settle"))["prints"] | read_mark(ground.marker("exchange"))["prints"]
    for name, table in (("verdicts", "verdicts"), ("twice_found", "registered_twice")):
        run.engine.attach(name, exchanged / f"{table}.parquet")
        run.prints[name] = prints[table]
    run.build_all(read_steps(SQL))
    for place, count in run.engine.rows("select count(distinct num), count(*) from registered_twice"):
        if place:
            run.says(
                f"  ! {place:,} 个证件号码在两个省登记 / numbers registered in two provinces ({count:,} 人 / people)"
            )
    rmtree(ground.home / "returns", ignore_errors=True)
    write_nation(run, ground.home)
    manifest = _manifest(run, ground, parts)
    write_whole(
        ground.home / "manifest.json",
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )
    return run.told()


def _manifest(run: CarriedRun, ground: Ground, parts: Sequence[Ground]) -> dict[str, Any]:
    told = {part.part: part.manifest() for part in parts}
    added = {table: sum(int(one["counts"].get(table, 0)) for one in told.values()) for table in ADDED}
    files = sorted(path for path in (ground.home / "returns").rglob("*") if path.is_file())
    return {
        "period": run.period,
        "qianxiao": qianxiao.__version__,
        "engine": run.engine.name,
        "provinces": {part.part: file_hash(part.home / "manifest.json") for part in parts},
        "rules": rule_versions(),
        "counts": dict(sorted({**run.counts, **added}.items())),
        "steps": dict(sorted(run.prints.items())),
        "files": {str(path.relative_to(ground.home)): file_hash(path) for path in files},
    }
