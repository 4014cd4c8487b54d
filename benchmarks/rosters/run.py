"""Rosters read, validated and given back, against bare readers and row-by-row validators, in one run.

python -m benchmarks.rosters.run [--rows 100000] [--keep FOLDER] [--peers .venv-bench/bin/python]
A million rows: --rows 1000000 (about 400 MB of disk, 3 GB of memory for the workbook; slow peers are left out).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.alone import alone
from benchmarks.rosters.make import make

HERE = Path(__file__).parent
DJANGO_ROWS = 2000
# Way, what its name means, most rows it is asked to bear.
PEERS = {
    "csv": (("text", "csv module of Python", 10**9), ("arrow", "pyarrow, all text", 10**9),
            ("pydantic", "pandas + pydantic per row", 100_000), ("django", f"django-import-export, {DJANGO_ROWS:,} rows", 10**9)),
    "xlsx": (("calamine", "python-calamine alone", 10**9), ("fastexcel", "fastexcel to Arrow", 10**9),
             ("pydantic", "pandas (calamine) + pydantic per row", 100_000), ("openpyxl", "openpyxl, read only", 100_000)),
}  # fmt: skip
OURS = {
    "csv": (("store", "DuckDB reads and stores the text"), ("read", "ours: read and stored, with the place of every row"),
            ("validate", "ours: read, every cell checked, faults written"), ("clean", "ours: the same, clean rows written"),
            ("give_back", "ours: the same and the files to correct")),
    "xlsx": (("read", "ours: read and stored, with the place of every row"),
             ("validate", "ours: read, every cell checked, faults written"), ("clean", "ours: the same, clean rows written"), ("give_back", "ours: the same and the files to correct")),
}  # fmt: skip


@dataclass
class Done:
    """One way: seconds by the clock and of processors, the largest process in MB, what it said."""

    wall: float
    cpu: float
    peak: int
    told: dict[str, Any]


def timed(words: list[str]) -> Done:
    """Run one way in a process of its own."""
    done = alone(words)
    return Done(done.wall, done.cpu, done.peak // 1024, json.loads(done.said.splitlines()[-1]))


def measured(kind: str, path: Path, rows: int, peers: str) -> list[tuple[str, str, Done]]:
    """Every way over one file: (way, its name, what was seen)."""
    found = []
    for way, name in OURS[kind]:
        with tempfile.TemporaryDirectory(dir=path.parents[1]) as out:
            words = [sys.executable, "-m", "benchmarks.rosters.ours", way, str(path), out]
            found.append((way, name, timed(words)))
    for way, name, most in PEERS[kind]:
        if rows <= most:
            words = [
                peers,
                str(HERE / "peers.py"),
                way,
                str(path),
                *([str(DJANGO_ROWS)] if way == "django" else []),
            ]
            found.append((way, name, timed(words)))
    return found


def table(kind: str, rows: int, found: list[tuple[str, str, Done]]) -> bool:
    """Print one kind of file; whether those who count faults count the same."""
    ways = {way: done for way, _, done in found}
    bare = ways["store" if kind == "csv" else "calamine"]
    print(
        f"\n| {kind}, {rows:,} × 25 | s | processor s | largest process MB | rows/s | speed of the bare reader | by processor | faults |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for way, name, done in found:
        n = DJANGO_ROWS if way == "django" else rows
        share = (n / done.wall) / (rows / bare.wall)
        cells = [
            name,
            f"{done.wall:.1f}",
            f"{done.cpu:.1f}",
            str(done.peak),
            f"{n / done.wall:,.0f}",
            f"{share:.2f}",
            f"{(n / done.cpu) / (rows / bare.cpu):.2f}",
        ]
        print(f"| {' | '.join([*cells, str(done.told.get('faults', ''))])} |")
    parts = ways["give_back"].told
    print(
        f"\nours, parts: read {parts['read']:.1f} s, check {parts['check']:.1f} s, files to correct {parts['give_back']:.1f} s;"
        f" MB of the files to correct: {parts['files']}"
    )
    counts = {
        ways[way].told["faults"] for way in ("validate", "clean", "give_back", "pydantic") if way in ways
    }
    return len(counts) == 1


def main() -> int:
    """Make the files, run every way, print; 1 when two validators disagree on the number of faults."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="folder where the files stay for the next run")
    parser.add_argument("--peers", default=str(HERE.parents[1] / ".venv-bench" / "bin" / "python"))
    parser.add_argument("--kinds", nargs="+", choices=sorted(OURS), default=sorted(OURS))
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        files = {kind: make(words.keep or Path(made), words.rows, kind) for kind in words.kinds}
        load = os.getloadavg()[0]
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, load before {load:.1f}, Python {platform.python_version()},"
        )
        print(", ".join(f"{name} {version(name)}" for name in ("duckdb", "python-calamine", "xlsxwriter")))
        names = ("pandas", "pydantic", "django-import-export", "pyarrow", "fastexcel", "openpyxl")
        asked = "import sys, importlib.metadata as m; print(', '.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
        print(
            subprocess.run(
                [words.peers, "-c", asked, *names], capture_output=True, text=True, check=True
            ).stdout.strip()
        )
        alike = [
            table(kind, words.rows, measured(kind, files[kind], words.rows, words.peers))
            for kind in words.kinds
        ]
    return 0 if all(alike) else 1


if __name__ == "__main__":
    sys.exit(main())
