"""Taking the trainees of a register in, all at once: classes, who is in them, days they were there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.registers.people.intake import Arrival
from qianxiao.registers.people.intake_known import find_or_add
from qianxiao.services.training.models import Trainee
from qianxiao.services.training.rules import limit

SQL = Path(__file__).parent / "sql"
Rows = Callable[[], Iterator[list[dict[str, Any]]]]
_ARRIVED = """CREATE TEMP TABLE training_arrived (number text, class_no text, org_code text, org_name text, region text, occupation text,
    level text, kind text, mode text, starts integer, ends integer, hours integer, days integer, attended integer, result text,
    person_group text) ON COMMIT DROP"""
_OPEN = "SELECT training_open_months(to_date(%s::text, 'YYYYMMDD'), 24)"


def open_months(day: int) -> None:
    """Make the partitions of attendance from the month of a day on, two years."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [day])


def take_in(rows: Rows, period: int, by: str) -> int:
    """The trainees of a month's register; returns the new ones.

    rows: gives the same batches each time, with the columns of the layout `trainees`. Taken in twice nothing changes but
    results. Whose number is faulty or belongs to another name is left out.
    """
    source = f"实名制学员 {period // 100}-{period % 100:02}"
    with in_scope(whole_scope()) as scope, because(source, by), connection.cursor() as cursor:
        find_or_add(lambda: (_arrivals(batch) for batch in rows()))
        before = Trainee.objects.within(scope).count()
        cursor.execute(_ARRIVED)
        with cursor.copy("COPY training_arrived FROM STDIN") as copy:
            for batch in rows():
                for row in filter(_whole, batch):
                    copy.write_row(_line(row))
        cursor.execute("CREATE INDEX ON training_arrived (number); ANALYZE training_arrived")
        cursor.execute((SQL / "load.sql").read_text(encoding="utf-8"), _values(period))
        made = Trainee.objects.within(scope).count() - before
        cursor.execute("DROP TABLE training_arrived, people_found")
    return int(made)


def _values(period: int) -> dict[str, int]:
    last = period * 100 + 31
    return {"until": last, "begins": limit("day_starts", last), "length": limit("hour_minutes", last)}


def _whole(row: dict[str, Any]) -> bool:
    return all(
        row.get(name)
        for name in ("trainee_no", "class_no", "org_code", "region", "occupation_code", "start", "result")
    )


def _arrivals(batch: list[dict[str, Any]]) -> list[Arrival]:
    return [
        Arrival(
            row["trainee_no"], row["name"] or "", row["sex"] or "", None, row["hukou_region"] or row["region"],
            row["id_class"] or "", row["id18"] or row["id_no"] or "", row["phone"] or "", "",
        )
        for row in batch
        if _whole(row)
    ]  # fmt: skip


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    days, ends = max(int(row["days"] or 1), 1), row["end"] or row["start"]
    return (
        row["trainee_no"], row["class_no"], row["org_code"], row["org_name"] or "", row["region"], row["occupation_code"],
        row["train_level"] or "", row["train_type"] or "", row["train_mode"] or "1", row["start"], max(ends, row["start"]),
        row["hours"] or 0, days, row["attended_days"] or 0, row["result"], row["person_group"] or "99",
    )  # fmt: skip
