"""The steps after the rules give the same rows on DuckDB and on Spark, every table of them."""

from pathlib import Path
from typing import Any

import pytest

from qianxiao.engine.close.tables import close_steps
from qianxiao.engine.engines import Engine
from tests.cast import World, close_world
from tests.close.test_irregularities import PLANTS, clean
from tests.close.test_states import cast_world

pytestmark = pytest.mark.cluster


def full_world() -> World:
    """The cast and every planted irregularity in one world, with reports and area tags."""
    world, no = cast_world()
    planted = clean()
    for plant, _ in PLANTS:
        if plant.__name__ not in ("two_firms", "two_spells"):  # share their person with another plant
            plant(planted)
    rename = {number: f"Q{number}" for number in planted.names}
    for table, rows in planted.tables.items():
        if table in ("regions", "terms", "rule_values", "clean_schools"):
            continue
        for row in rows:
            world.row(table, **{name: rename.get(str(value), value) for name, value in row.items()})
    world.record("employment", "EX", no["吴小学"], state="1", form="4", start=20200401)
    world.row("area_tags", tag="52", code="621126", valid_from=20190101, valid_to=20201123)
    for month, persons in ((202003, 9), (202004, 2)):
        world.row(
            "clean_reported",
            rec_id=str(month),
            region="621126",
            month=month,
            programme="补贴目录",
            persons=persons,
        )
    world.row("previous_links", register="trainees", rec_id="T8", person_no="QP1", link_class="probable")
    owed = {"item": "rain_dew", "register": "students", "rec_id": "S0", "term": "2020S", "month": 202003}
    world.row("entitlements", person_no=no["杨秀梅"], amount=150000, paid=0, gap=150000, over=0, status="missing",
              clause="S19-12", county="621126", **owed)  # fmt: skip
    return world


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine:
        return {
            step.table: sorted((tuple(row) for row in engine.rows(f"SELECT * FROM {step.table}")), key=repr)
            for step in close_steps()
        }


def test_both_engines_give_the_same_rows(tmp_path: Path) -> None:
    duck = everything(close_world(full_world(), tmp_path / "duckdb")[0])
    spark = everything(close_world(full_world(), tmp_path / "spark", engine="spark")[0])
    assert [table for table, rows in duck.items() if not rows] == []
    for table, rows in duck.items():
        assert rows == spark[table], table
