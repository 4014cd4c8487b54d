"""Old county codes lead to the code of the period, however often a county was renumbered (X-02)."""

from pathlib import Path

from qianxiao.base.reference import REGION_TYPES, counties, regions_path, successor_map
from qianxiao.engine.engines import open_engine
from qianxiao.engine.io.sqlcells import region_ctes

DAY = 20200531


def test_every_ended_code_is_followed_to_its_last_successor(tmp_path: Path) -> None:
    with open_engine("duckdb", tmp_path) as engine:
        engine.attach_csv("regions", regions_path(), REGION_TYPES)
        sql = f"with {', '.join(region_ctes())} select code, successor from moved"
        found = {code: last for code, last in engine.rows(sql, {"period_end": DAY}) if len(code) == 6}
    known = counties()
    expected = successor_map(DAY)
    assert len(expected) > 1000
    assert {code: found.get(code) for code in expected} == dict(expected)
    assert found["622622"] == "621126"  # 岷县: renumbered in 1985 and in 2003
    assert all(last in known for last in found.values())
