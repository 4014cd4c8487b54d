"""The students of a demo: those of the closed month's register of schools (19-05-01)."""

import tempfile
from pathlib import Path

from qianxiao.returns.close.load_registers import register
from qianxiao.returns.close.result import Result
from qianxiao.services.studies.actions_load import take_in

_COLUMNS = ("student_reg_no, org_code, name, sex, birth, id_no, id18, id_class, phone, hukou_region, reg_kind, major_code,"
            " stage, years, grade, enrol_month, status, status_date")  # fmt: skip
_STUDENTS = (
    f"SELECT {_COLUMNS} FROM clean_students WHERE student_reg_no IS NOT NULL"
    " QUALIFY row_number() OVER (PARTITION BY student_reg_no ORDER BY status_date DESC, org_code) = 1"
    " ORDER BY student_reg_no"
)


def demo_students(out: Path, period: int, province: str, by: str) -> tuple[int, int]:
    """Take them in; returns new students and those two schools claim. Nothing where the month has no such register."""
    result = Result.open(out, period, province)
    if not result.holds("clean_students"):
        return 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        return take_in(lambda: register(result, Path(scratch), "students", _STUDENTS), period, by)
