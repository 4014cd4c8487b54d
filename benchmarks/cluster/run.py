"""A county closed by DuckDB, on a cluster of two workers, and once more with a worker killed: seconds, and the same tables.

python -m benchmarks.cluster.run --people 70000     generated here
python -m benchmarks.cluster.run --in registers/2020-05 --only killed     a delivery at hand; plain, killed or both
"""

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

import pyspark

from benchmarks.close.run import machine
from qianxiao.cli import main as qianxiao
from qianxiao.engine.files.tables import Tables
from qianxiao.ops.cluster import LocalCluster
from qianxiao.ops.clusterclose import Closed, close_on

MONTH = "2020-05"
STEP = re.compile(r"  (\w+): ([\d,]+) rows.*, ([\d.]+) s$")


def steps(said: list[str]) -> dict[str, float]:
    """Seconds by table, from what a close tells."""
    found = (STEP.fullmatch(line) for line in said)
    return {match[1]: float(match[3]) for match in found if match}


def differing(ours: Path, theirs: Path) -> list[str]:
    """Tables whose rows differ between two closed months; column `mark` is an engine's own (`Engine.row_mark`)."""
    one, two = (Tables(folder / MONTH / "tables") for folder in (ours, theirs))
    bad = sorted(one.names ^ two.names)
    for name in sorted(one.names & two.names):
        columns = [str(row[0]) for row in one.con.execute(f"describe {name}").fetchall()]
        listed = ", ".join(["1", *(f'"{column}"' for column in columns if column != "mark")])
        asked = f"select {listed} from {name} order by all"
        if one.rows(asked) != two.rows(asked):
            bad.append(name)
    return bad


def table(title: str, went: Closed, base: float, bad: list[str]) -> str:
    """One line of the result, and the steps that took longest."""
    longest = sorted(steps(went.said).items(), key=lambda pair: -pair[1])[:8]
    told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in longest)
    same = "identical tables" if not bad else f"DIFFERENT: {', '.join(bad)}"
    return (
        f"| {title} | {went.seconds:.0f} | {went.seconds / base:.1f} × | exit {went.code}, {same},"
        f" {len(steps(went.said))} steps; longest: {told} |"
    )


def main() -> int:
    """Measure and print; 1 when a close failed or a table differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=70_000)
    parser.add_argument("--in", dest="source", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=("plain", "killed"))
    parser.add_argument("--after", default="mentions", help="table after which the worker is killed")
    args = parser.parse_args()
    folder = args.folder or Path(tempfile.mkdtemp(prefix="qx-cluster-"))
    source = args.source or folder / "world" / "registers" / MONTH
    if not source.exists():
        size = ["--size", "county", "--people", str(args.people), "--seed", "3", "--months", MONTH]
        qianxiao(["demo", "generate", *size, "--out", str(folder / "world")])
    print(f"{machine()}, Spark {pyspark.__version__}, two workers of one core and 1.5 GB\n")
    start = time.monotonic()
    if qianxiao(["close", "--period", MONTH, "--in", str(source), "--out", str(folder / "duckdb")]):
        return 1
    base = time.monotonic() - start
    print("| way | s | of DuckDB | |\n|---|---|---|---|")
    print(f"| DuckDB, one process | {base:.0f} | 1 × | |", flush=True)
    failed = False
    for way in [args.only] if args.only else ["plain", "killed"]:
        with LocalCluster(folder / f"machines-{way}", workers=2, memory=1536) as cluster:
            out = folder / f"spark-{way}"
            went = close_on(cluster, source, MONTH, out, args.after if way == "killed" else "")
        bad = differing(folder / "duckdb", out) if went.code == 0 else ["not closed"]
        failed = failed or bool(bad) or (way == "killed" and went.killed == 0)
        title = f"cluster, a worker killed after {args.after}" if way == "killed" else "cluster, two workers"
        print(table(title, went, base, bad), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
