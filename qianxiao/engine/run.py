"""One run of the close: builds tables in order, remembers what is done, so that a killed run goes on."""

import csv
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from qianxiao.engine import layers
from qianxiao.engine.before import Before, attach_table, text_mark
from qianxiao.engine.engines import Engine
from qianxiao.engine.intact import seal
from qianxiao.engine.parts import KEYS
from qianxiao.engine.renew import remember, renew
from qianxiao.engine.sqltext import Scalar, Step

Says = Callable[[str], None]
Part = Callable[["Run", Step], int | None]


class Pace(Protocol):
    """Says after every step how far the work is."""

    def done(self, step: str, rows: int, seconds: float) -> str:
        """A step was built."""

    def reused(self, step: str) -> None:
        """A step was found done."""


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
        self.before: Before | None = None
        self.pace: Pace | None = None
        self.counts: dict[str, int] = {}
        self.anew: dict[str, int] = {}  # table built on the month before → number of keys decided anew
        self.fresh: dict[
            str, tuple[str, ...]
        ] = {}  # table whose newest layer is `<table>__new` → its key columns
        self.held: dict[str, frozenset[str]] = {}  # part of a table held for several steps → its columns
        self.then: dict[str, str] = {}  # held rows of the month before → SELECT of their keys
        self.words: dict[str, frozenset[str]] = {}  # table → words of the steps to come that read it
        self.prints: dict[str, str] = {}
        tables.mkdir(parents=True, exist_ok=True)
        index.mkdir(parents=True, exist_ok=True)
        self._log = tables / f"_steps.{engine.name}.json"
        self._done = self._read_log()

    def _read_log(self) -> dict[str, dict[str, str | int]]:
        """What an earlier attempt finished; a log that cannot be read has finished nothing."""
        try:
            found: dict[str, dict[str, str | int]] = json.loads(self._log.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return found

    def _write_log(self) -> None:
        part = self._log.with_suffix(".part")
        part.write_text(json.dumps(self._done, sort_keys=True), encoding="utf-8")
        os.replace(part, self._log)

    def _seal(self, table: str, anew: bool) -> str:
        """The seal of a table's files and, when it stands on the month before, of its keys decided anew."""
        keys = [self.tables / "_keys" / f"{KEYS}{table}.parquet"] if anew else []
        return seal(self.path(table), *keys)

    def stand_on(self, tables: Path, period: int, period_end: int) -> None:
        """Take over what did not change since an earlier month, whose tables lie here."""
        self.before = Before(self.engine, tables, period, period_end)

    def path(self, table: str) -> Path:
        """Where a table's Parquet file (DuckDB) or folder (Spark) lies; its layers lie beside it (`layers`)."""
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

    def build(self, step: Step, part: Part = renew) -> int:
        """Build one table, or reuse it. Returns its rows. Raises KeyError when an input was not built.

        `part` may build it on the month before and return its rows; where it returns None the table is built whole.
        """
        mark = self.promise(step)
        done = self._done.get(step.table)
        target = self.path(step.table)
        if done and done["mark"] == mark and done.get("seal") == self._seal(step.table, "anew" in done) != "":
            attach_table(self.engine, step.table, target)
            if "anew" in done:
                remember(self, step.table, int(done["anew"]))
            self.counts[step.table] = int(done["rows"])
            if done.get("text") != (text := text_mark(step, self.params)):  # the same rows, told otherwise
                done["text"] = text
                self._write_log()
            if self.pace:
                self.pace.reused(step.table)
            return self.counts[step.table]
        if self._done.pop(step.table, None):  # its files are about to change: killed now, it is built again
            self._write_log()
        start = time.monotonic()
        rows = part(self, step)
        if rows is None:
            shutil.rmtree(layers.folder(target), ignore_errors=True)
            rows = self.engine.build(step.table, step.sql, target, self.params, step.order)
        how = f", {self.anew[step.table]:,} keys anew" if step.table in self.anew else ""
        seconds = time.monotonic() - start
        far = f"  {self.pace.done(step.table, rows, seconds)}" if self.pace else ""
        self.says(f"  {step.table}: {rows:,} rows{how}, {seconds:.1f} s{far}")
        self.counts[step.table] = rows
        self._done[step.table] = {"mark": mark, "rows": rows, "text": text_mark(step, self.params)}
        if step.table in self.anew:
            self._done[step.table]["anew"] = self.anew[step.table]
        self._done[step.table]["seal"] = self._seal(step.table, step.table in self.anew)
        self._write_log()
        return rows

    def promise(self, step: Step) -> str:
        """The fingerprint of a table, whether it is built or others only refer to what it would hold."""
        told = json.dumps(self.params, sort_keys=True)
        inputs = [step.sql, step.order, told] + [self.prints[name] for name in step.reads]
        mark = hashlib.sha256("\x00".join(inputs).encode()).hexdigest()
        self.prints[step.table] = mark
        return mark

    def build_all(self, steps: Sequence[Step]) -> None:
        """Build steps in order."""
        for step in steps:
            self.build(step)
