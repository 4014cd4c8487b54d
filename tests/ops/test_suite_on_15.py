"""What asks for a database holds on Debian's PostgreSQL 15 too: every statement, policy and trigger, and the pages."""

import os
import re
import subprocess
import sys

import pytest

from qianxiao.base.paths import ROOT

# Every address opened once (each_once), every address that changes something used once (trace), every policy
# and trigger (layer, rows, walls, tiers), and the statements behind pages: a month loaded and signed, the queue of work,
# the ledger, the patterns, the chain of records, keys, rosters taken in. The rest is asked on the newest server.
HERE = (
    *(f"contract/test_{name}.py" for name in ("each_once", "trace", "layer", "rows")),
    *("web/test_load.py", "web/test_figures.py", "books/test_tiers.py", "duties/test_work.py"),
    *(f"payments/test_{name}.py" for name in ("book", "reserving", "walls")),
    *("integrity", "audit", "vault/test_index.py", "imports/test_steps.py", "households/test_pages.py"),
    *("studies/test_load.py", "training/test_roll.py", "claims/test_review.py", "notices"),
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
        *(f"tests/{part}" for part in HERE),
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
