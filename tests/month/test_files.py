"""The files of a month open where officials open them, and say what the tables say."""

import subprocess
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from qianxiao.engine.files.checks import failed_checks, holds
from qianxiao.engine.files.form import definition, figures
from qianxiao.engine.files.tables import Tables


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
