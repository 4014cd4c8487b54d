"""The DuckDB engine: one machine, no server, spills to disk when memory is short."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from qianxiao.engine.engines import Row
from qianxiao.engine.sqltext import Scalar, for_duckdb, literal, render

# Spark's names for functions that DuckDB calls otherwise: the SQL files use these.
_MACROS = (
    "CREATE MACRO regexp_like(s, p) AS regexp_matches(s, p)",
    "CREATE MACRO regexp_replace(s, p, r) AS system.main.regexp_replace(s, p, r, 'g')",
    # Another number than Spark's: good for asking whether something changed, never for a result.
    "CREATE MACRO xxhash64(a, b, c, d, e, f, g, h, i, j) AS CAST(hash(a, b, c, d, e, f, g, h, i, j) >> 1 AS BIGINT)",
)


def _half_of_memory() -> int:
    """Half of this machine's memory in MiB: beyond it DuckDB spills to disk, and the other half is for everybody else."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2 // 2**20


# Everybody registered as the matching sees them, read by a dozen steps: unpacking it each time costs more than its writing.
_READ_OFTEN = frozenset({"link_p_new"})


def _packing(table: str, order: str) -> str:
    """A table without order is a step on the way: written to be read once or twice, so not packed tightly."""
    if order:
        return "zstd, COMPRESSION_LEVEL 1"
    return f"{'uncompressed' if table in _READ_OFTEN else 'snappy'}, DICTIONARY_SIZE_LIMIT 1000"


class DuckEngine:
    """See `Engine`."""

    name = "duckdb"

    def __init__(self, scratch: Path, options: Sequence[tuple[str, str]] = ()) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self.con = duckdb.connect(":memory:")
        self.con.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
        self.con.execute("SET enable_progress_bar = false")
        self.con.execute("SET preserve_insertion_order = true")
        self.con.execute(f"SET memory_limit = {literal(f'{_half_of_memory()}MiB')}")
        for key, value in options:
            self.con.execute(f"SET {key} = {literal(value)}")
        for macro in _MACROS:
            self.con.execute(macro)

    def attach(self, table: str, path: Path) -> None:
        pattern = str(path / "*.parquet") if path.is_dir() else str(path)
        self.con.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet({literal(pattern)})")

    def attach_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
        self.con.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv({literal(str(path))}, header = true,"
            f" columns = {{{columns}}}, nullstr = '', quote = '\"', delim = ',')"
        )

    def view(self, table: str, sql: str) -> None:
        self.con.execute(f"CREATE OR REPLACE VIEW {table} AS {for_duckdb(sql)}")

    def hold(self, table: str, sql: str) -> None:
        # Stored, so that the planner knows how many they are: guessing it joined millions with millions (a full disk).
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {for_duckdb(sql)}")

    def drop(self, table: str) -> None:
        self.con.execute(f"DROP TABLE IF EXISTS {table}")

    def build(self, table: str, sql: str, target: Path, params: dict[str, Scalar], order: str = "") -> int:
        text = for_duckdb(render(sql, params))
        if order:
            text = f"SELECT * FROM ({text}) ORDER BY {order}"
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        found = self.con.execute(
            f"COPY ({text}) TO {literal(str(part))} (FORMAT parquet, COMPRESSION {_packing(table, order)})"
        ).fetchone()
        if target.is_dir():  # the other engine's result of an earlier run
            shutil.rmtree(target)
        os.replace(part, target)
        self.attach(table, target)
        return int(found[0]) if found else 0

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        return self.con.execute(for_duckdb(render(sql, params or {}))).fetchall()

    def row_mark(self, columns: Sequence[str]) -> str:
        return f"hash({', '.join(columns)})"

    def columns(self, table: str) -> list[str]:
        return [str(row[0]) for row in self.con.execute(f"DESCRIBE {table}").fetchall()]

    def close(self) -> None:
        self.con.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
