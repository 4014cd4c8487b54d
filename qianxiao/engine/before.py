"""The month before, as the next month stands on it: what is the same, what changed, what can be taken over."""

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from qianxiao.engine import layers
from qianxiao.engine.engines import Engine
from qianxiao.engine.sqltext import Scalar, Step, some

# What changed in these tables is gathered once a month in `touched_people` and `touched_mentions`.
GATHERED = re.compile(
    r"clean_(poor|students|trainees|certificates|employment|insurance|payments|intentions)"
    r"|persons|mentions|links|doubts|person_keys|previous_links|who"
)
# With more than one key in so many touched a table is built whole; with so many layers it is written as one again.
MOST_TOUCHED = 3
MOST_LAYERS = 8


def text_mark(step: Step, params: dict[str, Scalar]) -> str:
    """Fingerprint of what a step does, apart from the period it does it for."""
    lasting = {name: value for name, value in params.items() if not name.startswith("period")}
    told = [
        step.lasting or step.sql,
        step.order,
        *step.by,
        *step.through,
        step.of,
        json.dumps(lasting, sort_keys=True),
        *(f"{table}.{column}" for table, column in step.on),
        *filter(None, (step.also, *step.sums, step.within)),
    ]
    return hashlib.sha256("\x00".join(told).encode()).hexdigest()


def attach_table(engine: Engine, name: str, path: Path) -> None:
    """Attach a table of any form: a file, a folder, or layers."""
    found = layers.layers(path)
    if len(found) <= 1:
        engine.attach(name, found[0].rows if found else path)
        return
    if engine.name == "duckdb":
        engine.view(name, layers.relation(path))
        return
    names = []
    for number, layer in enumerate(found):
        rows, gone = f"{name}__{number}", f"{name}__{number}_gone" if layer.gone else ""
        engine.attach(rows, layer.rows)
        if layer.gone:
            engine.attach(gone, layer.gone)
        names.append((rows, gone))
    engine.view(name, layers.alive(names, layers.keys(layers.folder(path))))


def read_log(tables: Path, engine: str) -> tuple[str, dict[str, dict[str, str | int]]]:
    """Which engine built what under `tables` (table → mark, rows, text): this one if it did, else the other."""
    for name in dict.fromkeys((engine, "duckdb", "spark")):
        path = tables / f"_steps.{name}.json"
        if path.exists():
            return name, json.loads(path.read_text(encoding="utf-8"))
    return "", {}


class Before:
    """The tables of the month before, read by one engine. period: yyyymm; period_end: its last day, yyyymmdd."""

    def __init__(self, engine: Engine, tables: Path, period: int, period_end: int) -> None:
        self.engine = engine
        self.tables = tables
        self.period = period
        self.period_end = period_end
        self.engine_name, self.log = read_log(tables, engine.name)
        self._attached: set[str] = set()
        self._same: dict[str, bool] = {}

    def path(self, table: str) -> Path:
        """Where a table of that month lies."""
        return self.tables / f"{table}.parquet"

    def has(self, table: str) -> bool:
        """Whether that month left the table."""
        return table in self.log and bool(layers.layers(self.path(table)))

    def attach(self, table: str) -> str:
        """Name a table of that month `before_<table>`; returns the name."""
        name = f"before_{table}"
        if table not in self._attached:
            attach_table(self.engine, name, self.path(table))
            self._attached.add(table)
        return name

    def knows(self, step: Step, params: dict[str, Scalar]) -> bool:
        """Whether that month built the table by the same text."""
        return self.has(step.table) and self.log[step.table].get("text") == text_mark(step, params)

    def same(self, table: str, made: Path) -> bool:
        """Whether a small table has the same rows as that month; `made` is its CSV file, if it was made in Python."""
        if table not in self._same:
            if made.exists():
                old = self.tables / made.name
                self._same[table] = old.exists() and old.read_bytes() == made.read_bytes()
            else:
                self._same[table] = self.has(table) and not self.engine.rows(
                    f"select 1 as n from ({self.differing(table)}) as d limit 1"
                )
        return self._same[table]

    def differing(self, table: str) -> str:
        """SELECT of the rows that only one of the two months has."""
        before = self.attach(table)
        names = ", ".join(f"t.{name}" for name in self.engine.columns(table))
        if set(self.engine.columns(before)) != set(self.engine.columns(table)):
            return f"select {names} from {table} t"
        now, then = f"select {names} from {table} t", f"select {names} from {before} t"
        return f"({now} except {then}) union all ({then} except {now})"

    def taken(self, table: str, keys: str, by: Sequence[str]) -> str:
        """SELECT of that month's rows with one of the keys in table `keys`, which are distinct."""
        return f"select b.* {some('b', self.attach(table), keys, [(column, column) for column in by])}"
