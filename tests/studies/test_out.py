"""19-05-01: the roll goes out in the layout the close reads, and the close reads every row of it without a fault."""

from pathlib import Path

import duckdb
import pytest
from django.test import Client

from tests.households import registers
from tests.households.conftest import close
from tests.scoped import as_owner
from tests.studies.cast import POOR, active, moved, of, register, student
from tests.web.sample import OTHER

pytestmark = pytest.mark.django_db


def test_19_05_01_the_close_reads_what_we_write(school: Client, sign_in, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.studies.exports import write_students

    pages = [
        register(school, of(1), phone="13912345678"),
        register(school, of(2), reg_kind="2"),
        register(sign_in("other-school"), of(3)),
    ]
    active(sign_in, pages[0])
    moved(school, pages[0], "suspend")
    source = registers.write(tmp_path / "in", registers.may())
    (source / "技工院校学生学籍.csv").unlink()  # ours stands in its place
    with as_owner():
        assert write_students(source / "students.parquet", "CN", "tester") == 3
        assert write_students(tmp_path / "one.parquet", OTHER, "tester") == 1
    assert (source / "students.parquet").stat().st_mode & 0o077 == 0
    close("2020-05", source, tmp_path / "out")
    tables = tmp_path / "out" / "2020-05" / "tables"
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT student_reg_no, name, id_no, id_class, reg_kind, enrol_month, major_code, stage, status, status_date, phone,"
            f" hukou_region FROM read_parquet('{tables}/clean_students.parquet') ORDER BY student_reg_no"
        ).fetchall()
        faults = con.execute(
            f"SELECT * FROM read_parquet('{tables}/faults.parquet') WHERE register = 'students' AND col <> 'org_code'"
        ).fetchall()
    assert faults == [], "the sample's own school codes fail their check digit, which is only told"
    one = student(pages[0])
    told = next(row for row in rows if row[0] == one.reg_no)
    assert told[1:] == (
        of(1)["name"],
        of(1)["id_no"],
        "valid",
        "1",
        202003,
        "0101-4",
        "4",
        "2",
        20200402,
        "13912345678",
        "621126",
    )
    assert {row[4] for row in rows} == {"1", "2"} and len(rows) == 3
    assert POOR["id_no"] not in {row[2] for row in rows}
