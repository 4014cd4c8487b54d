"""What was brought in, as the register files a close reads: the cells exactly as they were delivered."""

import csv
import os
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.registerfile import write_register_file
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.office.audit.actions import record_command
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.rosters import files, queries
from qianxiao.registers.rosters.sealing import Keys

_AT_ONCE = 5000


def write_registers(period: int, out: Path, region: str, by: str) -> dict[str, int]:
    """Write <register>.parquet for every register of which anything is held; returns rows by register.

    Of each number the newest line taken in of that month or an earlier one. Whole or not at all, readable by the
    owner only; the export is written into the access log first. Raises OSError, RingProblem, Tampered, StoreAway.
    """
    out.mkdir(parents=True, exist_ok=True)
    scope = Scope.over(span(region))
    written = {}
    for register in layouts():
        with in_scope(scope), files.scratch() as home:
            if not queries.holds(scope, register):
                continue
            record_command(by, AccessLog.Kind.EXPORT, f"rosters {register}", fields="cells")
            text = home / "rows.csv"
            rows = _write_text(text, register, period)
            if rows:
                write_register_file(text, layouts()[register], out / f"{register}.parquet")
                (out / f"{register}.parquet").chmod(0o600)
                written[register] = rows
    return written


def _write_text(target: Path, register: str, period: int) -> int:
    rows = 0
    with os.fdopen(
        os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8", newline=""
    ) as stream:
        sheet = csv.writer(stream, quoting=csv.QUOTE_ALL)
        for cells in _opened(register, period):
            sheet.writerow("" if cell is None else cell for cell in cells)
            rows += 1
    return rows


def _opened(register: str, period: int) -> Iterator[list[str | None]]:
    """Cells of each row held. The cursor reads a few thousand at a time."""
    held: dict[int, Keys] = {}
    keys = ring()
    with connection.cursor():  # opens the connection, in whose transaction the named cursor lives
        cursor = queries.held_rows(register, period)
    with cursor:
        while batch := cursor.fetchmany(_AT_ONCE):
            for imported, n, version, sealed in batch:
                if version not in held:
                    held[version] = Keys.of(keys, version)
                yield held[version].open(imported, n, bytes(sealed))
