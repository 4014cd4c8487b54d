"""Our ways to decide the people of the benchmark: a survey in one pass, item by item as the close does, one person."""

import json
import shutil
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.rules.compile import steps
from qianxiao.engine.rules.decide import decide, reasons
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.parameters import (
    VALUE_TYPES,
    parameter_step,
    regional,
    regional_rows,
    resolve,
    value_column,
    value_table,
)
from qianxiao.engine.rules.survey import stopped, survey
from qianxiao.engine.rules.surveyed_values import value_tables, wide_table
from qianxiao.engine.rules.tables import county_steps
from qianxiao.engine.rules.words import words_of
from qianxiao.engine.run import Run

POLICIES = Path(__file__).with_name("policies")
PERIOD = 202005


class Taken:
    """Seconds of the wall and of the processors since the last look."""

    def __init__(self) -> None:
        self.look()

    def look(self) -> tuple[float, float]:
        """Seconds since the last look."""
        now = time.perf_counter(), time.process_time()
        before = getattr(self, "last", now)
        self.last = now
        return now[0] - before[0], now[1] - before[1]


def opened(folder: Path, files: tuple[RuleFile, ...], name: str) -> Run:
    """A run over the people in a folder, with the values resolved."""
    run = Run(
        DuckEngine(folder / "scratch"), PERIOD, folder / name, folder / f"{name}_index", {}, lambda line: None
    )
    for table in ("case_training", "paid_periods"):
        run.engine.attach(table, folder / f"{table}.parquet")
        run.prints[table] = table
    number_cases(run.engine, files[0].case, folder / "case_training.parquet")
    for file in files:
        run.made(value_table(file.item), VALUE_TYPES, regional_rows(file))
    run.build_all([*county_steps(files), *(parameter_step(file) for file in files if regional(file))])
    return run


def write_values(folder: Path, files: tuple[RuleFile, ...]) -> None:
    """`values.parquet` for the peers: county, from_date, `<item>__<name>` of all parameters, ready to be joined."""
    asked = tuple(
        replace(file, parameters={n: replace(p, override=("county",)) for n, p in file.parameters.items()})
        for file in files
    )
    run = opened(folder, asked, "values")
    for table, select in value_tables(asked).items():
        run.engine.hold(table, select)
    names = [f"{f.item}__{value_column(n)} as {f.item}__{n}" for f in asked for n in sorted(f.parameters)]
    known = f"from {wide_table(asked[0].case, 0)} where county is not null and from_date > 0"
    sql = f"select county, from_date, {', '.join(names)} {known} order by county, from_date"
    run.engine.build("all_values", sql, folder / "values.parquet", {})
    run.engine.close()


def checksums(run: Run, files: tuple[RuleFile, ...]) -> dict[str, int]:
    """Sums of codes and amounts, each line weighted by its record number; a stopped line gets nothing."""
    weight = "(cast(substr(rec_id, 2) as bigint) % 9973 + 1)"
    names = [f"{file.item}__{kind}" for file in files for kind in ("amount", "code_0")]
    words, sums = words_of(files), []
    for file in files:
        met, missing = words.masks((file.item, file.rules[0].version))
        sums += [f"sum({weight} * {file.item}__amount)", f"sum({weight} * ({met} + ({missing}) * 32768))"]
    (row,) = run.engine.rows(f"select {', '.join(sums)} from kept join numbered_training c using (line)")
    found = {name: int(value) for name, value in zip(names, row, strict=True)}
    for item, lost in run.engine.rows(
        f"select item, sum({weight} * amount) from stops join numbered_training c using (line) group by item"
    ):
        found[f"{item}__amount"] -= int(lost)
    return found


def surveyed(folder: Path, files: tuple[RuleFile, ...]) -> dict[str, object]:
    """All rules over all people in one pass, reasons, amounts and stops kept in memory; then in a file."""
    run = opened(folder, files, "survey")
    taken = Taken()
    for table, select in value_tables(files).items():
        run.engine.hold(table, select)
    run.engine.hold("kept", survey(files))
    run.engine.hold("stops", stopped(files, "kept"))
    seconds, cpu = taken.look()
    sums = checksums(run, files)
    run.engine.drop("kept")
    taken.look()
    run.engine.build("lines", survey(files), folder / "kept.parquet", {})
    run.engine.build("stops_of", stopped(files, "lines"), folder / "stops.parquet", {})
    return {"seconds": seconds, "cpu": cpu, "sums": sums, "written": taken.look()}


def closed(folder: Path, files: tuple[RuleFile, ...]) -> dict[str, object]:
    """Item by item as in the close: every line of every item written, ordered, to Parquet."""
    shutil.rmtree(folder / "close", ignore_errors=True)  # what an earlier measurement left would be reused
    run = opened(folder, files, "close")
    taken = Taken()
    run.build_all([step for step in steps(files) if step.table != "due"])
    (seconds, cpu), sums = taken.look(), {}
    weight = "(cast(substr(rec_id, 2) as bigint) % 9973 + 1)"
    for file in files:
        ((amount, code),) = run.engine.rows(
            f"select sum({weight} * amount), sum({weight} * (met + missing * 32768)) from due_{file.item}"
        )
        sums |= {f"{file.item}__amount": int(amount), f"{file.item}__code_0": int(code)}
    return {"seconds": seconds, "cpu": cpu, "sums": sums}


def scanned(folder: Path, files: tuple[RuleFile, ...]) -> dict[str, object]:
    """Nothing but reading every fact: the limit."""
    facts = sorted({name for file in files for name in file.fields} | {"class_date", "class_county"})
    con = duckdb.connect()
    taken = Taken()
    con.execute(
        f"select {', '.join(f'count({fact})' for fact in facts)} from '{folder}/case_training.parquet'"
    )
    seconds, cpu = taken.look()
    return {"seconds": seconds, "cpu": cpu, "sums": {}}


def one_person(folder: Path, files: tuple[RuleFile, ...]) -> dict[str, object]:
    """A page's answer: values looked up, every item judged, the sentences put together; medians of 500 people."""
    con = duckdb.connect()
    rows = con.execute(f"select * from '{folder}/case_training.parquet' limit 500")
    names = [column[0] for column in rows.description]
    facts = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    taken, used, sums = [], [], 0
    for person in facts:
        start, began = time.perf_counter(), time.thread_time()
        for file in files:
            date = int(person["class_date"])
            rule = file.rule_on(date)
            if rule is None:
                continue
            found = decide(rule, person, resolve(file, str(person["class_county"]), date))
            sums += found.amount + len(
                reasons(rule, found.met, found.unmet, found.missing, "zh", None, files)
            )
        taken.append(time.perf_counter() - start)
        used.append(time.thread_time() - began)
    return {
        "seconds": statistics.median(taken), "worst": max(taken), "first": taken[0], "used": max(used), "sums": {},
        "told": sums,
    }  # fmt: skip


WAYS = {"survey": surveyed, "close": closed, "scan": scanned, "person": one_person}


def peak_mb() -> int:
    """Peak memory of this program in MB; unlike getrusage it forgets the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def main() -> None:
    """`python -m benchmarks.rules.ours WAY FOLDER`: one line of JSON."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    found = WAYS[way](folder, load_rules(POLICIES))
    found["peak_mb"] = peak_mb()
    found["versions"] = {"duckdb": duckdb.__version__}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
