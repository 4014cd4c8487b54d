"""What the ways of the peers share: reading the people, the stops, checksums, time and peak memory.

Runs in the environment of the peers and imports nothing of ours.
"""

import importlib
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import polars as pl

FOLDER = sys.argv[1]
sys.path.insert(0, FOLDER)
ways = importlib.import_module("ways")


def read(name: str) -> pl.LazyFrame:
    """A table of the benchmark."""
    return pl.scan_parquet(f"{FOLDER}/{name}.parquet")


def weights(rec_id: pl.Series) -> np.ndarray:
    """Weights by record number, so that a checksum tells which line got what."""
    return rec_id.str.slice(1).cast(pl.Int64).to_numpy() % 9973 + 1


def checked(weight: np.ndarray, columns: dict[str, np.ndarray]) -> dict[str, int]:
    """Weighted sums of whole numbers, by column."""
    return {name: int((weight * values.astype(np.int64)).sum()) for name, values in columns.items()}


def report(taken: np.ndarray, sums: dict[str, int], *packages: str, whole: np.ndarray | None = None) -> None:
    """One line of JSON for the caller. taken, whole: differences of two clocks; whole counts reading the facts too."""
    # unlike getrusage this forgets the process that started it
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
    found = {
        "seconds": taken[0],
        "cpu": taken[1],
        "sums": sums,
        "peak_mb": peak,
        "versions": {p: version(p) for p in packages},
    }
    if whole is not None:
        found["whole"] = list(whole)
    print(json.dumps(found))


def struck() -> pl.DataFrame:
    """Records of people who were paid for work in a month of the class: what excludes the capped item."""
    paid = read("paid_periods").select("person_no", paid_from="period_from", paid_to="period_to")
    lines = (
        read("case_training")
        .select("person_no", "rec_id", "period_from", "period_to")
        .join(paid, on="person_no")
    )
    hit = (pl.col("paid_from") <= pl.col("period_to")) & (pl.col("paid_to") >= pl.col("period_from"))
    return lines.filter(hit).select("rec_id").unique().collect()


def clock() -> np.ndarray:
    """Seconds of the wall, and of the processors for all threads of this process."""
    return np.array([time.perf_counter(), time.process_time()])
