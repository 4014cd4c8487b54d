"""The Spark engine: the same SQL when one machine is not enough (extra `cluster`, Java 17)."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
from pyspark import SparkConf, SparkContext
from pyspark.sql import DataFrame, SparkSession

from qianxiao.engine.engines import Row
from qianxiao.engine.sqltext import Scalar, literal, render

# What every run needs, wherever it runs (docs/decisions/0056).
_ALWAYS = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.memory": "3g",
    # The driver plans and waits: the second Java compiler and a threaded collector cost more than they win.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    # Deriving filters from filters takes time that doubles with each nested CASE: 29 s for one rule, 1 s without.
    "spark.sql.constraintPropagation.enabled": "false",
    # A task's files count only once the driver has taken them: a worker that dies leaves nothing behind.
    "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version": "1",
    "spark.hadoop.outputCommitCoordination.enabled": "true",
    # The rename of the folder says that a table is whole; marks and sums beside each file cost a process each.
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
}
# Tables of a county: generating and compiling Java for each of some hundred steps costs more than it saves, and so
# do adaptive plans and many partitions.
_SMALL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
}
_LARGE = {
    "spark.sql.codegen.wholeStage": "true",
    "spark.sql.codegen.factoryMode": "FALLBACK",
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
    "spark.sql.shuffle.partitions": "64",
}
_LARGE_FROM = 64 << 20
"""Bytes of the largest table from which plans are made for many partitions."""
_HELD_TO = 64 << 10
"""Bytes of a table up to which its rows are kept with the plan: no job has to read them."""
_TYPES = {
    "VARCHAR": "STRING",
    "BIGINT": "BIGINT",
    "INTEGER": "INT",
    "SMALLINT": "SMALLINT",
    "TINYINT": "TINYINT",
    "BOOLEAN": "BOOLEAN",
    "DOUBLE": "DOUBLE",
}


def _submitted() -> dict[str, str]:
    """What spark-submit was told, when it started us: it wins over what we would set."""
    if "PYSPARK_GATEWAY_PORT" not in os.environ:
        return {}
    SparkContext._ensure_initialized()
    return dict(SparkConf().getAll())


class SparkEngine:
    """See `Engine`. Local mode unless the options name a master; every path lies on a file system all machines share."""

    name = "spark"

    def __init__(self, scratch: Path, options: Sequence[tuple[str, str]] = ()) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._given = _submitted() | dict(options)
        places = {"spark.sql.warehouse.dir": scratch / "warehouse", "spark.local.dir": scratch / "local"}
        settings = _ALWAYS | {key: str(path) for key, path in places.items()} | self._given
        builder = SparkSession.builder.appName("qianxiao-close")
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self._footers = duckdb.connect(":memory:")
        self._bytes = -1
        self._grown(0)

    def _grown(self, size: int) -> None:
        """Plan for the largest table seen so far; what the options say stays."""
        if size <= self._bytes:
            return
        self._bytes = size
        for key, value in (_SMALL if size < _LARGE_FROM else _LARGE).items():
            if key not in self._given:
                self.session.conf.set(key, value)

    def _schema(self, files: list[str]) -> str | None:
        """Columns from a footer, so that no job has to look for them; None where a type is not one of ours."""
        found = self._footers.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(files[0])})").fetchall()
        if any(str(row[1]) not in _TYPES for row in found):
            return None
        return ", ".join(f"`{row[0]}` {_TYPES[str(row[1])]}" for row in found)

    def attach(self, table: str, path: Path) -> None:
        files = [str(part) for part in (path.glob("*.parquet") if path.is_dir() else [path])]
        schema = self._schema(files) if files else None
        reader = self.session.read if schema is None else self.session.read.schema(schema)
        self._name(table, reader.parquet(str(path)), sum(Path(name).stat().st_size for name in files))

    def _name(self, table: str, frame: DataFrame, size: int) -> None:
        """Name a stored table; the rows of a small one are kept with its plan."""
        self._grown(size)
        if size <= _HELD_TO:
            held = self.session._jsparkSession.createDataFrame(
                frame._jdf.collectAsList(), frame._jdf.schema()
            )
            frame = DataFrame(held, self.session)
        frame.createOrReplaceTempView(table)

    def attach_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        schema = ", ".join(f"`{name}` {kind.replace('VARCHAR', 'STRING')}" for name, kind in types.items())
        reader = self.session.read.option("header", "true").option("quote", '"').option("escape", '"')
        self._name(table, reader.schema(schema).csv(str(path)), path.stat().st_size)

    def view(self, table: str, sql: str) -> None:
        self.session.sql(sql).createOrReplaceTempView(table)

    def hold(self, table: str, sql: str) -> None:
        self.view(table, sql)

    def drop(self, table: str) -> None:
        self.session.catalog.dropTempView(table)

    def build(self, table: str, sql: str, target: Path, params: dict[str, Scalar], order: str = "") -> int:
        frame = self.session.sql(render(sql, params))
        columns = [part.strip() for part in order.split(",") if part.strip()]
        if self._bytes < _LARGE_FROM:
            frame = frame.repartition(1).sortWithinPartitions(*columns) if columns else frame.repartition(1)
        elif columns:
            frame = frame.orderBy(*columns)
        part = target.with_name(target.name + ".part")
        frame.write.mode("overwrite").parquet(str(part))
        if target.is_dir():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)  # the other engine's result of an earlier run
        part.rename(target)
        self.attach(table, target)
        return self._count(target)

    def _count(self, folder: Path) -> int:
        """Rows of a stored table, from its footers."""
        sql = f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(str(folder / '*.parquet'))})"
        found = self._footers.execute(sql).fetchone()
        return int(found[0]) if found else 0

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        return [tuple(row) for row in self.session.sql(render(sql, params or {})).collect()]

    def row_mark(self, columns: Sequence[str]) -> str:
        # a null leaves no trace in xxhash64: it has to become something
        return f"xxhash64({', '.join(f'coalesce(cast({column} as string), chr(0))' for column in columns)})"

    def columns(self, table: str) -> list[str]:
        return list(self.session.table(table).columns)

    def close(self) -> None:
        self.session.stop()
        self._footers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
