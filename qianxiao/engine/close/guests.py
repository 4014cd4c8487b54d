"""How a province's steps take guests in: rows that other provinces delivered about its people."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

from qianxiao.engine.before import attach_table
from qianxiao.engine.close.carry import CarriedRun
from qianxiao.engine.close.exchange import GIVEN
from qianxiao.engine.sqltext import Step, read_steps


def swapped(step: Step, names: Mapping[str, str], table: str = "") -> Step:
    """The same step over other tables, and under another name."""
    swap = re.compile(r"\b(" + "|".join(names) + r")\b(?!\s*\.)")
    sql = swap.sub(lambda found: names[found.group(1)], step.sql) if names else step.sql
    reads = tuple(names.get(name, name) for name in step.reads)
    return replace(step, table=table or step.table, reads=reads, sql=sql)


def merge_guests(run: CarriedRun) -> int:
    """Let every clean register show its guests too; returns how many rows came. Without guests nothing is changed."""
    count = 0
    for register in GIVEN:
        clean, guest = f"clean_{register}", f"guest_{register}"
        rows = int(run.engine.rows(f"select count(*) from {guest}")[0][0])
        count += rows
        if rows:
            attach_table(run.engine, f"own_{register}", run.path(clean))
            run.engine.view(clean, f"select * from own_{register} union all select * from {guest}")
            told = f"{run.prints[clean]} {run.prints[guest]}"
            run.prints[clean] = hashlib.sha256(told.encode()).hexdigest()
    return count


def rename(run: CarriedRun, table: str, name: str) -> None:
    """Give a built table another name: what stands under its own is decided later."""
    source, target = run.path(table), run.path(name)
    if target.is_dir():
        rmtree(target)
    source.replace(target)
    run.prints[name], run.counts[name] = run.prints[table], run.counts[table]
    run.forget(table)


def settle_steps(folder: Path) -> list[Step]:
    """Steps from the links found everywhere to those that stand."""
    return read_steps(folder / "settle")


@contextmanager
def link_own(run: CarriedRun) -> Iterator[None]:
    """Within, `links` shows people registered here alone: others are served in their own province."""
    final = run.prints["links"]
    attach_table(run.engine, "links", run.path("own_links"))
    run.prints["links"] = run.prints["own_links"]
    yield
    attach_table(run.engine, "links", run.path("links"))
    run.prints["links"] = final


def conclude_steps(steps: Sequence[Step], folder: Path) -> list[Step]:
    """The close's steps before anything comes back from other provinces."""
    extra = {step.table: step for step in read_steps(folder / "part")}
    home = {"training_sides": "home_sides"}
    found: list[Step] = []
    for step in steps:
        if step.table == "irregularities":
            found.append(swapped(step, {}, "irregularities_found"))
        elif step.table == "reconciliation":
            found.append(swapped(step, home))
        elif step.table == "differences":
            found += [swapped(step, {}, "differences_found"), extra["differences"]]
        elif step.table != "feedback":
            found.append(step)
        if step.table == "training_sides":
            found.append(extra["home_sides"])
    return [*found, extra["entitlements_back"], extra["irregularities_back"]]


def finish_steps(steps: Sequence[Step], folder: Path) -> list[Step]:
    """The close's steps after what other provinces found has come back."""
    feedback = next(step for step in steps if step.table == "feedback")
    return [*read_steps(folder / "finish"), swapped(feedback, {"entitlements": "told_entitlements"})]
