"""What a close tells the matching desk about a month as a whole: figures, faults, files that came in, feedback sent."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.io.messages import ERROR as STOPS
from qianxiao.returns.close.load import SQL, Result

Rows = list[tuple[Any, ...]]
# query → tables it reads; a result of an early version may lack some
_READS = {
    "figure": ("mentions", "links", "doubts", "persons"),
    "fault": ("faults", "mentions", "persons"),
    "rejected": ("faults",),
    "delivery": ("feedback", "clean_schools"),
}


@contextmanager
def batch_of(result: Result, scratch: Path) -> Iterator[Callable[[str], Rows]]:
    """A reader of the month by table of the matching desk. The engine lives as long as the context."""
    with DuckEngine(scratch) as engine:
        for table in sorted({table for tables in _READS.values() for table in tables}):
            if result.holds(table):
                engine.view(table, result.table(table))
        engine.view("persons", result.table("persons"))
        holder = str(engine.con.execute(_sql("holder")).fetchall()[0][0])

        def query(name: str) -> Rows:
            if not all(result.holds(table) for table in _READS[name]):
                return []
            return engine.con.execute(
                _sql(name), {"holder": holder} if name != "rejected" else None
            ).fetchall()

        def read(name: str) -> Rows:
            if name == "received":
                return _received(result, holder, {(src, sheet): n for src, sheet, n in query("rejected")})
            return [_with_digest(result, row) for row in query(name)] if name == "delivery" else query(name)

        yield read


def _sql(name: str) -> str:
    return (SQL / f"batch_{name}.sql").read_text(encoding="utf-8")


def _received(result: Result, holder: str, rejected: dict[tuple[str, str], int]) -> Rows:
    """Sheets as the manifest names them, with the rows that were not taken and why a sheet was not read at all."""
    said = {
        (one["file"], one["sheet"]): (one["zh"], one["en"])
        for one in result.manifest.get("problems") or []
        if one["level"] == STOPS
    }
    rows = []
    for one in result.manifest.get("inputs") or []:
        key = (one["name"], one["sheet"])
        refused, why = rejected.get(key, 0), said.get(key, ("", ""))
        if not one["register"]:
            refused = one["rows"]
        elif why != ("", ""):
            why = ("", "")  # a note about some rows, which are counted
        told = (one["name"], one["sheet"], one["register"] or "", one["sha256"], one["rows"], refused)
        rows.append((holder, *told, *why))
    return rows


def _with_digest(result: Result, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A line about an institution with the digest of its workbook; of a result without workbooks that of its figures."""
    files = result.manifest.get("files") or {}
    found = files.get(f"feedback/{row[1]}.xlsx")
    return (*row, found or hashlib.sha256(repr(row).encode()).hexdigest())
