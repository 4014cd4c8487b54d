"""One province of a nation's close: its phases, each in a process of its own, so that memory returns after each."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Any

from qianxiao.engine.close.carry import CarriedRun, read_mark
from qianxiao.engine.close.exchange import GIVEN
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.close.guests import (
    conclude_steps,
    finish_steps,
    link_own,
    merge_guests,
    rename,
    settle_steps,
)
from qianxiao.engine.close.inputs import LINK_TYPES, attach_corrected, attach_raw, attach_reference
from qianxiao.engine.close.manifest import write_manifest
from qianxiao.engine.close.month import Problem, no_register, period_params
from qianxiao.engine.close.tables import close_steps, made_tables, make_parameters
from qianxiao.engine.engines import open_engine
from qianxiao.engine.files.month import write_files
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.messages import Problem as Told
from qianxiao.engine.io.read import FileRead, read_folder
from qianxiao.engine.link import run_link
from qianxiao.engine.link.steps import build_persons
from qianxiao.engine.link.steps import steps as link_steps
from qianxiao.engine.rules import run_rules
from qianxiao.engine.run import Says, tell
from qianxiao.engine.sqltext import Step, read_steps

SQL = Path(__file__).with_name("nation_sql")


@dataclass(frozen=True)
class Work:
    """What a child process is asked to do."""

    ground: Ground
    engine: str
    options: tuple[tuple[str, str], ...]
    says: Says = tell

    @cached_property
    def before(self) -> Path | None:
        """The province's result of the newest earlier month."""
        return self.ground.earlier()

    @contextmanager
    def run(self, *phases: str) -> Iterator[CarriedRun]:
        """A run on a fresh engine that takes up what these phases left."""
        ground = self.ground
        with open_engine(self.engine, ground.home / "spill", self.options) as engine:
            params = {**period_params(ground.period), "part": ground.part}
            run = CarriedRun(engine, ground.period, ground.tables, ground.index, params, self.says)
            for phase in phases:
                run.take_up(read_mark(ground.marker(phase)))
            yield run
        rmtree(ground.home / "spill", ignore_errors=True)


def attach_exchange(run: CarriedRun, ground: Ground, *tables: str) -> None:
    """Attach this province's pieces of the exchange."""
    for table in tables:
        run.given(table, ground.exchange / "tables" / f"{table}_{ground.part}.parquet")


def read(work: Work) -> dict[str, Any]:
    """Read, check, give faulty rows back, and note who is registered and whom other provinces are asked for."""
    ground = work.ground
    reads = read_folder(ground.source, ground.home / "raw", ground.home / "scratch", work.says)
    for problem in (problem for one in reads for problem in one.problems):
        work.says(f"  ! {problem.zh} / {problem.en}")
    if not any(one.register == "poor" and one.rows for one in reads):
        raise Problem(no_register(ground.source))
    with work.run() as run:
        attach_raw(run, ground.home / "raw")
        attach_reference(run)
        previous = _attach_previous(run, work)
        run.build_all(check_steps())
        build_persons(run)
        run.build_all(read_steps(SQL / "read"))
        rmtree(ground.home / "faults", ignore_errors=True)
        write_faults(run.engine, reads, ground.source, ground.home / "faults")
        told = run.told()
    rmtree(ground.home / "scratch", ignore_errors=True)
    return {**told, "previous": previous, "reads": [_plain(one) for one in reads]}


def _attach_previous(run: CarriedRun, work: Work) -> str:
    if work.before is None:
        run.made("previous_links", LINK_TYPES, [])
        return ""
    run.given("previous_links", work.before / "tables" / "links.parquet")
    manifest = read_mark(work.before / "manifest.json")
    attach_corrected(run, work.before / "tables", manifest)
    return f"{work.before.parent.name} {manifest['steps']['links']}"


def _plain(read: FileRead) -> dict[str, Any]:
    told = {name: getattr(read, name) for name in ("name", "register", "sheet", "rows", "sha256", "file_no")}
    return {**told, "problems": [asdict(problem) for problem in read.problems]}


def _reads(plain: list[dict[str, Any]]) -> list[FileRead]:
    return [FileRead(**{**one, "problems": tuple(Told(**told) for told in one["problems"])}) for one in plain]


def link(work: Work) -> dict[str, Any]:
    """Link own rows and guests; answer for what provinces offered each other."""
    with work.run("read") as run:
        attach_exchange(run, work.ground, *(f"guest_{register}" for register in GIVEN), "guests", "offered")
        make_parameters(run)
        guests = merge_guests(run)
        run.build(
            Step("decisions", ("clean_decisions",), "register, rec_id", "select * from clean_decisions", "")
        )
        run_link(run)
        run.build_all(read_steps(SQL / "link"))
        rename(run, "links", "links_found")
        rename(run, "doubts", "doubts_found")
        run.forget("link_counts", "person_keys")
        work.says(f"  {guests:,} guests")
        return run.told()


def decide(work: Work) -> dict[str, Any]:
    """Settle the links, decide what is due, then states, gaps, figures and what goes home to other provinces."""
    with work.run("link") as run:
        guests = [f"guest_{register}" for register in GIVEN]
        attach_exchange(run, work.ground, *guests, "guests", "verdicts", "foreign_doubts")
        make_parameters(run)
        merge_guests(run)
        run.build_all(settle_steps(SQL))
        run.build(link_steps()["person_keys"])
        with link_own(run):
            run_rules(run)
            for name, types, rows in made_tables():
                run.made(name, types, rows)
            run.build_all(conclude_steps(close_steps(), SQL))
        return run.told()


def finish(work: Work) -> dict[str, Any]:
    """Take in what other provinces found about our rows; feedback, files, manifest."""
    ground = work.ground
    start = read_mark(ground.marker("read"))
    with work.run("decide") as run:
        attach_exchange(run, ground, "guests", "entitlements_returned", "irregularities_returned")
        run.build_all(finish_steps(close_steps(), SQL))
        reads = _reads(start["reads"])
        _write_files(run, ground)
        write_manifest(run, reads, ground.home, start["previous"])
        return run.told()


def _write_files(run: CarriedRun, ground: Ground) -> None:
    """Write lists, feedback and forms beside, then put them in place; rows to correct were given back on reading."""
    beside = ground.home / ".files"
    rmtree(beside, ignore_errors=True)
    write_files(run, [], ground.source, beside)
    for part in ("lists", "feedback", "returns"):
        rmtree(ground.home / part, ignore_errors=True)
        if (beside / part).exists():
            (beside / part).rename(ground.home / part)
    rmtree(beside, ignore_errors=True)


PHASES = {"read": read, "link": link, "decide": decide, "finish": finish}
