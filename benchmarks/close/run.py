"""The close measured: seconds per phase, memory of the whole process tree, rows, µs per person.

python -m benchmarks.close.run --people 20000,200000                    growth curve, generated here
python -m benchmarks.close.run --in registers --months 2020-05,2020-06  a delivery at hand, and its second month
python -m benchmarks.close.run --nation 62,52,53 --people 20000         a nation of three provinces of 20,000
    --memory 5GB --limit 8  DuckDB's own limit; the tree is killed over so many GB      --folder DIR  keep what is made
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

import qianxiao
from benchmarks.close.watch import Watched, watch

GB = 2**30
MONTHS = "2020-05,2020-06"


@dataclass(frozen=True)
class Measured:
    """One closed month: who was in it and what it took."""

    label: str
    month: str
    people: int
    rows: int
    seen: Watched


def machine() -> str:
    """What the figures were measured on."""
    cpus = [
        line
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if "model name" in line
    ]
    kib = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1])
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    name = cpus[0].split(":")[1].strip() if cpus else platform.machine()
    return (
        f"{len(cpus)} × {name}, {kib / 2**20:.0f} GB, load {load} at the start; Python {platform.python_version()},"
        f" DuckDB {duckdb.__version__}, qianxiao {qianxiao.__version__}"
    )


def generate(folder: Path, people: int, months: str, args: argparse.Namespace) -> Path:
    """Registers of a size below `folder`, unless they lie there already; returns the folder of the months."""
    registers = folder / "registers"
    if not all((registers / month).exists() for month in months.split(",")):
        codes = [code for code in args.nation.split(",") if code]
        if codes:
            size = ["--size", "nation", "--region", args.nation, "--people", str(people)]
        else:
            size = ["--size", args.size, "--people", str(people)]
        words = [
            "demo",
            "generate",
            *size,
            "--seed",
            str(args.seed),
            "--months",
            months,
            "--format",
            args.format,
        ]
        command = [sys.executable, "-m", "qianxiao", *words, "--out", str(folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return registers


def close(label: str, month: str, source: Path, out: Path, args: argparse.Namespace) -> Measured:
    """Close one month and tell what it took. Raises SystemExit when it does not end well."""
    words = ["close", "--period", month, "--in", str(source), "--out", str(out), "--engine", args.engine]
    if args.keep:
        words += ["--keep", args.keep]
    if args.memory:
        words += ["--option", f"memory_limit={args.memory}"]
    seen = watch([sys.executable, "-m", "qianxiao", *words], out, int(args.limit * GB), args.echo)
    if seen.code:
        why = f"more than {args.limit} GB" if seen.over else "\n".join(seen.lines[-15:])
        raise SystemExit(f"{label} {month}: ended with {seen.code}: {why}")
    manifests = [out / month / "manifest.json"]
    told = json.loads(manifests[0].read_text(encoding="utf-8"))
    if "provinces" in told:
        manifests = [out / month / code / "manifest.json" for code in told["provinces"]]
    inputs = [one for path in manifests for one in json.loads(path.read_text(encoding="utf-8"))["inputs"]]
    return Measured(
        label, month, int(told["counts"]["persons"]), sum(int(one["rows"]) for one in inputs), seen
    )


def report(one: Measured) -> None:
    """Phases of one month."""
    seen = one.seen
    print(f"\n{one.label}, {one.month}: {one.people:,} people, {one.rows:,} rows")
    for name, seconds in seen.phases.items():
        print(f"  {name:58} {seconds:9.1f} s  {seconds / seen.wall:6.1%}")
    print(
        f"  whole {seen.wall:.1f} s, CPU {seen.cpu:.1f} s, peak {seen.peak / GB:.2f} GB, disk {seen.disk / GB:.2f} GB,"
        f" {seen.wall * 1e6 / max(one.people, 1):.0f} µs a person",
        flush=True,
    )


def table(found: list[Measured]) -> None:
    """All months as one table, with ratios: a month to the first of its delivery, cost to that of the first delivery."""
    print(
        "\n| delivery | month | people | rows | s | CPU s | peak GB | disk GB | µs a person | cost × | first month × |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    firsts: dict[str, Measured] = {}
    for one in found:
        first = firsts.setdefault(one.label, one)
        base = found[0].seen.wall / max(found[0].people, 1)
        each = one.seen.wall / max(one.people, 1)
        again = f"{one.seen.wall / first.seen.wall:.2f}" if one is not first else ""
        print(
            f"| {one.label} | {one.month} | {one.people:,} | {one.rows:,} | {one.seen.wall:.1f} | {one.seen.cpu:.1f}"
            f" | {one.seen.peak / GB:.2f} | {one.seen.disk / GB:.2f} | {each * 1e6:.0f} | {each / base:.2f} | {again} |"
        )


@contextmanager
def place(folder: Path | None) -> Iterator[Path]:
    """The folder asked for, or one that goes away."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def main() -> None:
    """Measure what is asked and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", default="20000", help="registered people; with --nation of all 32 units")
    parser.add_argument("--in", dest="source", type=Path, help="folder of months, instead of generating")
    parser.add_argument("--months", default=MONTHS)
    parser.add_argument("--nation", default="", help="province codes: close a nation of them")
    parser.add_argument("--size", default="county", help="what is generated without --nation")
    parser.add_argument("--format", default="parquet")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", default="duckdb")
    parser.add_argument("--memory", default="", help="DuckDB's memory_limit, like 5GB")
    parser.add_argument("--keep", default="", help="what stays of a nation: results, all, least")
    parser.add_argument("--limit", type=float, default=0, help="kill the close over so many GB")
    parser.add_argument("--folder", type=Path, help="where registers and results stay")
    parser.add_argument("--echo", action="store_true")
    args = parser.parse_args()
    print(machine(), flush=True)
    found: list[Measured] = []
    with place(args.folder) as folder:
        sizes = [0] if args.source else [int(size) for size in args.people.split(",")]
        for size in sizes:
            codes = [code for code in args.nation.split(",") if code]
            label = f"{len(codes)} provinces of {size:,}" if codes else f"{size:,}"
            label = args.source.name if args.source else label
            home = folder / (label.replace(",", "").replace(" ", "") if size else "at-hand")
            registers = args.source or generate(home, size, args.months, args)
            for month in args.months.split(","):
                found.append(close(label, month, registers / month, home / "out", args))
                report(found[-1])
    table(found)


if __name__ == "__main__":
    main()
