"""Registers delivered as Parquet are read where they lie: a copy of them would cost more than everything asked of it."""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from qianxiao.engine.io.found import FileRead
from qianxiao.engine.io.layouts import Layout
from qianxiao.engine.io.memory import reader
from qianxiao.engine.io.raw import Source, select_source

_MARK = re.compile(r"-- ([0-9a-f]{64})\n")


def _rows(con: duckdb.DuckDBPyConnection, layout: Layout, source: Source) -> int | None:
    """Rows of a Parquet sheet when each of them holds its key; None when some would have to be looked at."""
    _, _, _, cells, header = source
    key = layout.keys[0].name
    if not cells.names or key not in header.places:
        return None
    filled = f"c{header.places[key]}"
    found = con.execute(
        f"SELECT count(*), count(CASE WHEN trim({filled}) <> '' THEN 1 END) FROM ({cells.select()})"
    ).fetchone()
    return int(found[0]) if found and found[0] == found[1] else None


def view_register(
    con: duckdb.DuckDBPyConnection,
    layout: Layout,
    sources: Sequence[Source],
    reads: Sequence[FileRead],
    raw: Path,
) -> dict[int, int] | None:
    """Write raw/<register>.sql, a SELECT of the rows where they were delivered, instead of a Parquet file.

    Returns rows by file_no; None when the register has to be stored, since a delivered sheet is no Parquet file or
    has rows without a key.
    """
    counts: dict[int, int] = {}
    for source in sources:
        rows = _rows(con, layout, source)
        if rows is None:
            break
        counts[source[2]] = rows
    if not sources or len(counts) < len(sources):
        return None
    places = [sorted(source[4].places.items()) for source in sources]
    told = [reader(), [(read.name, read.sheet, read.file_no, read.sha256) for read in reads], places]
    sql = " UNION ALL ".join(select_source(layout, source, filled=True) for source in sources)
    target = raw / f"{layout.register}.sql"
    mark = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    part = target.with_name(target.name + ".part")
    part.write_text(f"-- {mark}\n{sql}\n", encoding="utf-8")
    part.replace(target)
    (raw / f"{layout.register}.parquet").unlink(missing_ok=True)
    return counts


def viewed(raw: Path, register: str) -> tuple[str, str] | None:
    """Fingerprint and SELECT of a register that is read where it was delivered; None when it is stored."""
    path = raw / f"{register}.sql"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    found = _MARK.match(text)
    return (found[1], text[found.end() :]) if found else None


def changed_since(source: Path, raw: Path, reads: Sequence[FileRead]) -> list[str]:
    """Names of delivered files that are read where they lie and are no longer what they were when they were read."""
    changed = []
    for read in reads:
        if read.register and viewed(raw, read.register):
            path = source / read.name
            with path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != read.sha256:
                    changed.append(read.name)
    return changed
