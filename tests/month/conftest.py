"""A small synthetic county, closed once for all tests of this folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from qianxiao.cli import main


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Registers of two months for about 6,000 people, with their truth."""
    folder = tmp_path_factory.mktemp("world")
    words = ["demo", "generate", "--size", "county", "--people", "6000", "--seed", "7"]
    assert main([*words, "--months", "2020-05,2020-06", "--out", str(folder)]) == 0
    return folder


def close(world: Path, month: str, out: Path, *more: str) -> None:
    """Close one month of a world in a process of its own, as its user would."""
    words = ["close", "--period", month, "--in", str(world / "registers" / month), "--out", str(out), *more]
    done = subprocess.run(
        [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="session")
def closed(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result folder after closing 2020-05 and then 2020-06."""
    out = tmp_path_factory.mktemp("closed")
    close(world, "2020-05", out)
    close(world, "2020-06", out)
    return out
