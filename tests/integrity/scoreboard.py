"""F1 and F2 by one command: what every pattern finds of what was planted, what it takes for it that only looks alike.

python -m tests.integrity.scoreboard [--people 5000000] [--seed 1] [--cases 30] [--data FOLDER]

A PostgreSQL of its own is made under FOLDER, or the one there is used again. Exact rules have to find everything; those of
STATISTICAL at least 80 in a hundred. The control of a rule: with the rule away, its cases are found by nothing else.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integrity.planted import DAY

STATISTICAL = frozenset({24, 33, 34, 36})
LEAST = 0.8  # of the cases of a statistical rule
HELD_AT_MOST = 0.01  # of the honest lines
PRECISE = 0.5  # of the findings that only lead


@dataclass(frozen=True)
class Row:
    """One pattern: seconds, cases, those found, findings, look-alikes, those flagged, cases missed with the rule away."""

    pattern: int
    seconds: float
    planted: int
    hits: int
    found: int
    alike: int
    flagged: int
    alone: int

    @property
    def good(self) -> bool:
        """Whether it holds what the scoreboard asks of it; a rule without cases, or whose control passes, does not."""
        least = LEAST if self.pattern in STATISTICAL else 1
        return (
            bool(self.planted) and self.hits >= self.planted * least and not self.flagged and self.alone > 0
        )


@dataclass(frozen=True)
class Board:
    """All patterns; honest lines, those held wrongly and those refused wrongly."""

    rows: tuple[Row, ...]
    honest: int
    held: int
    refused: int

    @property
    def good(self) -> bool:
        """Whether all of it holds."""
        fair = self.honest > 0 and not self.refused and self.held <= self.honest * HELD_AT_MOST
        return fair and all(row.good and (row.hits >= row.found * PRECISE) for row in self.rows)


def _truth(files: Path) -> list[tuple[int, str, str]]:
    import duckdb

    asked = "SELECT pattern, kind, subject FROM read_parquet(?)"
    return duckdb.execute(asked, [str(files / "truth_services.parquet")]).fetchall()


def board(files: Path, seconds: dict[int, float]) -> Board:
    """What the findings in the database are against the truth of the files."""
    from qianxiao.money.integrity import rules
    from qianxiao.money.integrity.models import Finding
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    truth = _truth(files)
    there: dict[int, set[str]] = {pattern: set() for pattern in rules.patterns()}
    with in_scope(whole_scope()) as scope:
        for pattern, subject in Finding.objects.within(scope).values_list("pattern", "subject"):
            there[pattern].add(subject)
    rows = []
    for pattern, found in there.items():
        planted = {subject for one, kind, subject in truth if (one, kind) == (pattern, "planted")}
        alike = {subject for one, kind, subject in truth if (one, kind) == (pattern, "lookalike")}
        others = set().union(*(subjects for other, subjects in there.items() if other != pattern))
        rows.append(
            Row(pattern, seconds.get(pattern, 0), len(planted), len(found & planted), len(found), len(alike), len(found & alike),
                len((found & planted) - others))
        )  # fmt: skip
    return Board(tuple(rows), *_wrong(files))


def _wrong(files: Path) -> tuple[int, int, int]:
    """Honest lines, how many of them a finding holds, how many a rule refuses at entry."""
    import duckdb
    from django.db import connection

    from qianxiao.office.accounts.scope import in_scope, whole_scope

    fair = [line for (line,) in duckdb.execute("SELECT reference FROM read_parquet(?)", [str(files / "honest.parquet")]).fetchall()]  # fmt: skip
    asked = """
        SELECT count(DISTINCT l.reference), count(DISTINCT l.reference) FILTER (WHERE f.act = 'B') FROM unnest(%s::text[]) l(reference)
        JOIN claims_claimline c USING (reference) JOIN integrity_stop s ON s.claim = l.reference JOIN integrity_finding f ON f.id = s.finding_id
    """
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(asked, [fair])
        held, refused = cursor.fetchone()
    return len(fair), int(held), int(refused)


def look_through() -> tuple[dict[int, float], dict[str, int]]:
    """Every rule over everything, then what they name is stopped; seconds per pattern (0: stopping), lines held and sent."""
    from qianxiao.money.integrity import rules
    from qianxiao.money.integrity.acting import stop
    from qianxiao.money.integrity.actions import look
    from qianxiao.office.accounts.scope import whole_scope

    seconds = {}
    for pattern in rules.patterns():
        start = time.monotonic()
        look(whole_scope(), DAY, pattern)
        seconds[pattern] = time.monotonic() - start
    start = time.monotonic()
    told = stop()
    seconds[0] = time.monotonic() - start
    return seconds, told


def at_entry(most: int = 200) -> list[float]:
    """Milliseconds of the check that refuses at entry, all patterns in one query, for each of some claims, sorted."""
    from qianxiao.money.claims.models import Claim, ClaimLine
    from qianxiao.money.integrity.entry import refused
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    took = []
    with in_scope(whole_scope()) as scope:
        numbers = list(Claim.objects.within(scope).order_by("claim_no").values_list("pk", flat=True))
        for number in numbers[:: max(1, len(numbers) // most)]:
            lines = list(
                ClaimLine.objects.within(scope).filter(claim=number).values_list("reference", "person_id")
            )
            start = time.monotonic()
            refused([reference for reference, _who in lines], [who for _reference, who in lines], DAY)
            took.append((time.monotonic() - start) * 1000)
    return sorted(took)


def said(found: Board) -> str:
    """The board as lines of a table."""
    head = (
        "| pattern | seconds | planted | found | recall | findings | precision | look-alikes | flagged | missed without the rule | |\n|"
        + "---|" * 11
    )
    lines = [
        f"| {row.pattern} | {row.seconds:.1f} | {row.planted} | {row.hits} | {row.hits / max(row.planted, 1):.3f} | {row.found} | {row.hits / max(row.found, 1):.3f}"
        f" | {row.alike} | {row.flagged} | {row.alone} | {'ok' if row.good else 'RED'} |"
        for row in found.rows
    ]
    tail = f"honest lines {found.honest:,}: held wrongly {found.held} ({found.held / max(found.honest, 1):.4f}), refused wrongly {found.refused}"
    return "\n".join([head, *lines, tail, "F1, F2: " + ("green" if found.good else "RED")])


def _machine() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, commit {commit.stdout.strip()}"


def main(argv: list[str] | None = None) -> int:
    """The command: 0 when green."""
    parser = argparse.ArgumentParser(prog="scoreboard", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=30, help="of each kind at least")
    parser.add_argument("--data", type=Path, default=Path("var/scoreboard"))
    args = parser.parse_args(argv)
    os.environ.update(QIANXIAO_VAR=str(args.data.resolve()), QIANXIAO_DEMO="1")
    files = args.data.resolve() / "files"
    from benchmarks.services.run import fill

    try:
        fill(args.people, args.seed, files, money=args.cases, again=False)
        seconds, told = look_through()
        found = board(files, seconds)
        counts: Any = {name: sum(getattr(row, name) for row in found.rows) for name in ("planted", "hits", "found", "flagged")}  # fmt: skip
        print(f"F1, F2: {args.people:,} people, seed {args.seed}, {_machine()}")
        print(said(found))
        print(
            f"cases {counts['planted']}, found {counts['hits']}, findings {counts['found']}, look-alikes flagged {counts['flagged']}"
        )
        took = at_entry()
        print(
            f"entry check, {len(took)} claims: median {took[len(took) // 2]:.0f} ms, 95 of 100 within {took[int(len(took) * 0.95)]:.0f} ms"
        )
        print(
            f"lines held {told['held']}, too late for {told['sent']}; stopping took {seconds[0]:.1f} s, all rules {sum(seconds.values()):.1f} s"
        )
    finally:
        from qianxiao.ops.postgres import default_data, stop

        stop(default_data())
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())
