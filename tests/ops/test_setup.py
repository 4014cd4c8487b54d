"""What `make` promises a newcomer, as far as it can be asked without installing everything again."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from qianxiao.base.paths import ROOT


@pytest.fixture
def clone() -> Iterator[Path]:
    """The files setup reads, in an empty folder, with an environment that is already installed."""
    folder = Path(tempfile.mkdtemp(prefix="qx-setup-"))
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "Makefile", folder)
    yield folder
    shutil.rmtree(folder)


def setup(clone: Path, stage: str, **env: str) -> subprocess.CompletedProcess[str]:
    words = ["bash", "requirements/setup", stage]
    return subprocess.run(words, cwd=clone, env=os.environ | env, capture_output=True, text=True, check=False)


def tools(clone: Path, *names: str) -> str:
    """A PATH with these programs only."""
    folder = clone / "tools"
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return str(folder)


def test_no_python_says_what_to_install(clone: Path) -> None:
    done = setup(clone, "run", PATH=tools(clone, "bash", "dirname"))
    assert done.returncode != 0
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_an_ordinary_user_is_told_each_missing_package(clone: Path) -> None:
    """Nothing is half installed, and no test is left out because a program is absent."""
    path = tools(clone, "bash", "dirname", "sed")
    (clone / "tools" / "id").write_text("#!/bin/sh\necho 1000\n")
    (clone / "tools" / "id").chmod(0o755)
    done = setup(clone, "test", PATH=path, PYTHON=sys.executable)
    assert done.returncode != 0
    for package in ("openjdk-17-jre-headless", "poppler-utils", "gettext"):
        assert package in done.stderr
    assert not (clone / ".venv").exists()


def test_every_target_is_explained() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.*)$", text, re.M).group(1).split())  # type: ignore[union-attr]
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[0] for line in told.splitlines() if line} == targets


def test_the_check_runs_the_tests_and_then_the_linters() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    made = [re.search(r"make (\w+)", line).group(1) for line in lines if line.startswith("make ")]  # type: ignore[union-attr]
    assert made == ["test", "lint"]
    assert "set -euo pipefail" in lines
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
