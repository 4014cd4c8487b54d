"""Registers in the layouts that a close reads: trainees of classes here, certificates by the app beside (19-05-02, 20-05-01)."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.catalogues import occupations
from qianxiao.base.reference import code_table
from qianxiao.base.vault import Secret
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.registerfile import write_register_file
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog

_AT_ONCE = 5000
# numbers of people whose record lies with other counties belong to the class's register as well
_ROWS = """
SELECT t.trainee_no, c.class_no, c.org_code, c.org_name, left(c.region, 6) AS region, t.name, p.sex, left(p.region, 6) AS home, t.person_group,
    c.occupation, c.level, c.train_type, c.mode, c.starts, c.ends, c.hours_theory + c.hours_practice AS hours, plan.days, got.days AS attended,
    CASE WHEN t.left_on IS NOT NULL THEN '3' ELSE t.result END AS result, t.person_id, n.version, n.sealed, f.version AS tel_version,
    f.sealed AS tel_sealed
FROM training_trainee t JOIN training_trainingclass c ON c.id = t.training_class_id JOIN people_person p ON p.id = t.person_id
LEFT JOIN people_sealed n ON n.person_id = t.person_id AND n.kind = 'id_no'
LEFT JOIN people_sealed f ON f.person_id = t.person_id AND f.kind = 'phone'
LEFT JOIN LATERAL (
    SELECT count(DISTINCT s.day) AS days FROM training_session s WHERE s.training_class_id = c.id AND s.live
) plan ON true
LEFT JOIN LATERAL (
    SELECT count(DISTINCT a.day) AS days FROM training_attendance a
    WHERE a.training_class = c.id AND a.trainee = t.id AND a.state = 'present' AND a.day BETWEEN c.starts AND c.ends
) got ON true
WHERE c.region >= %(lo)s AND c.region < %(hi)s AND c.state NOT IN ('draft', 'filed', 'returned', 'dropped')
ORDER BY t.trainee_no
"""
Told = Callable[[dict[str, Any], Callable[[str, str], str]], dict[str, Any]]


def write_trainees(target: Path, region: str, by: str) -> int:
    """Write the trainees of approved classes of a region as a register file; returns rows. Full numbers stand in it."""
    return write_register(target, "trainees", _ROWS, region, by, _told)


def write_register(target: Path, register: str, sql: str, region: str, by: str, told: Told) -> int:
    """Rows of a query as a register file: whole or not at all, readable by the owner only, written into the access log first.

    Raises OSError, RingProblem, Tampered, StoreAway.
    """
    lo, hi = span(region)
    target.parent.mkdir(parents=True, exist_ok=True)
    with in_scope(whole_scope()), tempfile.TemporaryDirectory(prefix="qianxiao-out-") as home:
        record_command(by, AccessLog.Kind.EXPORT, register, fields="id_no,phone,name")
        text, rows = Path(home) / "rows.csv", 0
        with os.fdopen(
            os.open(text, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8", newline=""
        ) as stream:
            sheet = csv.writer(stream, quoting=csv.QUOTE_ALL)
            for cells in _cells(register, sql, lo, hi, told):
                sheet.writerow(cells)
                rows += 1
        write_register_file(text, layouts()[register], target)
        target.chmod(0o600)
    return rows


def _cells(register: str, sql: str, lo: str, hi: str, told: Told) -> Iterator[list[str]]:
    """Cells in the order of the layout; what we do not keep stays empty."""
    keys, names = ring(), [column.name for column in layouts()[register].columns]
    with connection.cursor():  # opens the connection, in whose transaction the named cursor lives
        cursor = connection.connection.cursor(name=f"{register}_out")
    with cursor:
        cursor.execute(sql, {"lo": lo, "hi": hi})
        columns = [column.name for column in cursor.description]
        while batch := cursor.fetchmany(_AT_ONCE):
            for values in batch:
                row = dict(zip(columns, values, strict=True))

                def opened(kind: str, start: str, row: dict[str, Any] = row) -> str:
                    version, sealed = row[f"{start}version"], row[f"{start}sealed"]
                    return (
                        Secret(kind, row["person_id"], version, bytes(sealed), "").opened(keys)
                        if version
                        else ""
                    )

                line = told(row, opened)
                yield ["" if line.get(name) is None else str(line[name]) for name in names]


def _told(row: dict[str, Any], opened: Callable[[str, str], str]) -> dict[str, Any]:
    return {
        "trainee_no": row["trainee_no"], "class_no": row["class_no"], "org_code": row["org_code"], "org_name": row["org_name"],
        "region": row["region"], "name": row["name"], "sex": said("sex", row["sex"]), "id_no": opened("id_no", ""),
        "phone": opened("phone", "tel_"), "hukou_region": row["home"], "person_group": said("person_group", row["person_group"]),
        "occupation_code": row["occupation"], "occupation": trade(row["occupation"]), "train_level": said("train_level", row["level"]),
        "train_type": said("train_type", row["train_type"]), "train_mode": said("train_mode", row["mode"]), "start": dated(row["starts"]),
        "end": dated(row["ends"]), "hours": row["hours"], "days": row["days"], "attended_days": row["attended"],
        "result": said("train_result", row["result"]), "fee_charged": 0,
    }  # fmt: skip


def trade(code: str) -> str:
    """An occupation as registers write it."""
    return occupations()[code].zh if code in occupations() else ""


def said(table: str, code: str) -> str:
    """A code as registers write it."""
    return code_table(table)[code].zh if code in code_table(table) else ""


def dated(day: int | None) -> str:
    """A date as registers write it."""
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" if day else ""
