"""Nothing in a result comes from a clock: set forward, set back, files from the future, it is the same."""

import os
import re
import shutil
from pathlib import Path

import pytest

from benchmarks.torture.same import differing, folder
from qianxiao.engine import sqltext
from tests.torture.conftest import FIRST, SECOND, Calm

ENGINE = Path(sqltext.__file__).parent
LATE, EARLY = 2_556_057_600, 915_148_800  # 2050-12-31, 1999-01-01


@pytest.mark.heavy
def test_a_clock_set_back_changes_nothing(calm: Calm, tmp_path: Path) -> None:
    world, out = tmp_path / "world", tmp_path / "out"
    shutil.copytree(calm.world, world)
    for path in world.rglob("*"):
        os.utime(path, (LATE, LATE))
    assert calm.close(out, FIRST, world).run(more={"TORTURE_NOW": str(LATE)}).code == 0
    for path in out.rglob("*"):
        os.utime(path, (LATE, LATE))
    assert calm.close(out, SECOND, world).run(more={"TORTURE_NOW": str(EARLY)}).code == 0
    assert differing(folder(out), calm.held[SECOND]) == []


def test_no_step_asks_for_the_time() -> None:
    asks = re.compile(
        r"\b(now|today|get_current_time\w*|uuid|random|rand)\s*\(|\bcurrent_(date|time\w*)\b", re.I
    )
    files = sorted(ENGINE.rglob("*.sql"))
    assert len(files) > 100
    assert [path.name for path in files if asks.search(path.read_text(encoding="utf-8"))] == []
