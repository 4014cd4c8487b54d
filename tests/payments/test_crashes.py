"""M2: what was confirmed outlives the death of every process of the database; without the log's flush it does not."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qianxiao.base.paths import ROOT
from qianxiao.ops.pgways import debian_binaries


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place another account may reach, and short enough for a socket."""
    made = Path(tempfile.mkdtemp(prefix="qx-m2-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.heavy
def test_m2_the_whole_database_dies(folder: Path) -> None:
    assert debian_binaries(), "needs PostgreSQL of Debian: pg_amcheck is part of it"
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "DATABASE_"))}
    words = [
        sys.executable,
        "-m",
        "tests.payments.crashes",
        str(folder),
        os.environ.get("QIANXIAO_CRASHES", "4"),
        "20",
    ]
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=keep | {"QIANXIAO_VAR": str(folder / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    loose = told.pop("control")
    print(f"\nM2: {told}")
    print(f"\nM2 control: synchronous_commit=off: {loose}")
    assert told["confirmed"] > 0 and told["lost"] == 0 and told["book"] == {} and told["damage"] == ""
    assert loose["lost"] > 0
