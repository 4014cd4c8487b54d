"""Two months of a small county, closed by DuckDB and on a cluster of two workers that loses one in the second month."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from qianxiao.cli import main
from qianxiao.engine.files.tables import Tables
from qianxiao.ops.cluster import LocalCluster
from qianxiao.ops.clusterclose import Closed, close_on

MONTHS = ("2020-05", "2020-06")


@dataclass
class Both:
    """Result folders of the two engines, and how the closes on the cluster went."""

    duckdb: Path
    spark: Path
    went: dict[str, Closed]

    def tables(self, month: str) -> tuple[Tables, Tables]:
        """Tables of one month: DuckDB's, the cluster's."""
        return Tables(self.duckdb / month / "tables"), Tables(self.spark / month / "tables")


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    world = tmp_path_factory.mktemp("cluster-world")
    words = ["demo", "generate", "--size", "county", "--people", "1500", "--seed", "7"]
    assert main([*words, "--months", ",".join(MONTHS), "--out", str(world)]) == 0
    ours, theirs = tmp_path_factory.mktemp("duckdb"), tmp_path_factory.mktemp("spark")
    went = {}
    with LocalCluster(tmp_path_factory.mktemp("machines"), workers=2) as cluster:
        for month in MONTHS:
            source = world / "registers" / month
            assert main(["close", "--period", month, "--in", str(source), "--out", str(ours)]) == 0
            after = "mentions" if month == MONTHS[1] else ""
            went[month] = close_on(cluster, source, month, theirs, after)
    return Both(ours, theirs, went)
