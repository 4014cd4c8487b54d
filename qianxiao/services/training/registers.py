"""Writing a register in the layout that a close reads: whole, sealed off, and written into the access log."""

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
Told = Callable[[dict[str, Any], Callable[[str, str], str]], dict[str, Any]]


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


def trade(code: str) -> str:
    """An occupation as registers write it."""
    return occupations()[code].zh if code in occupations() else ""


def said(table: str, code: str) -> str:
    """A code as registers write it."""
    return code_table(table)[code].zh if code in code_table(table) else ""


def dated(day: int | None) -> str:
    """A date as registers write it."""
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" if day else ""
