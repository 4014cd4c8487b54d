"""Taking the students of a register of schools in, all at once: who they are, who is claimed twice, who has left since."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.registers.people.intake import Arrival
from qianxiao.registers.people.intake_known import find_or_add
from qianxiao.registers.schools.models import TRUE_SCHOOLS
from qianxiao.registers.schools.words import major
from qianxiao.services.studies.actions_conflict import ask_home
from qianxiao.services.studies.models import ON_ROLL, Conflict, Student
from qianxiao.services.studies.parameters import term_of
from qianxiao.services.studies.writing import day_now

SQL = Path(__file__).parent / "sql"
_NAMES = ("reg_no", "org_code", "reg_kind", "major", "stage", "years", "grade", "class_name", "enrol_month", "first_term",
          "term", "status", "status_date")  # fmt: skip
Rows = Callable[[], Iterator[list[dict[str, Any]]]]


def take_in(rows: Rows, period: int, by: str) -> tuple[int, int]:
    """The students of a month's register; returns new students and open questions of two schools.

    rows: gives the same batches each time, with the columns of the layout `students`. Taken in twice nothing changes.
    Whose number is faulty or belongs to another name is left out.
    """
    source = f"学籍登记册 {period // 100}-{period % 100:02}"  # as the records say it
    with in_scope(whole_scope()) as scope, because(source, by), connection.cursor() as cursor:
        find_or_add(lambda: (_arrivals(batch) for batch in rows()))
        before = Student.objects.within(scope).count()
        newest = Conflict.objects.within(scope).order_by("-id").values_list("id", flat=True).first() or 0
        cursor.execute((SQL / "1_arrived.sql").read_text(encoding="utf-8"))
        with cursor.copy(f"COPY studies_arrived ({', '.join(_NAMES)}) FROM STDIN") as copy:
            for batch in rows():
                for row in batch:
                    if _whole(row):
                        copy.write_row(_line(row, period))
        values: dict[str, Any] = {"roll": list(ON_ROLL), "schools": list(TRUE_SCHOOLS), "period": period, "source": source, "by": by[:64],
                  "month": day_now() // 100}  # fmt: skip
        cursor.execute((SQL / "2_students.sql").read_text(encoding="utf-8"), values)
        found = list(Conflict.objects.within(scope).filter(id__gt=newest).order_by("id"))
        for one in found:
            ask_home(replace(Actor(by), scope=scope), one)
        made = Student.objects.within(scope).count() - before
        cursor.execute("DROP TABLE studies_arrived, studies_new, studies_second, people_found")
    return made, len(found)


def _whole(row: dict[str, Any]) -> bool:
    return all(row.get(name) for name in ("student_reg_no", "org_code", "reg_kind", "enrol_month", "status"))


def _arrivals(batch: list[dict[str, Any]]) -> list[Arrival]:
    return [
        Arrival(
            row["student_reg_no"], row["name"] or "", row["sex"] or "", row["birth"], row["hukou_region"] or "",
            row["id_class"] or "", row["id18"] or row["id_no"] or "", row["phone"] or "", "",
        )
        for row in batch
        if _whole(row)
    ]  # fmt: skip


def _line(row: dict[str, Any], period: int) -> tuple[Any, ...]:
    enrolled, code = int(row["enrol_month"]), row["major_code"] or ""
    name = f"{enrolled // 100}级{major(code)}" if code else ""
    return (
        row["student_reg_no"], row["org_code"], row["reg_kind"], code, row["stage"] or "", row["years"] or 0, row["grade"] or 1,
        name, enrolled, term_of(enrolled * 100 + 1), term_of(period * 100 + 28), row["status"],
        row["status_date"] or enrolled * 100 + 1,
    )  # fmt: skip
