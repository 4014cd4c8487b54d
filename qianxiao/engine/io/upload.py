"""The child process that reads one uploaded roster: what is good, what is wrong and why, nothing kept in memory.

`python -m qianxiao.engine.io.upload ORDER.json`; says how far it is, one line of JSON each, the result last.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from qianxiao.base.reference import REGION_TYPES, regions_path
from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.codes import CODE_TYPES, code_rows
from qianxiao.engine.io.found import FileRead
from qianxiao.engine.io.giveback import MARK, write_faults
from qianxiao.engine.io.guard import limits_for, look_at
from qianxiao.engine.io.layouts import Layout, layouts, settings
from qianxiao.engine.io.messages import ERROR, Problem, cell_text, problem
from qianxiao.engine.io.read import read_folder
from qianxiao.engine.io.uploadsql import Place, faults, good
from qianxiao.engine.io.workbook import Refused
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Step, for_duckdb, literal, render

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_KINDS = 40  # kinds of faults told on a page
_GROUP = 16_384  # rows
Says = Callable[[str], None]


@dataclass(frozen=True)
class Order:
    """What to read and how: the only file in folder `source`, the register chosen, the month, whose rows may come."""

    source: str
    work: str
    register: str
    period: int
    place: Place
    twin: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Order":
        """An order as `write` left it."""
        told = json.loads(path.read_text(encoding="utf-8"))
        place = told.pop("place")
        place["ranges"] = tuple((lo, hi) for lo, hi in place["ranges"])
        place["codes"] = tuple(place["codes"])
        return cls(**{**told, "twin": tuple(told["twin"]), "place": Place(**place)})

    def write(self, path: Path) -> None:
        """For the child to read; its folder is the worker's alone."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def take(order: Order, says: Says) -> dict[str, Any]:
    """Read, check, sort: good rows to work/tables/good.parquet, wrong ones to work/back. Returns counts and problems.

    `refused` is true when no row of the register could be read; `problems` then say why, in both languages.
    """
    source, work = Path(order.source), Path(order.work)
    layout = layouts()[order.register]
    (path,) = source.iterdir()
    try:
        look_at(path)
    except Refused as refused:
        return _answer([problem(refused.code, path.name, detail=refused.detail)], refused=True)
    says("read")
    limits = limits_for(path)
    reads = read_folder(
        source, work / "raw", work / "texts", lambda _line: None, memory_limit=_memory(), limits=limits
    )
    reads = [_of(read, layout) for read in reads]
    problems = [item for read in reads for item in read.problems]
    if any(item.code == "hidden_sheet" for item in problems) or not any(read.register for read in reads):
        return _answer(problems, refused=True)
    # rows carry their place: keeping them in order costs memory and nothing would gain by it
    options = [("memory_limit", _memory()), ("threads", "2"), ("preserve_insertion_order", "false")]
    with open_engine("duckdb", work / "scratch", options) as engine:
        says("check")
        run = _checked(engine, order, layout)
        counts = _counts(engine, run)
        says("give")
        back = write_faults(engine, reads, source, work / "back", books=True, memory=_memory())
        told = _kinds(engine, layout)
    files = [str(one) for one in back if MARK in one.name]
    return _answer(problems, files=files, faults=told, **counts)


def _memory() -> str:
    return f"{int(settings()['upload']['check_memory_mb'])}MB"


def _answer(problems: list[Problem], **more: Any) -> dict[str, Any]:
    told = [{"code": one.code, "level": one.level, "zh": one.zh, "en": one.en} for one in problems]
    return {"refused": False, "problems": told, "files": [], "faults": [], **more}


def _of(read: FileRead, layout: Layout) -> FileRead:
    """A sheet of another register is not taken, and neither is one that nobody sees."""
    if read.register is None:
        return read
    if read.cells and not read.cells.visible:
        return replace(read, register=None, problems=(problem("hidden_sheet", read.name, read.sheet),))
    if read.register != layout.register:
        found = layouts()[read.register].zh
        told = problem("other_register", read.name, read.sheet, found=found, other=layout.zh)
        return replace(read, register=None, problems=(told,))
    return read


def _checked(engine: Engine, order: Order, layout: Layout) -> Run:
    """Every table of the checks, `faults` and `good`."""
    month = order.period
    days = _DAYS[month % 100 - 1]
    params: dict[str, Any] = {
        "period": month, "period_start": month * 100 + 1, "period_end": month * 100 + days,
    }  # fmt: skip
    work = Path(order.work)
    run = Run(engine, month, work / "tables", work / "index", params, lambda _line: None)
    engine.attach(f"raw_{layout.register}", work / "raw" / f"{layout.register}.parquet")
    run.prints[f"raw_{layout.register}"] = ""  # nothing is taken up again: the folder is new
    run.made("codes", CODE_TYPES, code_rows())
    run.given_csv("regions", regions_path(), REGION_TYPES)
    unwanted = {"faults", f"clean_{layout.register}"}
    run.build_all([step for step in check_steps([layout.register]) if step.table not in unwanted])
    run.build(faults(layout, order.place))
    run.build(good(layout, order.place, order.twin), _in_small_groups)
    return run


def _in_small_groups(run: Run, step: Step) -> int:
    """Build a table whose groups of rows are small: what is written next is held in memory, for every thread."""
    engine, target = run.engine, run.path(step.table)
    assert isinstance(engine, DuckEngine)  # noqa: S101 - opened by `take`
    told = f"FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {_GROUP}"
    text = for_duckdb(render(step.sql, run.params))
    ((rows,),) = engine.con.execute(f"COPY ({text}) TO {literal(str(target))} ({told})").fetchall()
    engine.attach(step.table, target)
    return int(rows)


def _counts(engine: Engine, run: Run) -> dict[str, int]:
    """Rows delivered, good (and the place behind the last), wrong, repeated word for word, with a warning."""
    register = next(name[4:] for name in run.prints if name.startswith("raw_"))
    row = "concat(src, '|', sheet, '|', src_row)"
    ((rows,),) = engine.rows(f"select count(*) from raw_{register}")
    ((wrong, hinted),) = engine.rows(
        f"select count(distinct case when level = '{ERROR}' then {row} end),"
        f" count(distinct case when level = 'warning' and fault <> 'duplicate_same' then {row} end) from faults"
    )
    taken = run.counts["good"]
    ((end,),) = engine.rows("select coalesce(max(n) + 1, 0) from good")
    told = {"rows": rows, "good": taken, "end": end, "wrong": wrong, "hinted": hinted}
    return {**told, "repeated": rows - taken - wrong}


def _kinds(engine: Engine, layout: Layout) -> list[dict[str, Any]]:
    """Each kind of fault of each column, most rows first: rows and the first of them, in words without the value."""
    found = engine.rows(
        "select col, fault, level, count(*) as n, min(src_row) as first from faults where fault <> 'duplicate_same'"
        f" and level in ('{ERROR}', 'warning') group by 1, 2, 3 order by level, n desc, col, fault limit {_KINDS}"
    )
    titles = {column.name: column.zh for column in layout.columns}
    lines = []
    for col, fault, level, n, first in found:
        zh, en = cell_text(fault, first, titles.get(str(col), ""), "…")
        lines.append({"column": titles.get(str(col), ""), "level": level, "rows": n, "zh": zh, "en": en})
    return lines


def good_path(work: Path) -> Path:
    """Where the good rows lie."""
    return work / "tables" / "good.parquet"


def good_rows(path: Path, lo: int, hi: int, at_once: int) -> Iterator[list[tuple[Any, ...]]]:
    """Good rows [lo, hi), so many at once: n, sheet, src_row, key_id, belongs, name, id_no, cells, content, twin.

    One pass over the file: asking anew for every few thousand would unpack a hundred thousand each time.
    """
    with duckdb.connect(":memory:") as con:
        con.execute("SET threads = 1")
        columns = "n, sheet, src_row, key_id, belongs, name, id_no, cells, content, twin"
        source = f"read_parquet({literal(str(path))})"
        con.execute(f"SELECT {columns} FROM {source} WHERE n >= {lo} AND n < {hi}")
        while rows := con.fetchmany(at_once):
            yield rows


def dies_with(parent: int) -> None:
    """End this process when the one that started it is gone: nobody waits for its answer."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(path: str) -> int:
    """Read the order, say where it stands, print the result."""
    dies_with(os.getppid())
    order = Order.read(Path(path))

    def says(phase: str) -> None:
        print(json.dumps({"phase": phase}), flush=True)

    print(json.dumps({"result": take(order, says)}, ensure_ascii=True), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
