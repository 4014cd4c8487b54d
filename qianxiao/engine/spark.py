"""The Spark engine: the same SQL when one machine is not enough (extra `cluster`, Java 17)."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pyspark.sql import SparkSession

from qianxiao.engine.engines import Row
from qianxiao.engine.sqltext import Scalar, render

# One machine's worth of data: generating and compiling Java for each of some hundred steps costs more than it
# saves, and so do adaptive plans and many partitions (docs/decisions/0005).
_LOCAL = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
}


class SparkEngine:
    """See `Engine`. Local mode unless the options name a master."""

    name = "spark"

    def __init__(self, scratch: Path, options: Sequence[tuple[str, str]] = ()) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        builder = (
            SparkSession.builder.appName("qianxiao-close")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(scratch / "warehouse"))
            .config("spark.local.dir", str(scratch / "local"))
            .config("spark.driver.memory", "3g")
        )
        settings = dict(options)
        master = settings.pop("spark.master", "local[2]")
        builder = builder.master(master)
        if master.startswith("local"):
            settings = _LOCAL | settings
        for key, value in settings.items():
            builder = builder.config(key, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def attach(self, table: str, path: Path) -> None:
        self.session.read.parquet(str(path)).createOrReplaceTempView(table)

    def attach_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        schema = ", ".join(f"`{name}` {kind.replace('VARCHAR', 'STRING')}" for name, kind in types.items())
        reader = self.session.read.option("header", "true").option("quote", '"').option("escape", '"')
        reader.schema(schema).csv(str(path)).createOrReplaceTempView(table)

    def view(self, table: str, sql: str) -> None:
        self.session.sql(sql).createOrReplaceTempView(table)

    def build(self, table: str, sql: str, target: Path, params: dict[str, Scalar], order: str = "") -> int:
        frame = self.session.sql(render(sql, params))
        if order:
            frame = frame.orderBy(*[part.strip() for part in order.split(",")])
        part = target.with_name(target.name + ".part")
        frame.write.mode("overwrite").parquet(str(part))
        if target.is_dir():
            shutil.rmtree(target)
        target.unlink(missing_ok=True)  # the other engine's result of an earlier run
        part.rename(target)
        self.attach(table, target)
        return self.session.table(table).count()

    def rows(self, sql: str, params: dict[str, Scalar] | None = None) -> list[Row]:
        return [tuple(row) for row in self.session.sql(render(sql, params or {})).collect()]

    def row_mark(self, columns: Sequence[str]) -> str:
        # a null leaves no trace in xxhash64: it has to become something
        return f"xxhash64({', '.join(f'coalesce({column}, chr(0))' for column in columns)})"

    def columns(self, table: str) -> list[str]:
        return list(self.session.table(table).columns)

    def close(self) -> None:
        self.session.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
