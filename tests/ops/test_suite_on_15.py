"""What asks for a database holds on Debian's PostgreSQL 15 too: every statement, policy and trigger, and the pages."""

import os
import re
import subprocess
import sys

import pytest

from qianxiao.base.paths import ROOT

# Asked once, on the newest server: every address as every role (here the policies behind them: test_layer, test_rows),
# and what takes long for other reasons than the database: closes, password hashes, limited children.
ELSEWHERE = (
    *(
        f"contract/test_{name}.py"
        for name in ("matrix", "rosters", "extra_fields", "lists", "matching", "duties", "exports", "trace")
    ),
    *(f"imports/test_{name}.py" for name in ("wizard", "hostile", "jobs", "out_and_in", "whose", "many")),
    *(
        f"households/test_{name}.py"
        for name in ("lists", "corrections_close", "corrections", "snapshots", "moved_months")
    ),
    *("accounts", "exports/test_faults.py", "matching/test_two_months.py", "matching/test_lifted.py"),
    *(
        "web/test_texts.py",
        "studies/test_out.py",
        "studies/test_figures.py",
        "evaluation/test_out.py",
        "duties/test_messages.py",
    ),
    *(f"payments/test_{name}.py" for name in ("kills", "crashes", "races", "reds", "bank")),
    *("claims/test_at_once.py", "courses", "curricula", "lifelong", "reference", "policies"),
)


@pytest.mark.pg15
@pytest.mark.heavy
def test_the_database_tests_pass_on_15() -> None:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "DATABASE_URL"))}
    words = [
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-m",
        "postgres and not browser and not heavy",
        *(f"--ignore=tests/{part}" for part in ELSEWHERE),
        "tests",
    ]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=keep | {"QIANXIAO_TEST_FLAVOUR": "debian"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    told = re.findall(r"^(?:FAILED|ERROR|E  ).*", said, re.MULTILINE)
    assert done.returncode == 0, "\n".join(told) or said[-6000:]
    assert "database: PostgreSQL 15" in said
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed.group(1)) > 0, said[-2000:]
