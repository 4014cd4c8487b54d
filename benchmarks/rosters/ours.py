"""What we do with a roster, one way per process: python -m benchmarks.rosters.ours WAY FILE OUT"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from qianxiao.base.reference import REGION_TYPES, regions_path
from qianxiao.engine.engines import open_engine
from qianxiao.engine.io.check import check_steps
from qianxiao.engine.io.codes import CODE_TYPES, code_rows
from qianxiao.engine.io.giveback import write_faults
from qianxiao.engine.io.read import read_folder
from qianxiao.engine.run import Run

PERIOD = {"period": 202005, "period_start": 20200501, "period_end": 20200531}


def store(path: Path, out: Path) -> dict[str, Any]:
    """The bare reader of text: cells as they stand, into Parquet."""
    source = f"read_csv('{path}', header = true, all_varchar = true)"
    duckdb.sql(f"COPY (SELECT * FROM {source}) TO '{out}/bare.parquet' (FORMAT parquet, COMPRESSION zstd)")
    return {}


def work(path: Path, out: Path, way: str) -> dict[str, Any]:
    """Read; check every cell; write clean rows; write the files to correct: as far as `way`.

    Seconds of each part, number of faults, files to correct with their MB.
    """
    start = time.monotonic()
    reads = read_folder(path.parent, out / "raw", out / "texts", lambda line: None)
    told: dict[str, Any] = {"read": time.monotonic() - start}
    if way == "read":
        return told
    with open_engine("duckdb", out / "scratch") as engine:
        run = Run(engine, 202005, out / "tables", out / "index", dict(PERIOD), lambda line: None)
        engine.attach("raw_poor", out / "raw" / "poor.parquet")
        run.prints["raw_poor"] = ""
        run.made("codes", CODE_TYPES, code_rows())
        run.given_csv("regions", regions_path(), REGION_TYPES)
        start = time.monotonic()
        steps = [step for step in check_steps(["poor"]) if way != "validate" or step.table != "clean_poor"]
        run.build_all(steps)
        told |= {"check": time.monotonic() - start, "faults": run.counts["faults"]}
        if way == "give_back":
            start = time.monotonic()
            files = write_faults(engine, reads, path.parent, out / "faults")
            told["give_back"] = time.monotonic() - start
            told["files"] = {file.name: round(file.stat().st_size / 1e6, 1) for file in files}
    return told


def main(way: str, path: str, out: str) -> None:
    """Print what was seen as one line of JSON."""
    print(json.dumps(store(Path(path), Path(out)) if way == "store" else work(Path(path), Path(out), way)))


if __name__ == "__main__":
    main(*sys.argv[1:])
