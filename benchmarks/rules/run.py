"""The rules against a loop, OpenFisca, Polars and a bare scan: the same people, the same rules, one run.

python -m benchmarks.rules.run [--people 1000000] [--seed 7] [--keep FOLDER] [--peers .venv-bench/bin/python]
Ten million people: --people 10000000 (about 1 GB of memory and 200 MB of disk).
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.rules.generate import write_ways
from benchmarks.rules.ours import POLICIES, write_values
from benchmarks.rules.people import make_people
from qianxiao.engine.rules.load import load_rules

HERE = Path(__file__).parent
# Way, most people it is asked to bear, what its name means. A ratio is to our one pass over as many people.
OURS = (("survey", 10**9, "ours, one pass, reasons kept"), ("close", 10**9, "ours, item by item, ordered files"),
        ("scan", 10**9, "bare scan of the facts"))  # fmt: skip
PEERS = (
    ("peer_polars.py", "", 10**9, "Polars streaming, reasons kept"),
    ("peer_loop.py", "", 200_000, "plain Python loop"),
    ("peer_loop.py", "reasons", 200_000, "plain Python loop, reasons"),
    ("peer_openfisca.py", "inlined", 1_000_000, "OpenFisca, values inlined"),
    ("peer_openfisca.py", "regional", 1_000_000, "OpenFisca, prepared region keys"),
    ("peer_openfisca.py", "county", 1_000_000, "OpenFisca, values by county"),
)


def prepared(folder: Path, people: int, seed: int) -> Path:
    """The people of a size, with the rules in the words of the peers."""
    home = folder / str(people)
    files = load_rules(POLICIES)
    make_people(home, people, seed)
    write_values(home, files)
    write_ways(files, home / "ways.py")
    return home


def asked(words: list[str]) -> dict[str, Any]:
    """Run one way in a process of its own; its line of JSON."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=HERE.parents[1])
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Decide in every way, compare, then print; 1 when two ways disagree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder of the people, reused")
    parser.add_argument("--peers", default=".venv-bench/bin/python")
    parser.add_argument("--only", default="", help="ways whose name contains this")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return compared(args, args.keep or Path(scratch))


def compared(args: argparse.Namespace, folder: Path) -> int:
    """All ways, then the table."""
    homes: dict[int, Path] = {}
    found: list[tuple[str, int, dict[str, Any]]] = []
    ways = [([sys.executable, "-m", "benchmarks.rules.ours", way], most, label) for way, most, label in OURS]
    ways += [([args.peers, str(HERE / script), how], most, label) for script, how, most, label in PEERS]
    for words, most, label in ways:
        if args.only not in label:
            continue
        people = min(args.people, most)
        if people not in homes:
            homes[people] = prepared(folder, people, args.seed)
        call = (
            [*words, str(homes[people])]
            if words[1] == "-m"
            else [words[0], words[1], str(homes[people]), words[2]]
        )
        found.append((label, people, asked(call)))
        print(f"  {label}: {found[-1][2]['seconds']:.2f} s", file=sys.stderr)
    person = asked([sys.executable, "-m", "benchmarks.rules.ours", "person", str(homes[min(homes)])])
    own = ours(found, homes)
    wrong = disagreeing(found, own)
    if wrong:
        print("\n".join(wrong))
        return 1
    table(found, own, person)
    return 0


def ours(found: list[tuple[str, int, dict[str, Any]]], homes: dict[int, Path]) -> dict[int, dict[str, Any]]:
    """Our one pass over each size that somebody else decided: what others are held against."""
    own = {people: figures for label, people, figures in found if label == OURS[0][2]}
    survey = [sys.executable, "-m", "benchmarks.rules.ours", "survey"]
    missing = {people for _, people, _ in found} - set(own)
    return own | {people: asked([*survey, str(homes[people])]) for people in sorted(missing)}


def disagreeing(found: list[tuple[str, int, dict[str, Any]]], own: dict[int, dict[str, Any]]) -> list[str]:
    """Ways whose sums differ from our one pass over the same people."""
    return [
        f"{label} disagrees on {name}: {value}, we say {own[people]['sums'][name]}"
        for label, people, one in found
        for name, value in one["sums"].items()
        if own[people]["sums"][name] != value
    ]


def line(
    label: str, people: int, taken: tuple[float, float], own: tuple[float, float], peak: str = ""
) -> None:
    """One way: by the wall, and by the processors, which other work on the machine disturbs less."""
    wall, cpu = people / taken[0], people / taken[1]
    print(
        f"{label:<36}{people:>12,}{taken[0]:>9.2f}{wall:>13,.0f}{own[0] / wall:>8.1f}{cpu:>12,.0f}{own[1] / cpu:>8.1f}{peak}"
    )


def table(
    found: list[tuple[str, int, dict[str, Any]]], sizes: dict[int, dict[str, Any]], person: dict[str, Any]
) -> None:
    """Ways, people per second, ratio to our one pass over as many people, memory."""
    versions = {name: one for _, _, figures in found for name, one in figures["versions"].items()}
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}")
    print("all decisions compared equal: amounts of every way, reasons of every way that gives them\n")
    heads = (
        ("people", 12),
        ("s", 9),
        ("people/s", 13),
        ("ratio", 8),
        ("per CPU s", 12),
        ("ratio", 8),
        ("peak MB", 9),
    )
    print(f"{'way':<36}" + "".join(f"{word:>{width}}" for word, width in heads))
    for label, people, one in found:
        own = people / sizes[people]["seconds"], people / sizes[people]["cpu"]
        line(label, people, (one["seconds"], one["cpu"]), own, f"{one['peak_mb']:>9,}")
        if "whole" in one:  # ours reads its facts from the file as well
            line("  the same, facts read and prepared", people, one["whole"], own)
        if "written" in one:
            line("  the same, written to files", people, one["written"], own)
    print(
        f"\none person, all items with reasons, in process: median {person['seconds'] * 1000:.3f} ms,"
        f" worst of 500 {person['worst'] * 1000:.3f} ms (of the processor {person['used'] * 1000:.3f} ms),"
        f" the first {person['first'] * 1000:.3f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
