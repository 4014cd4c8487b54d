"""Reads a closed month's tables for writing files: always DuckDB over the Parquet, whichever engine closed it."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from qianxiao.engine.engines import Row
from qianxiao.engine.layers import relation
from qianxiao.engine.sheets.cells import ready
from qianxiao.engine.sheets.lines import Place, Stretch, runs
from qianxiao.engine.sqltext import Scalar, for_duckdb, literal, render

_MEMORY = "700MB"  # of the database; what does not fit goes to the scratch folder
# The number masked as qianxiao.base.masks.mask_id does it: first 2 and last 3 characters.
_MASK = (
    "CREATE MACRO masked(x) AS CASE WHEN length(x) > 5"
    " THEN concat(left(x, 2), repeat('*', length(x) - 5), right(x, 3)) ELSE repeat('*', length(coalesce(x, ''))) END"
)
Places = dict[tuple[Any, ...], Place]


class Tables:
    """The tables of one closed period, by name."""

    def __init__(self, folder: Path, scratch: Path | None = None) -> None:
        self.folder = folder
        self.con = duckdb.connect(":memory:")
        self.con.execute("SET enable_progress_bar = false")
        self.con.execute(f"SET memory_limit = '{_MEMORY}'")
        if scratch:
            scratch.mkdir(parents=True, exist_ok=True)
            self.con.execute(f"SET temp_directory = {literal(str(scratch))}")
        ready(self.con)
        self.con.execute(_MASK)
        self.names: set[str] = set()
        kept = {path.stem for kind in ("parquet", "layers") for path in folder.glob(f"*.{kind}")}
        for name in sorted(kept):
            self._view(name, relation(folder / f"{name}.parquet"))
        for path in sorted(folder.glob("*.csv")):
            self._view(
                path.stem, f"select * from read_csv({literal(str(path))}, header = true, all_varchar = true)"
            )

    def _view(self, name: str, source: str) -> None:
        self.con.execute(f"CREATE VIEW {name} AS {source}")
        self.names.add(name)

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        """All rows of a query; may be called from several threads."""
        with self.con.cursor() as con:
            return con.execute(for_duckdb(render(sql, params or {}))).fetchall()

    def among(self, column: str, table: str) -> str:
        """A condition that a column has one of the values it has in a table: what is stored sorted is then read in part."""
        found = self.con.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"
        )
        listed = ", ".join(literal(row[0]) for row in found.fetchall())
        return f"{column} IN ({listed})" if listed else "false"

    def keep(
        self, table: str, sql: str, keys: Sequence[str], params: dict[str, Scalar] | None = None
    ) -> Places:
        """Keep the rows of a sorted query for `stretch`; returns where the rows of each key lie: first row, count."""
        self.con.execute(f"CREATE OR REPLACE TABLE {table} AS {render(sql, params or {})}")
        return runs(self.con, table, keys)

    def hold(self, table: str, sql: str) -> None:
        """Keep a few rows that a larger query joins: of a table the planner knows how small it is, and reads less for it."""
        self.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")

    def store(self, table: str, sql: str) -> None:
        """Keep the rows of a query as a table that all threads see."""
        self.con.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")

    def stretch(self, table: str, values: Iterable[str], places: Iterable[Place]) -> Stretch:
        """Lists of a kept table that follow each other; values are SQL expressions by column. For one thread."""
        return Stretch(self.con, table, tuple(values), [place for place in places if place[1]])

    def label(self, table: str, sql: str, say: Callable[..., str]) -> None:
        """Keep what is said for each row of a query of distinct codes: its columns, and `said`."""
        found = self.con.execute(f"SELECT DISTINCT * FROM ({sql})")
        names = [column[0] for column in found.description or []]
        rows = found.fetchall()
        self.con.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT *, '' AS said FROM ({sql}) LIMIT 0")
        self._put(table, [*names, "said"], [(*row, say(*row)) for row in rows])

    def _put(self, table: str, names: Sequence[str], rows: Iterable[Row]) -> None:
        columns = list(zip(*rows, strict=True))
        if columns:
            listed = ", ".join(f"unnest(?) AS {name}" for name in names)
            self.con.execute(f"INSERT INTO {table} SELECT {listed}", [list(column) for column in columns])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.con.close()
