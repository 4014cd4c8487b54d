"""One run of the close: builds tables in order, remembers what is done, so that a killed run goes on."""

import csv
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from qianxiao.engine.engines import Engine
from qianxiao.engine.sqltext import Scalar, Step

Says = Callable[[str], None]


def tell(line: str) -> None:
    """Progress goes to the error stream, so that standard output stays free for results."""
    print(line, file=sys.stderr, flush=True)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, or of the names and files of a folder."""
    digest = hashlib.sha256()
    for part in sorted(path.rglob("*.parquet")) if path.is_dir() else [path]:
        with part.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


class Run:
    """Builds tables under `tables`; a step whose text, parameters and inputs are unchanged is not run again."""

    def __init__(
        self,
        engine: Engine,
        period: int,
        tables: Path,
        index: Path,
        params: dict[str, Scalar],
        says: Says = tell,
    ) -> None:
        self.engine = engine
        self.period = period
        self.tables = tables
        self.index = index
        self.params = params
        self.says = says
        self.counts: dict[str, int] = {}
        self.prints: dict[str, str] = {}
        tables.mkdir(parents=True, exist_ok=True)
        index.mkdir(parents=True, exist_ok=True)
        self._log = tables / f"_steps.{engine.name}.json"
        self._done: dict[str, dict[str, str | int]] = (
            json.loads(self._log.read_text(encoding="utf-8")) if self._log.exists() else {}
        )

    def path(self, table: str) -> Path:
        """Where a table's Parquet file (DuckDB) or folder (Spark) lies."""
        return self.tables / f"{table}.parquet"

    def given(self, table: str, path: Path) -> None:
        """Attach a Parquet file that was made elsewhere (raw registers, last month's index)."""
        self.engine.attach(table, path)
        self.prints[table] = file_hash(path)

    def made(self, table: str, types: dict[str, str], rows: Iterable[Sequence[Scalar]]) -> None:
        """Attach a small table made in Python. Types: VARCHAR, INTEGER, BIGINT. Not for registers."""
        target = self.tables / f"{table}.csv"
        part = target.with_suffix(".part")
        with part.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(types)
            writer.writerows(rows)
        os.replace(part, target)
        self.given_csv(table, target, types)

    def given_csv(self, table: str, path: Path, types: dict[str, str]) -> None:
        """Attach a CSV file (reference data)."""
        self.engine.attach_csv(table, path, types)
        self.prints[table] = file_hash(path)

    def build(self, step: Step) -> int:
        """Build one table, or reuse it. Returns its rows. Raises KeyError when an input was not built."""
        told = json.dumps(self.params, sort_keys=True)
        inputs = [step.sql, step.order, told] + [self.prints[name] for name in step.reads]
        mark = hashlib.sha256("\x00".join(inputs).encode()).hexdigest()
        self.prints[step.table] = mark
        before = self._done.get(step.table)
        target = self.path(step.table)
        if before and before["mark"] == mark and target.exists():
            self.engine.attach(step.table, target)
            self.counts[step.table] = int(before["rows"])
            return self.counts[step.table]
        start = time.monotonic()
        rows = self.engine.build(step.table, step.sql, target, self.params, step.order)
        self.says(f"  {step.table}: {rows:,} rows, {time.monotonic() - start:.1f} s")
        self.counts[step.table] = rows
        self._done[step.table] = {"mark": mark, "rows": rows}
        part = self._log.with_suffix(".part")
        part.write_text(json.dumps(self._done, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(part, self._log)
        return rows

    def build_all(self, steps: Sequence[Step]) -> None:
        """Build steps in order."""
        for step in steps:
            self.build(step)
