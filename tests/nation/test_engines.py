"""The SQL of the nation gives the same rows on Spark as on DuckDB: every step again over the same tables."""

from pathlib import Path

import duckdb
import pytest

from qianxiao.engine.close import exchange
from qianxiao.engine.close.carry import CarriedRun, read_mark
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.close.month import period_params
from qianxiao.engine.close.province import SQL
from qianxiao.engine.close.rollup import SQL as ROLLUP
from qianxiao.engine.close.rollup import attach_every
from qianxiao.engine.engines import Engine, open_engine
from qianxiao.engine.sqltext import read_steps
from tests.nation.conftest import COUNTY, World, close

pytestmark = [pytest.mark.cluster, pytest.mark.heavy]
PERIOD = 202005


@pytest.fixture(scope="module")
def kept(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The nation closed by DuckDB with all its tables."""
    out = tmp_path_factory.mktemp("kept")
    done = close(world.mixed, out, "--keep", "all")
    assert done.returncode == 0, done.stderr[-3000:]
    return out


def _same(ours: Path, theirs: Path) -> int:
    """Compare two tables row by row; returns how many rows they have."""
    with duckdb.connect() as con:
        con.execute(f"create view a as select * from '{ours}'")
        con.execute(f"create view b as select * from '{theirs / '*.parquet'}'")
        names = ", ".join(f'"{row[0]}"' for row in con.execute("describe a").fetchall())
        left = con.execute(f"select {names} from a order by all").fetchall()
        assert left == con.execute(f"select {names} from b order by all").fetchall(), ours.stem
        return len(left)


def test_spark_exchanges_settles_and_adds_up_alike(world: World, kept: Path, tmp_path: Path) -> None:
    whole = Ground(PERIOD, world.mixed, kept)
    parts = [Ground(PERIOD, world.mixed / code, kept, code) for code in COUNTY]
    pairs: list[tuple[Path, Path]] = []
    with open_engine("spark", tmp_path / "scratch") as engine:
        run = CarriedRun(
            engine, PERIOD, tmp_path / "exchange", tmp_path / "index", period_params(PERIOD), _quiet
        )
        for work in (exchange.exchange, exchange.settle, exchange.give_back):
            work(run, parts)
        pairs += [(whole.exchange / "tables" / path.name, path) for path in run.tables.glob("*.parquet")]
        for ground in parts:
            pairs += _province(engine, ground, tmp_path / ground.part)
        rolled = CarriedRun(
            engine, PERIOD, tmp_path / "whole", tmp_path / "index", period_params(PERIOD), _quiet
        )
        attach_every(rolled, parts)
        for name, table in (("verdicts", "verdicts"), ("twice_found", "registered_twice")):
            rolled.given(name, whole.exchange / "tables" / f"{table}.parquet")
        rolled.build_all(read_steps(ROLLUP))
        pairs += [(whole.tables / path.name, path) for path in rolled.tables.glob("*.parquet")]
    filled = [ours.stem for ours, theirs in pairs if _same(ours, theirs)]
    assert len(pairs) > 80
    assert {
        "verdicts",
        "guests_62",
        "entitlements_returned_52",
        "links",
        "asked",
        "migrants",
        "coverage",
    } <= set(filled)


def _province(engine: Engine, ground: Ground, tables: Path) -> list[tuple[Path, Path]]:
    """Build the province's own steps on Spark, each over DuckDB's tables."""
    params = {**period_params(PERIOD), "part": ground.part}
    run = CarriedRun(engine, PERIOD, tables, tables / "index", params, _quiet)
    told = read_mark(ground.marker("finish"))
    pairs = []
    for folder in ("read", "link", "settle", "part", "finish"):
        for step in read_steps(SQL / folder):
            for name in step.reads:
                _attach(run, ground, name, told["prints"])
            if folder == "link":
                # the links as the matching left them, before they were settled
                for name in ("links", "doubts"):
                    run.given(name, ground.tables / f"{name}_found.parquet")
            run.build(step)
            pairs.append((ground.tables / f"{step.table}.parquet", run.path(step.table)))
    return pairs


def _attach(run: CarriedRun, ground: Ground, name: str, prints: dict[str, str]) -> None:
    own = ground.tables / f"{name}.parquet"
    given = ground.exchange / "tables" / f"{name}_{ground.part}.parquet"
    run.engine.attach(name, own if own.exists() else given)
    run.prints[name] = prints.get(name, name)


def _quiet(_: str) -> None:
    """Say nothing."""
