"""A synthetic village of two months, closed once undisturbed: what every torture has to end with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.torture.run import MONTHS, generate, undisturbed
from benchmarks.torture.strike import Close, Ended

FIRST, SECOND = MONTHS


@dataclass(frozen=True)
class Calm:
    """A world, what its result folder holds after each undisturbed month, and how those closes went."""

    world: Path
    out: Path
    held: dict[str, dict[str, str]]
    ended: dict[str, Ended]

    def close(self, out: Path, month: str = FIRST, world: Path | None = None) -> Close:
        """A close of this world into another folder."""
        return Close(world or self.world, month, out, "duckdb", ["threads=2"])


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    world, out = tmp_path_factory.mktemp("village"), tmp_path_factory.mktemp("calm")
    generate(world, 300, 5)
    held, ended = undisturbed(world, out, "duckdb", ["threads=2"])
    assert all(len(found) > 150 for found in held.values())
    return Calm(world, out, held, ended)


@pytest.fixture
def copied(calm: Calm, tmp_path: Path) -> Callable[[], Path]:
    """A copy of the undisturbed result folder, to damage."""
    import shutil

    def copy() -> Path:
        shutil.copytree(calm.out, tmp_path / "copy")
        return tmp_path / "copy"

    return copy
