"""The files of a month open where officials open them, and say what the tables say."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from qianxiao.engine.engines import open_engine
from qianxiao.engine.files.checks import failed_checks, holds
from qianxiao.engine.files.form import definition, figures
from qianxiao.engine.files.month import write_files
from qianxiao.engine.files.tables import Tables
from qianxiao.engine.io.messages import problem
from qianxiao.engine.io.read import FileRead
from qianxiao.engine.run import Run
from qianxiao.engine.sheets import pour


@pytest.fixture(scope="module")
def home(closed: Path) -> Path:
    return closed / "2020-06"


def rows_of(path: Path, sheet: str) -> list[list[object]]:
    """The rows of a list below its title, note and heading."""
    found = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [row for row in found[3:] if len([cell for cell in row if cell != ""]) > 1]


def test_lists_are_as_long_as_the_gaps(home: Path) -> None:
    tables = Tables(home / "tables")
    path = next((home / "lists").glob("621126_*.xlsx"))
    for kind, sheet in (("study", "应学未学"), ("train", "应培未培"), ("aid", "应助未助")):
        told = tables.rows(
            "select count(*) from gaps where kind = :kind and county = '621126'", {"kind": kind}
        )[0][0]
        assert told > 0
        assert len(rows_of(path, sheet)) == told


def test_the_summary_adds_up_from_village_to_province(home: Path) -> None:
    path = next((home / "lists").glob("缺口汇总_*.xlsx"))
    sums = {}
    for sheet in ("乡镇", "行政村"):
        rows = rows_of(path, sheet)
        assert all(sum(row[7:13]) == row[2] for row in rows)  # type: ignore[arg-type]
        sums[sheet] = [sum(row[place] for row in rows) for place in range(2, 13)]  # type: ignore[misc]
    top = rows_of(path, "省市县")[0]
    assert top[0] == "甘肃省"
    assert sums["乡镇"] == pytest.approx(top[2:13])
    assert sums["行政村"] == pytest.approx(top[2:13])


def test_a_school_is_told_of_its_own_people_only(home: Path) -> None:
    tables = Tables(home / "tables")
    told = 0
    for path in (home / "feedback").glob("*.xlsx"):
        lines = rows_of(path, "比对反馈")
        own = tables.rows("select count(*) from feedback where org_code = :org", {"org": path.stem})[0][0]
        assert len(lines) == own
        told += own
    assert told == tables.rows("select count(*) from feedback")[0][0] > 100


def test_no_list_shows_a_whole_number(home: Path) -> None:
    tables = Tables(home / "tables")
    numbers = {row[0] for row in tables.rows("select id18 from persons where id18 is not null")}
    for path in [*(home / "lists").glob("*.xlsx"), *(home / "feedback").glob("*.xlsx")]:
        book = CalamineWorkbook.from_path(str(path))
        shown = {
            str(cell)
            for name in book.sheet_names
            for row in book.get_sheet_by_name(name).to_python()
            for cell in row
        }
        assert not shown & numbers


def test_form_figures_are_the_counts_of_their_lists(home: Path) -> None:
    tables = Tables(home / "tables")
    form = definition()
    found = figures(tables, form, "621126")
    listed = tables.rows(
        """select count(distinct person_key) from cell_people
           where indicator = 'trained' and county = '621126' and month between 202001 and 202006"""
    )[0][0]
    assert found["year"]["C2a"] == listed > 0
    assert found["total"]["A1a"] is None  # typed by hand: never invented
    assert [text for text in failed_checks(form, found) if "摸底之外" not in text] == []


def test_checks_compare_and_refuse_anything_else() -> None:
    values = {"B1": 3, "B2": 5, "A1": None}
    assert holds("B1 <= B2", values) is True
    assert holds("B1 + B1 <= B2", values) is False
    assert holds("A1 <= B2", values) is None
    with pytest.raises(ValueError, match="not a"):
        holds("__import__('os')", values)


def test_office_programs_open_the_files(home: Path, tmp_path: Path) -> None:
    workbooks = [next((home / "lists").glob("621126_*.xlsx")), *(home / "returns").glob("*.xlsx")]
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, workbooks)], check=True, capture_output=True
    )
    for path in [*tmp_path.glob("*.pdf"), *(home / "returns").glob("*.pdf")]:
        text = subprocess.run(
            ["pdftotext", str(path), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert "岷县" in text or "甘肃省" in text, path.name
    assert len(list(tmp_path.glob("*.pdf"))) == len(workbooks) >= 4


def test_each_county_with_differences_has_its_reconciliation(home: Path) -> None:
    tables = Tables(home / "tables")
    counted = tables.rows(
        "select county, count(*) from differences where month = 202006 and county is not null group by county"
    )
    whole = home / "returns" / "月对账_2020-06.xlsx"
    told = 0
    for county, count in counted:
        path = next((home / "returns").glob(f"月对账_2020-06_{county}_*.xlsx"))
        assert len(rows_of(path, "差异明细")) == count > 0
        assert sum(row[2] for row in rows_of(path, "差异分类")) == count  # type: ignore[misc]
        told += count
    assert len(list((home / "returns").glob("月对账_2020-06_*.xlsx"))) == len(counted) > 0
    assert len(rows_of(whole, "差异明细")) >= told


def prints(home: Path) -> dict[str, str]:
    """Hash of every file below a folder that a reader may see."""
    files = [path for path in home.rglob("*") if path.is_file() and ".writing" not in path.parts]
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def writes(tables: Path, home: Path, marks: str = "a") -> dict[str, str]:
    """Write the month's files below `home`, with one delivered file that nobody could read."""
    source = home.parent / "source"
    source.mkdir(parents=True, exist_ok=True)
    (source / "x.pdf").write_bytes(b"%PDF")
    reads = [FileRead("x.pdf", None, "", 0, "0", (problem("unknown_kind", "x.pdf"),))]
    with open_engine("duckdb", home.parent / "spill") as engine:
        run = Run(engine, 202006, tables, home.parent / "index", {}, lambda line: None)
        run.prints["gaps"] = marks
        return write_files(run, reads, source, home)


@pytest.fixture
def tables(home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home / "tables", tmp_path / "tables"))


def test_files_are_written_once_and_anew_when_something_changed(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    first = writes(tables, home)
    assert first == prints(home) and "faults/未读/x.pdf" in first and len(first) > 10
    stale = home / "lists" / "000000_旧.xlsx"
    stale.write_bytes(b"old")
    assert writes(tables, home) == first == prints(home)
    form = next((home / "returns").glob("进展情况表*.pdf"))
    form.write_bytes(b"touched")
    assert writes(tables, home) == first == prints(home)
    seen = {path: path.stat().st_mtime_ns for path in home.rglob("*.xlsx")}
    assert writes(tables, home) == first
    assert seen == {path: path.stat().st_mtime_ns for path in home.rglob("*.xlsx")}
    assert writes(tables, home, "b") == first == prints(home)
    assert all(path.stat().st_mtime_ns > before for path, before in seen.items())


def test_a_full_disk_leaves_the_files_of_before(
    tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    writes(tables, home)
    before = prints(home)
    calls = 0

    def full(*args: object) -> None:
        nonlocal calls
        calls += 1
        if calls > 9:
            raise OSError(28, "No space left on device")
        whole(*args)  # type: ignore[arg-type]

    whole = pour.pour
    monkeypatch.setattr("qianxiao.engine.files.book.pour", full)
    with pytest.raises(OSError, match="No space left"):
        writes(tables, home, "b")
    assert prints(home) == before
    monkeypatch.setattr("qianxiao.engine.files.book.pour", whole)
    assert writes(tables, home, "b") == before == prints(home)
    assert not (home / ".writing").exists()


_WRITE = """
import sys
from pathlib import Path
from tests.month.test_files import writes
writes(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_killed_while_writing_the_next_attempt_goes_on_to_the_same_files(
    tables: Path, tmp_path: Path
) -> None:
    expected = writes(tables, tmp_path / "whole" / "home")
    (tables / "_files.json").unlink()
    home = tmp_path / "killed" / "home"
    home.mkdir(parents=True)
    kept: dict[Path, int] = {}
    for moment in ("lists", "feedback", "returns"):
        process = subprocess.Popen([sys.executable, "-c", _WRITE, str(tables), str(home)])
        deadline = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < deadline:
            if next((home / ".writing" / moment).glob("*.xlsx"), None):
                break
            time.sleep(0.002)
        assert process.poll() is None, f"it ended before it could be killed at {moment}"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert prints(home) == {}, "nothing stands under its name before all is written"
        for path, written in kept.items():
            assert path.stat().st_mtime_ns == written, "a finished workbook was written again"
        kept = {path: path.stat().st_mtime_ns for path in (home / ".writing" / "lists").glob("*.xlsx")}
    assert writes(tables, home) == expected == prints(home)
