"""A small county: its second month closed by DuckDB, and on a cluster of two workers that loses one in the middle."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from qianxiao.cli import main
from qianxiao.engine.files.tables import Tables
from qianxiao.ops.cluster import LocalCluster
from qianxiao.ops.clusterclose import Closed, close_on
from tests.cluster import every_kind

MONTHS = ("2020-05", "2020-06")


@dataclass
class Both:
    """Result folders of the two engines, and how the close on the cluster went."""

    duckdb: Path
    spark: Path
    went: Closed

    def tables(self) -> tuple[Tables, Tables]:
        """Tables of the second month: DuckDB's, the cluster's."""
        return Tables(self.duckdb / MONTHS[1] / "tables"), Tables(self.spark / MONTHS[1] / "tables")


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    world = tmp_path_factory.mktemp("cluster-world")
    words = ["demo", "generate", "--size", "county", "--people", "1500", "--seed", "7"]
    assert main([*words, "--months", ",".join(MONTHS), "--out", str(world)]) == 0
    ours, theirs = tmp_path_factory.mktemp("duckdb"), tmp_path_factory.mktemp("spark") / "out"
    first, second = (world / "registers" / month for month in MONTHS)
    assert main(["close", "--period", MONTHS[0], "--in", str(first), "--out", str(ours)]) == 0
    every_kind.add(ours / MONTHS[0], second)
    shutil.copytree(ours, theirs)  # a month may stand on one that the other engine closed
    assert main(["close", "--period", MONTHS[1], "--in", str(second), "--out", str(ours)]) == 0
    with LocalCluster(tmp_path_factory.mktemp("machines"), workers=2) as cluster:
        went = close_on(cluster, second, MONTHS[1], theirs, "mentions")
    return Both(ours, theirs, went)
