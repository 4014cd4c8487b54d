"""Small and large tables are planned differently and come out alike; what the options say stays."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.engine import spark
from qianxiao.engine.spark import SparkEngine

pytestmark = pytest.mark.cluster
ROWS = 50_000
SQL = "select a % :parts as part, a, lpad(cast(a as string), 6, '0') as text from numbers"


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Numbers in no order, one of them missing."""
    path = tmp_path_factory.mktemp("numbers") / "numbers.parquet"
    source = f"select (i * 7919) % {ROWS} as a from range({ROWS}) t(i) union all select null"
    duckdb.execute(f"copy ({source}) to '{path}' (format parquet)")
    return path


def stored(target: Path) -> list[tuple[object, ...]]:
    """Rows of a folder in the order of its files."""
    return [
        row
        for part in sorted(target.glob("*.parquet"))
        for row in duckdb.execute(f"select * from '{part}'").fetchall()
    ]


@pytest.mark.parametrize(("large_from", "adaptive"), [(1 << 40, "false"), (1, "true")])
def test_either_plan_stores_the_same_rows_in_order(
    numbers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large_from: int, adaptive: str
) -> None:
    monkeypatch.setattr(spark, "_LARGE_FROM", large_from)
    with SparkEngine(tmp_path / "spill") as engine:
        engine.attach("numbers", numbers)
        assert engine.session.conf.get("spark.sql.adaptive.enabled") == adaptive
        assert engine.build("t", SQL, tmp_path / "t.parquet", {"parts": 3}, "part, a") == ROWS + 1
        assert engine.rows("select count(*), count(a) from t") == [(ROWS + 1, ROWS)]
    wanted = sorted((a % 3, a, f"{a:06}") for a in range(ROWS))
    assert stored(tmp_path / "t.parquet") == [(None, None, None), *wanted]


def test_options_win_and_strange_types_are_read(tmp_path: Path) -> None:
    path = tmp_path / "days.parquet"
    duckdb.execute(f"copy (select date '2020-05-31' as day where {ROWS} < 0) to '{path}' (format parquet)")
    with SparkEngine(tmp_path / "spill", [("spark.sql.shuffle.partitions", "3")]) as engine:
        assert engine.session.conf.get("spark.sql.shuffle.partitions") == "3"
        engine.attach("days", path)
        assert engine.columns("days") == ["day"]
        assert engine.build("none", "select * from days", tmp_path / "none.parquet", {}, "day") == 0
        assert engine.rows("select * from none") == []


def test_a_table_cut_short_is_told(numbers: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(numbers.read_bytes()[:-100])
    with SparkEngine(tmp_path / "spill") as engine, pytest.raises(duckdb.Error, match=r"(?i)parquet"):
        engine.attach("cut", cut)
