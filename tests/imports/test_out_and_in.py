"""I3 and the way on: formulas leave as text and come back the same; a template is filled in; the close stands on it."""

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client
from python_calamine import CalamineWorkbook

from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.template import choices, template
from tests.databases import at
from tests.imports.rosters import book, counts, given_back, id_no, names, person, read, take
from tests.io.world import HEADERS

SignIn = Callable[[str], Client]
Work = Callable[[], None]
# Starts that some spreadsheet program takes for a formula, and the ways around a guard on four characters.
STARTS = [
    "=1+1", "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "　=1+1", "＝1+1", "＋1+1", "－1+1",
    "＠SUM(1)", "\ufeff=1+1", '"=1+1', "';=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "%0A=1+1", "|=1+1",
]  # fmt: skip


def _sheet_of(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_formulas_leave_as_text_and_come_back_the_same(
    kind: str, sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    county = sign_in("county")
    rows = [person(number, 户编号=start, 姓名="") for number, start in enumerate(STARTS)]
    address = read(county, work, book(tmp_path / "in", rows, f"名册.{kind}"))
    assert counts(address)["wrong"] == len(STARTS)
    data = b"".join(county.get(f"{address}/back").streaming_content)  # type: ignore[arg-type]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert sheets and not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets), "evaluated 0"
    told = _sheet_of(data)
    place = told[0].index("户编号")
    back = [row[place] for row in told[1:]]
    lost = [
        (start, got)
        for start, got in zip(STARTS, back, strict=True)
        if str(got).strip().strip("\ufeff") != start.strip().strip("\ufeff")
    ]
    assert lost == []


def test_a_spreadsheet_program_calculates_none_of_it(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    county = sign_in("county")
    rows = [person(number, 户编号=start, 姓名="") for number, start in enumerate(STARTS)]
    address = read(county, work, book(tmp_path / "in", rows))
    (tmp_path / "back.xlsx").write_bytes(b"".join(county.get(f"{address}/back").streaming_content))  # type: ignore[arg-type]
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed: install the package libreoffice-calc-nogui"
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path / 'profile'}",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "back.xlsx")], check=True, capture_output=True
    )
    with (tmp_path / "back.csv").open(encoding="utf-8", newline="") as stream:
        shown = [row[1] for row in csv.reader(stream)][1:]
    assert len(shown) == len(STARTS) and "2" not in shown and not any(cell.startswith("#") for cell in shown)


def test_red_a_guard_on_four_characters_lets_most_pass() -> None:
    """Control: what the usual guard would have seen."""
    assert sum(not start.startswith(("=", "+", "-", "@")) for start in STARTS) >= 14


def test_templates_of_all_registers_are_read_as_what_they_are(sign_in: SignIn) -> None:
    county = sign_in("county")
    for register, layout in layouts().items():
        told = county.get(f"/import/template/{register}")
        if register in ("decisions", "corrections"):  # the desk writes them
            assert told.status_code == 404
            continue
        data = b"".join(told.streaming_content)  # type: ignore[arg-type]
        assert _sheet_of(data)[0] == [column.zh for column in layout.columns]
        assert data == template(layout), "the same bytes every time"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        single = [column for column in layout.columns if choices(column) and column.kind != "codes"]
        assert sheet.count("<dataValidation ") == len(single)
        assert (
            sheet.count("<col ") >= 1
            and 'formatCode="@"' in zipfile.ZipFile(io.BytesIO(data)).read("xl/styles.xml").decode()
        )


def test_a_filled_template_is_taken_in(sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    """With its two other sheets, which are no rosters."""
    county, layout = sign_in("county"), layouts()["poor"]
    row = dict(zip(HEADERS, person(0), strict=True))
    path = tmp_path / "模板.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        page, notes = workbook.add_worksheet(layout.zh), workbook.add_worksheet("填表说明")
        page.write_row(0, 0, [column.zh for column in layout.columns])
        page.write_row(1, 0, [row.get(column.zh, "") for column in layout.columns])
        notes.write_row(0, 0, ["列", "必填", "填写要求"])
    address = read(county, work, path)
    assert counts(address) == {"rows": 1, "new": 1}
    take(county, work, address)
    assert names() == {"杨秀梅"}


def test_the_close_reads_what_was_brought_in(
    sign_in: SignIn, work: Work, imports_database: str, tmp_path: Path
) -> None:
    """Cells as delivered, of each number the newest of the month or before; checked like any delivered register."""
    from qianxiao.registers.rosters.exports import write_registers
    from tests.io.world import checked

    county = sign_in("county")
    may, june = [person(0), person(1), person(2, 证件号码="")], [person(0, 姓名="王小花"), person(3)]
    take(county, work, read(county, work, book(tmp_path / "5", may), period="2020-05"))
    take(county, work, read(county, work, book(tmp_path / "6", june), period="2020-06"))
    with at(imports_database):
        assert write_registers(202005, tmp_path / "out5", "CN", "tester") == {"poor": 3}
        assert write_registers(202006, tmp_path / "out6", "621126", "tester") == {"poor": 4}
        assert write_registers(202006, tmp_path / "none", "52", "tester") == {}
    with checked(tmp_path / "out5", tmp_path / "w5") as found:
        told = found.engine.rows("select person_no, name, id18 from clean_poor order by person_no")
        assert told == [
            ("P0000", "杨秀梅", id_no(0)),
            ("P0001", "杨秀梅", id_no(1)),
            ("P0002", "杨秀梅", None),
        ]
    with checked(tmp_path / "out6", tmp_path / "w6") as found:
        told = found.engine.rows("select person_no, name from clean_poor order by person_no")
        assert told == [("P0000", "王小花"), ("P0001", "杨秀梅"), ("P0002", "杨秀梅"), ("P0003", "杨秀梅")]


def test_no_number_lies_in_the_database_or_the_files(
    sign_in: SignIn, work: Work, imports: Path, tmp_path: Path
) -> None:
    """P2: neither the tables, nor the sealed files, nor what is left in the worker's folders hold one."""
    from django.db import connection

    county = sign_in("county")
    rows = [person(0, 联系电话="13912345678"), person(1, 姓名="")]
    take(county, work, read(county, work, book(tmp_path / "in", rows, "名册.csv")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('qx.ranges', '{[\"\",\"~\")}', false)")
        for table in ("rosters_import", "rosters_line", "rosters_entry", "jobs_job"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            (dump,) = cursor.fetchone()
            assert dump and id_no(0) not in dump and "13912345678" not in dump
    files = [path for path in imports.rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        data = path.read_bytes()
        assert id_no(0).encode() not in data and id_no(1).encode() not in data and b"PK\x03\x04" not in data


def test_a_sealed_file_that_was_cut_or_swapped_does_not_open(
    sign_in: SignIn, work: Work, imports: Path, tmp_path: Path
) -> None:
    county = sign_in("county")
    one = read(county, work, book(tmp_path / "1", [person(0, 姓名="")]))
    two = read(county, work, book(tmp_path / "2", [person(1, 姓名="")]))
    first, second = sorted(imports.rglob("*.back"), key=lambda path: path.stat().st_mtime_ns)
    assert given_back(county, one) and given_back(county, two)
    shutil.copyfile(first, second)
    county.raise_request_exception = False
    assert county.get(f"{two}/back").status_code == 500
    first.write_bytes(first.read_bytes()[:-40])
    assert county.get(f"{one}/back").status_code == 500
