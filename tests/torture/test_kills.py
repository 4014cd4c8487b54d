"""A close killed at any moment goes on to the identical result, in a first and in a second month."""

import random
from pathlib import Path

import pytest

from benchmarks.torture.same import differing, folder, leftovers
from benchmarks.torture.strike import Blow
from tests.torture.conftest import FIRST, SECOND, Calm

pytestmark = pytest.mark.heavy


def blows(seed: int, month: str, calm: Calm) -> list[Blow]:
    """Three moments among the changes to the folder, spread from early to late, and one moment in time."""
    rng, deeds = random.Random(f"{seed} {month}"), calm.ended[month].deeds
    spread = [Blow("deed", rng.randint(1 + deeds * part // 3, deeds * (part + 1) // 3)) for part in range(3)]
    return [*spread, Blow("clock", rng.uniform(1.0, calm.ended[month].seconds / 2))]


def test_killed_eight_times_and_the_same(calm: Calm, tmp_path: Path) -> None:
    kills = 0
    for month in (FIRST, SECOND):
        close = calm.close(tmp_path, month)
        for blow in blows(1, month, calm):
            kills += close.run(blow).struck
        assert close.run().code == 0
        assert differing(folder(tmp_path), calm.held[month]) == []
        assert leftovers(tmp_path) == []
    # a resumed attempt makes fewer changes, so that a late moment may lie behind its end
    assert kills >= 4


@pytest.mark.parametrize("name", ["manifest.json", "202005", "_steps.duckdb.json"])
def test_killed_just_before_and_just_after_a_file_takes_its_place(
    calm: Calm, tmp_path: Path, name: str
) -> None:
    """The rename that makes the manifest, the matching's memory and the log of steps whole."""
    close = calm.close(tmp_path)
    for after in (0, 1):
        ended = close.run(more={"TORTURE_AT": name, "TORTURE_AFTER": str(after)})
        assert ended.struck
    assert close.run().code == 0
    assert differing(folder(tmp_path), calm.held[FIRST]) == []
