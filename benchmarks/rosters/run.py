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
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.rosters.make import make

HERE = Path(__file__).parent
LOOK = 0.05  # seconds
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


def peaks(pid: int) -> dict[int, int]:
    """Most memory in kB of a process and of those below it so far: what a program used, not what started it."""
    found: dict[int, int] = {}
    with suppress(OSError, IndexError):  # a process may end while it is looked at
        for line in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            found |= peaks(int(line))
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        found[pid] = int(status.split("VmHWM:")[1].split()[0])
    return found


def timed(words: list[str]) -> Done:
    """Run one way in a process of its own; its memory is looked at every twentieth of a second."""
    start, largest, ended = time.monotonic(), 0, Event()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        child = subprocess.Popen(words, stdout=said, text=True, cwd=HERE.parents[1])
        own = peaks(os.getpid()).get(os.getpid(), 0)

        def watch() -> None:
            nonlocal largest
            while not ended.wait(LOOK):
                largest = max([largest, *peaks(child.pid).values()])

        watcher = Thread(target=watch)
        watcher.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        ended.set()
        watcher.join()
        said.seek(0)
        told = said.read()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words)}: {child.returncode}")
    # What grew after the last look: only where it exceeds this process can it be told from what was inherited.
    last = used.ru_maxrss if used.ru_maxrss > own else 0
    return Done(
        wall,
        used.ru_utime + used.ru_stime,
        max(largest, last) // 1024,
        json.loads(told.splitlines()[-1]),
    )


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
