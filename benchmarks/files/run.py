"""Writing a month's files and giving rows back, beside xlsxwriter row by row; each in a process of its own.

python -m benchmarks.files.run month --tables OUT/2020-05/tables     files of a closed month, faults left out
python -m benchmarks.files.run back [--rows 1000000] [--kind csv]    2 % of a register of 25 columns given back
python -m benchmarks.files.run sheet [--rows 200000]                 one list, our way and by xlsxwriter
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from qianxiao.engine.engines import open_engine
from qianxiao.engine.files.book import Book, Column
from qianxiao.engine.files.month import write_files
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.codes import CODE_TYPES, code_rows
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.layouts import layouts
from qianxiao.engine.io.read import read_folder
from qianxiao.engine.run import Run
from qianxiao.engine.sheets.cells import ready
from qianxiao.engine.sheets.lines import Stretch

PERIOD = {"period": 202005, "period_start": 20200501, "period_end": 20200531}
REGION_TYPES = {"code": "VARCHAR", "valid_to": "INTEGER", "successor": "VARCHAR"}
CELLS = (
    "第{}号",
    "990001198802030212",
    "岷县",
    "应培未培，尚未联系",
    "人社部发〔2019〕2号",
    "13800000000",
    "女",
    "1988",
)


def quiet(line: str) -> None:
    """Say nothing."""


def month(tables: Path, home: Path) -> dict[str, Any]:
    """The files of a closed month, written below `home`."""
    with open_engine("duckdb", home / "spill") as engine:
        run = Run(engine, PERIOD["period"], tables, home / "index", {}, lambda line: print(line, flush=True))
        record = tables / "_files.json"
        kept = record.read_bytes() if record.exists() else None
        start = time.monotonic()
        files = write_files(run, [], home, home / "month")
        spent = time.monotonic() - start
        if kept is not None:
            record.write_bytes(kept)
    size = sum((home / "month" / name).stat().st_size for name in files)
    return {"s": spent, "files": len(files), "MB": size / 1e6}


def _register(folder: Path, rows: int, kind: str, bad: int) -> None:
    """A register of poor people, 25 columns; one row in `bad` lacks its name."""
    layout = layouts()["poor"]
    known = {
        "person_no": "concat('P', i)",
        "hh_no": "concat('H', i // 3)",
        "region": "'621126100201'",
        "name": f"CASE WHEN i % {bad:d} = 0 THEN '' ELSE concat('王小', i % 900) END",
        "sex": "'女'",
        "id_no": "''",
        "phone": "'13800000000'",
        "identified_on": "'2014-05-01'",
    }
    columns = [f'{known.get(c.name, chr(39) * 2)} AS "{c.zh}"' for c in layout.columns]
    with duckdb.connect(":memory:") as con:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"CREATE TABLE r AS SELECT {', '.join(columns)} FROM range({rows:d}) t(i)")
        if kind == "csv":
            con.execute(f"COPY r TO '{folder / 'a.csv'}' (HEADER, QUOTE '\"')")
            return
        ready(con)
        names = [row[0] for row in con.execute("DESCRIBE r").fetchall()]
        values = tuple(f'"{name}"' for name in names)
        with Book(folder / "a.xlsx") as book:
            lines = Stretch(con, "r", values, [(0, rows)]).lines((0, rows))
            book.sheet("名单", "花名册", "", [Column(name) for name in names], lines)


def back(home: Path, rows: int, kind: str, bad: int) -> dict[str, Any]:
    """Read, check and give back; `s` is giving back alone."""
    source = home / "in"
    source.mkdir(parents=True)
    _register(source, rows, kind, bad)
    reads = read_folder(source, home / "raw", home / "texts", quiet)
    with open_engine("duckdb", home / "spill") as engine:
        run = Run(engine, PERIOD["period"], home / "tables", home / "index", dict(PERIOD), quiet)
        for register in layouts():
            run.given(f"raw_{register}", home / "raw" / f"{register}.parquet")
        run.made("codes", CODE_TYPES, code_rows())
        run.made("regions", REGION_TYPES, [("621126", 99991231, None)])
        run.build_all(check_steps(("poor",)))
        found = dict(engine.rows("select level, count(*) from faults group by level order by level"))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start = time.monotonic()
        files = write_faults(engine, reads, source, home / "faults")
        spent = time.monotonic() - start
    return {
        "s": spent,
        "faults": found,
        "peak MB before": before,
        "MB": [p.stat().st_size / 1e6 for p in files],
    }


def sheet(home: Path, rows: int, ours: bool) -> dict[str, Any]:
    """One list of eight columns."""
    home.mkdir(parents=True)
    texts = [f"'{cell}'" if "{" not in cell else "concat('第', i, '号')" for cell in CELLS]
    with duckdb.connect(":memory:") as con:
        con.execute("SET enable_progress_bar = false")
        named = ", ".join(f"{text} AS c{n}" for n, text in enumerate(texts))
        con.execute(f"CREATE TABLE t AS SELECT {named} FROM range({rows:d}) r(i)")
        start = time.monotonic()
        if ours:
            ready(con)
            values = tuple(f"c{n}" for n in range(len(CELLS)))
            with Book(home / "a.xlsx") as book:
                lines = Stretch(con, "t", values, [(0, rows)]).lines((0, rows))
                book.sheet("表", "题", "注", [Column(v) for v in values], lines)
        else:
            with xlsxwriter.Workbook(str(home / "a.xlsx"), {"constant_memory": True}) as book:
                page, form = book.add_worksheet("表"), book.add_format({"num_format": "@", "border": 1})
                found = con.execute("SELECT * FROM t")
                rows_read = 0
                while batch := found.fetchmany(20_000):
                    for number, row in enumerate(batch, start=rows_read):
                        for place, cell in enumerate(row):
                            page.write_string(number, place, cell, form)
                    rows_read += len(batch)
        return {"s": time.monotonic() - start, "MB": (home / "a.xlsx").stat().st_size / 1e6}


def alone(work: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """Run it in a process of its own; adds processor seconds and peak memory."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(measured, (work, given))


def measured(work: Callable[..., dict[str, Any]], given: tuple[Any, ...]) -> dict[str, Any]:
    """What the work says, with what the process used."""
    found = work(*given)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {**found, "cpu s": used.ru_utime + used.ru_stime, "peak MB": used.ru_maxrss / 1024}


def main() -> int:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("month", "back", "sheet"))
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--bad", type=int, default=50, help="one row in so many goes back")
    args = parser.parse_args()
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "XlsxWriter", "typst"))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.python_version()}, {packages}"
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if args.what == "month":
            print(json.dumps(alone(month, args.tables.resolve(), home)))
        elif args.what == "back":
            print(json.dumps(alone(back, home, args.rows or 1_000_000, args.kind, args.bad)))
        else:
            ways = [alone(sheet, home / str(ours), args.rows or 200_000, ours) for ours in (True, False)]
            print(json.dumps({"ours": ways[0], "xlsxwriter": ways[1], "ratio": ways[1]["s"] / ways[0]["s"]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
