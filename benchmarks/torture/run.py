"""`python -m benchmarks.torture.run --kills 100 --engine duckdb --people 3000`: kill closes, compare what they leave.

Closes two months undisturbed, then again and again with SIGKILL at random moments, each attempt going on where the
one before was killed, until the wanted number of kills is reached. Every month has to end identical to the
undisturbed one (`same`). Exit code 1 when one does not.
"""

import argparse
import platform
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.torture.same import differing, folder, leftovers
from benchmarks.torture.strike import ROOT, Blow, Close, Ended

MONTHS = ("2020-05", "2020-06")
KINDS = {"duckdb": ("clock", "deed"), "spark": ("clock", "deed", "java", "python")}
MOST_PER_CLOSE = 8


@dataclass
class Tally:
    """What happened so far."""

    kills: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    closes: int = 0
    wrong: list[str] = field(default_factory=list)


def generate(where: Path, people: int, seed: int) -> None:
    """Two months of a synthetic county or village."""
    size = ["village"] if people < 1000 else ["county", "--people", str(people)]
    words = ["demo", "generate", "--size", *size, "--seed", str(seed), "--months", ",".join(MONTHS)]
    command = [sys.executable, "-m", "qianxiao", *words, "--out", str(where)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def undisturbed(
    world: Path, out: Path, engine: str, options: list[str]
) -> tuple[dict[str, dict[str, str]], dict[str, Ended]]:
    """What the folder holds after each month, and how long each close took."""
    held, ended = {}, {}
    for month in MONTHS:
        ended[month] = Close(world, month, out, engine, options).run()
        if ended[month].code:
            raise SystemExit(f"the undisturbed close failed:\n{ended[month].errors}")
        held[month] = folder(out)
    return held, ended


def phase(errors: str) -> str:
    """The phase an attempt was in when it was struck, like `3/6`."""
    marks = [line[1:4] for line in errors.splitlines() if line[:1] == "[" and line[2:4] == "/6"]
    return marks[-1] if marks else "start"


def blow(rng: random.Random, engine: str, usual: Ended, kills: int) -> Blow:
    """A random way and moment, within what is likely left of the close after some kills."""
    kind = rng.choice(KINDS[engine])
    if kind == "deed":
        return Blow(kind, rng.randint(1, max(usual.deeds // (1 + kills), 1)))
    return Blow(kind, rng.uniform(0.05, usual.seconds / (1 + kills)))


def batter(close: Close, usual: Ended, rng: random.Random, wanted: int, tally: Tally) -> None:
    """Kill one month's close up to `wanted` times, then let it end."""
    kills = 0
    for _ in range(wanted):
        planned = blow(rng, close.engine, usual, kills)
        ended = close.run(planned)
        if ended.struck:
            kills += 1
            tally.kills[planned.kind] += 1
            tally.phases[phase(ended.errors)] += 1
        elif ended.code == 0:
            break
        else:
            tally.wrong.append(f"{close.month}: an attempt failed: {ended.errors[-1500:]}")
            return
    last = close.run()
    if last.code:
        tally.wrong.append(f"{close.month}: cannot be resumed: {last.errors[-1500:]}")
    tally.closes += 1
    print(f"  {close.month}: killed {kills} times, last attempt {last.seconds:.1f} s", flush=True)


def trial(args: argparse.Namespace, work: Path, number: int, rng: random.Random, tally: Tally) -> None:
    """Both months under fire in a fresh folder, compared after each."""
    out = work / f"trial{number}"
    shutil.rmtree(out, ignore_errors=True)
    for month in MONTHS:
        left = args.kills - sum(tally.kills.values())
        wanted = min(rng.randint(1, MOST_PER_CLOSE), max(left, 0))
        batter(Close(args.world, month, out, args.engine, args.option), args.ended[month], rng, wanted, tally)
        bad = differing(folder(out), args.held[month])
        bad += [f"left behind: {name}" for name in leftovers(out)]
        tally.wrong += [f"trial {number}, {month}: {name}" for name in bad]
        print(f"  {month}: {'identical' if not bad else f'{len(bad)} differ: {bad[:6]}'}", flush=True)
        if bad:
            print(f"  kept for a look: {out}", flush=True)
            return
    shutil.rmtree(out)


def parsed() -> argparse.Namespace:
    """The arguments of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--people", type=int, default=3000, help="below 1000: a village")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--option", action="append", default=[], help="engine setting KEY=VALUE")
    parser.add_argument("--work", type=Path, required=True, help="folder for worlds and results")
    return parser.parse_args()


def main() -> int:
    """Run, print a table, return 1 when anything differed."""
    args = parsed()
    rng, tally, start = random.Random(args.seed), Tally(), time.monotonic()  # noqa: S311 - repeatable
    args.world = args.work / f"world{args.people}-{args.seed}"
    if not (args.world / "registers" / MONTHS[-1]).exists():
        generate(args.world, args.people, args.seed)
    reference = args.work / "undisturbed"
    shutil.rmtree(reference, ignore_errors=True)
    args.held, args.ended = undisturbed(args.world, reference, args.engine, args.option)
    shutil.rmtree(reference)
    for month, ended in args.ended.items():
        print(f"{month} undisturbed: {ended.seconds:.1f} s, {ended.deeds} changes to the folder", flush=True)
    number = 0
    while sum(tally.kills.values()) < args.kills and not tally.wrong:
        number += 1
        print(f"trial {number}", flush=True)
        trial(args, args.work, number, rng, tally)
    report(args, tally, time.monotonic() - start)
    return 1 if tally.wrong else 0


def report(args: argparse.Namespace, tally: Tally, seconds: float) -> None:
    """The table of a run."""
    versions = f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {platform.machine()}"
    print(f"\n{args.engine}, {args.people} people, seed {args.seed}, {versions}, {seconds:,.0f} s")
    print("| way of killing | kills |\n|---|---|")
    for kind, count in sorted(tally.kills.items()):
        print(f"| {kind} | {count} |")
    print("| phase struck | kills |\n|---|---|")
    for name, count in sorted(tally.phases.items()):
        print(f"| {name} | {count} |")
    compared = len(next(iter(args.held.values())))
    print(f"closes ended: {tally.closes}; files and tables compared after each: {compared} and more")
    print(f"not identical: {len(tally.wrong)}", *tally.wrong, sep="\n  ")


if __name__ == "__main__":
    sys.exit(main())
