"""A small demo world shared by the tests: generated once, read only."""

from pathlib import Path

import pytest

from qianxiao.demo.cli import generate


@pytest.fixture(scope="session")
def small_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12,000 registered people of one county as csv and Parquet, two months."""
    out = tmp_path_factory.mktemp("demo") / "world"
    generate("county", 7, out, [202005, 202006], people=12_000, wanted="parquet")
    return out


@pytest.fixture(scope="session")
def village_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One village with every register as a workbook."""
    out = tmp_path_factory.mktemp("demo") / "village"
    generate("village", 7, out, [202006])
    return out
