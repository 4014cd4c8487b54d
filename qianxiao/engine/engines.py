"""What the close asks of an engine, and how to open one: DuckDB on one machine, Spark on many."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from qianxiao.engine.sqltext import Scalar

Row = tuple[Any, ...]


class Engine(Protocol):
    """SQL over Parquet. Tables are views over files; `build` is the only way a table comes to be."""

    name: str

    def attach(self, table: str, path: Path) -> None:
        """Name a Parquet file or folder as a table."""

    def attach_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        """Name a CSV file (UTF-8, header; plain or gzip) as a table with these column types."""

    def view(self, table: str, sql: str) -> None:
        """Name a SELECT over attached tables as a table; nothing is stored."""

    def hold(self, table: str, sql: str) -> None:
        """Name the few rows of a SELECT that one step reads, until `drop`; the engine may keep them or select them anew."""

    def drop(self, table: str) -> None:
        """Let go of what was held."""

    def build(self, table: str, sql: str, target: Path, params: dict[str, Scalar], order: str = "") -> int:
        """Write the rows of one SELECT to Parquet, name the table, return the number of rows."""

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        """The rows of a small query."""

    def row_mark(self, columns: Sequence[str]) -> str:
        """SQL of a 64-bit number that tells the contents of rows apart; the same only within one engine."""

    def columns(self, table: str) -> list[str]:
        """Column names of a table."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_engine(name: str, scratch: Path, options: Sequence[tuple[str, str]] = ()) -> Engine:
    """Open `duckdb` or `spark`; scratch is a folder for spilling. Raises ValueError on another name."""
    if name == "duckdb":
        from qianxiao.engine.duck import DuckEngine

        return DuckEngine(scratch, options)
    if name == "spark":
        from qianxiao.engine.spark import SparkEngine

        return SparkEngine(scratch, options)
    raise ValueError(f"unknown engine: {name}")
