"""Reads a closed month's tables for writing files: always DuckDB over the Parquet, whichever engine closed it."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb

from qianxiao.engine.engines import Row
from qianxiao.engine.layers import relation
from qianxiao.engine.sqltext import Scalar, for_duckdb, literal, render

_BATCH = 20_000


class Tables:
    """The tables of one closed period, by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.con = duckdb.connect(":memory:")
        self.con.execute("SET enable_progress_bar = false")
        self.names: set[str] = set()
        kept = {path.stem for kind in ("parquet", "layers") for path in folder.glob(f"*.{kind}")}
        for name in sorted(kept):
            self._view(name, relation(folder / f"{name}.parquet"))
        for path in sorted(folder.glob("*.csv")):
            self._view(path.stem, f"select * from read_csv({literal(str(path))}, header = true, all_varchar = true)")

    def _view(self, name: str, source: str) -> None:
        self.con.execute(f"CREATE VIEW {name} AS {source}")
        self.names.add(name)

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        """All rows of a query."""
        return self.con.execute(for_duckdb(render(sql, params or {}))).fetchall()

    def stream(self, sql: str, params: dict[str, Scalar] | None = None) -> Iterator[Row]:
        """Rows of a query, in batches, so that a long list never stands in memory."""
        result = self.con.cursor().execute(for_duckdb(render(sql, params or {})))
        while batch := result.fetchmany(_BATCH):
            yield from batch

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.con.close()
