"""Writes every file of a closed month: rows to correct, lists, feedback, reconciliation, forms."""

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree

from qianxiao.engine.files.feedback import write_feedback
from qianxiao.engine.files.form import write_form
from qianxiao.engine.files.lists import write_county
from qianxiao.engine.files.reconciliation import write_reconciliation
from qianxiao.engine.files.summary import write_summary
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.files.words import Words
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.read import FileRead
from qianxiao.engine.run import Run

_PARTS = ("faults", "lists", "feedback", "returns")
_COUNTIES = "select county from persons where county is not null group by county order by county"
_PROVINCES = "select region from coverage where level = 1 group by region order by region"


def write_files(run: Run, reads: Sequence[FileRead], source: Path, home: Path) -> None:
    """Write the files of a month anew; what stood there from an earlier run goes first, so nothing stale stays."""
    for part in _PARTS:
        rmtree(home / part, ignore_errors=True)
    write_faults(run.engine, list(reads), source, home / "faults")
    with Tables(run.tables) as tables:
        words = Words()
        counties = [row[0] for row in tables.rows(_COUNTIES)]
        for county in counties:
            write_county(
                tables, words, county, run.period, home / "lists" / f"{county}_{words.place(county)}.xlsx"
            )
        run.says(f"  {len(counties)} county lists")
        provinces = [row[0] for row in tables.rows(_PROVINCES)]
        for province in provinces:
            name = f"缺口汇总_{province}_{words.place(province)}.xlsx"
            write_summary(tables, words, province, run.period, home / "lists" / name)
        told = write_feedback(tables, words, run.period, home / "feedback")
        run.says(f"  {told:,} feedback lines")
        returns = home / "returns"
        differences = write_reconciliation(tables, words, run.period, returns)
        run.says(f"  reconciliation: {differences:,} differences")
        for unit in provinces + counties:
            for fault in write_form(tables, words, unit, run.period, returns):
                run.says(f"  ! {words.place(unit)}: {fault}")
