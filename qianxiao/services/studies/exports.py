"""The register of students in the layout that a close reads: a province without its own system runs on ours (19-05-01)."""

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.catalogues import majors
from qianxiao.base.reference import code_table
from qianxiao.base.vault import Secret
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.registerfile import write_register_file
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog

REGISTER, _AT_ONCE = "students", 5000
# numbers of people whose record lies with other counties belong to the school's register as well
_ROWS = """
SELECT s.id, s.reg_no, s.org_code, i.name, s.name, s.sex, s.birth, s.reg_kind, s.enrol_month, s.major, s.stage, s.years, s.grade,
    left(p.region, 6), s.status, s.status_date, s.person_id, n.version, n.sealed, t.version, t.sealed
FROM studies_student s JOIN people_person p ON p.id = s.person_id
LEFT JOIN schools_institution i ON i.org_code = s.org_code
LEFT JOIN people_sealed n ON n.person_id = s.person_id AND n.kind = 'id_no'
LEFT JOIN people_sealed t ON t.person_id = s.person_id AND t.kind = 'phone'
WHERE s.region >= %(lo)s AND s.region < %(hi)s
ORDER BY s.reg_no
"""


def write_students(target: Path, region: str, by: str) -> int:
    """Write the students of schools of a region as a register file; returns rows. Full numbers stand in it.

    Whole or not at all, readable by the owner only; the export is written into the access log first. Raises OSError,
    RingProblem, Tampered, StoreAway.
    """
    lo, hi = span(region)
    target.parent.mkdir(parents=True, exist_ok=True)
    with in_scope(Scope.over(("", "~"))), tempfile.TemporaryDirectory(prefix="qianxiao-students-") as home:
        record_command(by, AccessLog.Kind.EXPORT, REGISTER, fields="id_no,phone,name")
        text, rows = Path(home) / "rows.csv", 0
        handle = os.open(text, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            sheet = csv.writer(stream, quoting=csv.QUOTE_ALL)
            for cells in _cells(lo, hi):
                sheet.writerow(cells)
                rows += 1
        write_register_file(text, layouts()[REGISTER], target)
        target.chmod(0o600)
    return rows


def _cells(lo: str, hi: str) -> Iterator[list[str]]:
    """Cells in the order of the layout; what we do not keep stays empty."""
    keys = ring()
    names = [column.name for column in layouts()[REGISTER].columns]
    with connection.cursor():  # opens the connection, in whose transaction the named cursor lives
        cursor = connection.connection.cursor(name="students_out")
    with cursor:
        cursor.execute(_ROWS, {"lo": lo, "hi": hi})
        while batch := cursor.fetchmany(_AT_ONCE):
            for row in batch:
                told = _told(row, keys)
                yield ["" if told.get(name) is None else str(told[name]) for name in names]


def _told(row: tuple[Any, ...], keys: Any) -> dict[str, Any]:
    (_id, reg_no, org, school, name, sex, birth, kind, enrolled, major, stage, years, grade, home, status, day, person,
     id_version, id_sealed, tel_version, tel_sealed) = row  # fmt: skip
    known = majors().get(major)

    def opened(what: str, version: int | None, sealed: Any) -> str:
        return Secret(what, person, version, bytes(sealed), "").opened(keys) if version else ""

    return {
        "student_reg_no": reg_no, "org_code": org, "org_name": school, "name": name, "sex": _zh("sex", sex), "birth": _day(birth),
        "id_no": opened("id_no", id_version, id_sealed), "reg_kind": _zh("reg_kind", kind),
        "enrol_month": f"{enrolled // 100}-{enrolled % 100:02}", "major_code": major, "major": known.zh if known else "",
        "major_class": _zh("major_class", known.major_class) if known else "", "stage": _zh("school_stage", stage),
        "years": years or "", "grade": grade, "hukou_region": home, "phone": opened("phone", tel_version, tel_sealed),
        "status": _zh("student_status", status), "status_date": _day(day),
    }  # fmt: skip


def _zh(table: str, code: str) -> str:
    """A code as registers write it."""
    return code_table(table)[code].zh if code in code_table(table) else ""


def _day(day: int | None) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" if day else ""
