"""A month may be closed again by the other engine in the same folder: its files take the place of the old ones."""

from pathlib import Path

import pytest

from qianxiao.engine.engines import open_engine


@pytest.mark.cluster
def test_either_engine_replaces_what_the_other_wrote(tmp_path: Path) -> None:
    target = tmp_path / "t.parquet"
    for turn, name in enumerate(("duckdb", "spark", "duckdb")):
        with open_engine(name, tmp_path / "spill") as engine:
            assert engine.build("t", "select :turn as turn", target, {"turn": turn}, "turn") == 1
            assert engine.rows("select turn from t") == [(turn,)]
