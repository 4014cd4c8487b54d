"""The scoreboard of money, by one command: `python -m tests.scoreboard [--full] [M1 M7 …]`.

A row is green when its figure was printed by a test that passed, its control was printed by one that passed (a control
passes by failing), and nothing of it failed. Whoever looked at nothing is red. --full: the sizes of the scoreboard, an hour.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from collections import defaultdict
from typing import Any

import pytest

from qianxiao.base.paths import ROOT

ROWS = {
    "M1": "kill -9 of workers between bank and book",
    "M2": "kill -9 of the whole database under load",
    "M3": "the same application fifty times at once",
    "M4": "the same approval, the same release twenty times at once",
    "M5": "a key again, with another body, after a year",
    "M6": "random histories of the ledger",
    "M7": "faults of the bank",
    "M8": "fifty claims on a fund with room for ten",
    "M9": "one person as two",
    "M11": "changes of what is posted",
}
TESTS = (
    *(
        f"tests/payments/test_{name}.py"
        for name in ("kills", "crashes", "races", "reds", "book", "bank", "walls")
    ),
    *("tests/claims/test_at_once.py", "tests/claims/test_review.py"),
)
FULL = {
    "QIANXIAO_KILLS": "1000,40,3000",
    "QIANXIAO_CRASHES": "100",
    "QIANXIAO_TRIALS": "100",
    "QIANXIAO_HISTORIES": "10000",
}
_LINE = re.compile(r"^(M\d+)\b( control| claims)?:? ?(.*)$", re.MULTILINE)


class Heard:
    """What tests of the rows printed, and which failed."""

    def __init__(self) -> None:
        self.figures: dict[str, list[str]] = defaultdict(list)
        self.controls: dict[str, list[str]] = defaultdict(list)
        self.failed: dict[str, list[str]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Every phase of every test."""
        name = report.nodeid.rpartition("::")[2]
        of = re.match(r"test_(m\d+)_", name)
        if report.failed:
            self.failed[of.group(1).upper() if of else "?"].append(name)
        if report.when == "call" and report.passed:
            for row, kind, said in _LINE.findall(report.capstdout):
                (self.controls if kind == " control" else self.figures)[row].append(said)

    def green(self, row: str) -> bool:
        """Whether a row may be believed."""
        return bool(self.figures[row] and self.controls[row]) and not self.failed[row]


def main() -> int:
    """Print the table; 0 when every row that was asked for is green."""
    parser = argparse.ArgumentParser(prog="tests.scoreboard", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=" ".join(ROWS))
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    rows = asked.rows or list(ROWS)
    if unknown := set(rows) - set(ROWS):
        parser.error(f"no such row: {' '.join(sorted(unknown))}")
    os.environ.update(FULL if asked.full else {})
    heard = Heard()
    words = ["-q", "-p", "no:cacheprovider", "-k", " or ".join(f"{row.lower()}_" for row in rows), *TESTS]
    pytest.main(words, plugins=[heard])
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    size = "the scoreboard's sizes" if asked.full else "short"
    print(f"\n{commit.stdout.strip()} · {platform.machine()}, {os.cpu_count()} cores, {platform.system()} · Python {platform.python_version()} · {size}")  # fmt: skip
    for row in rows:
        print(f"{'green' if heard.green(row) else 'RED  '} {row:4}{ROWS[row]}")
        for kind, lines in (
            ("", heard.figures[row]),
            ("control: ", heard.controls[row]),
            ("FAILED: ", heard.failed[row]),
        ):
            for line in lines:
                print(f"           {kind}{line}")
    return 0 if all(map(heard.green, rows)) and not heard.failed["?"] else 1


if __name__ == "__main__":
    sys.exit(main())
