"""Writes every file of a closed month: rows to correct, lists, feedback, reconciliation, forms."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from qianxiao.base.paths import POLICIES, REFERENCE
from qianxiao.engine.files.feedback import Feedback
from qianxiao.engine.files.form import write_form
from qianxiao.engine.files.lists import CountyLists
from qianxiao.engine.files.reconciliation import Reconciliation
from qianxiao.engine.files.stage import Stage
from qianxiao.engine.files.summary import count_gaps, write_summary
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.read import FileRead
from qianxiao.engine.run import Run
from qianxiao.engine.sheets.jobs import Job, run_jobs

_COUNTIES = "select county from persons where county is not null group by county order by county"
_PROVINCES = "select region from coverage where level = 1 group by region order by region"
_MAKERS = ("duckdb", "XlsxWriter", "typst")
_ENGINE = Path(__file__).resolve().parents[1]


def _mark(run: Run, reads: Sequence[FileRead]) -> str:
    """What the files of a month are made from: its tables, the deliveries, words, layouts, programs."""
    digest = hashlib.sha256(json.dumps([run.period, sorted(run.prints.items())]).encode())
    for read in reads:
        digest.update(repr((read.name, read.sheet, read.sha256, read.problems)).encode())
    for name in _MAKERS:
        digest.update(f"{name} {version(name)}".encode())
    folders = (POLICIES, REFERENCE, _ENGINE, _ENGINE.parent / "base")
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def write_files(run: Run, reads: Sequence[FileRead], source: Path, home: Path) -> dict[str, str]:
    """Write the files of a month; returns the hash of each by its name below `home`.

    All are written aside and put in place together, what stood there goes. Killed at any moment, the next call goes
    on where it stopped; files that were made from the same and that nobody touched stay. Raises OSError when a file
    cannot be written; nothing is half-written under its name.
    """
    stage = Stage(home, _mark(run, reads), run.tables / "_files.json")
    if (standing := stage.in_place()) is not None:
        run.says(f"  {len(standing):,} files stand as they are")
        return standing
    stage.open()
    stage.once("faults", lambda: write_faults(run.engine, list(reads), source, stage.root / "faults"))
    with Tables(run.tables, stage.scratch) as tables:
        words = Words()
        counties = [row[0] for row in tables.rows(_COUNTIES)]
        provinces = [row[0] for row in tables.rows(_PROVINCES)]
        words.learn_places(counties + provinces)
        _do(stage, "lists", _summaries(tables, words, run.period, provinces))
        _do(stage, "lists", CountyLists(tables, words, run.period).jobs(counties))
        run.says(f"  {len(counties)} county lists")
        told = Feedback(tables, words, run.period)
        _do(stage, "feedback", told.jobs())
        run.says(f"  {told.count:,} feedback lines")
        found = Reconciliation(tables, words, run.period)
        _do(stage, "returns", _reconciliation_jobs(found, words))
        run.says(f"  reconciliation: {found.count:,} differences")
        write = partial(write_form, tables, words, period=run.period, folder=stage.root / "returns")
        units = provinces + counties
        for unit, faults in zip(units, run_jobs(partial(write, unit) for unit in units), strict=True):
            for fault in faults:
                run.says(f"  ! {words.place(unit)}: {fault}")
    return stage.settle()


def _do(stage: Stage, part: str, batches: Iterable[list[Job]]) -> None:
    """Write these files of a part, several batches at a time."""

    def all_of(jobs: list[Job]) -> None:
        for name, write in jobs:
            stage.file(f"{part}/{name}", write)

    for _ in run_jobs(partial(all_of, jobs) for jobs in batches):
        pass


def _summaries(tables: Tables, words: Words, period: int, provinces: list[str]) -> Iterator[list[Job]]:
    count_gaps(tables)
    for province in provinces:
        name = f"缺口汇总_{province}_{words.place(province)}.xlsx"
        yield [(name, partial(write_summary, tables, words, province, period))]


def _reconciliation_jobs(found: Reconciliation, words: Words) -> Iterator[list[Job]]:
    yield [(f"{found.stem}.xlsx", found.write)]
    yield [(f"{found.stem}.pdf", found.write_pdf)]
    for county in found.counties:
        yield [(f"{found.stem}_{county}_{words.place(county)}.xlsx", partial(found.write, county=county))]
