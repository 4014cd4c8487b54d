"""Promises that hold in every world: one state each, figures equal lists, clauses exist, sums agree."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from qianxiao.base.reference import clause
from qianxiao.engine.engines import Engine
from tests.cast import World, close_world, rows_of
from tests.close.worlds import worlds

BROAD = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def count(engine: Engine, sql: str) -> int:
    return int(engine.rows(sql)[0][0])


def one_state_each(engine: Engine, people: int) -> None:
    assert count(engine, "SELECT count(*) FROM states") == 2 * people
    assert count(engine, "SELECT count(DISTINCT concat(person_no, duty)) FROM states") == 2 * people
    assert count(engine, "SELECT count(*) FROM person_state") == people
    assert count(engine, "SELECT count(DISTINCT person_no) FROM person_state") == people
    assert (
        count(engine, "SELECT count(*) FROM states WHERE state IS NULL OR clause IS NULL OR rec_id IS NULL")
        == 0
    )
    differing = """SELECT count(*) FROM person_state p JOIN states s ON s.person_no = p.person_no AND s.duty = p.duty
        WHERE p.state <> s.state OR p.step <> s.step"""
    assert count(engine, differing) == 0


def figures_equal_lists(engine: Engine, period: int) -> None:
    lists: dict[tuple[str, int, str], list[tuple[str, int]]] = {}
    for row in rows_of(engine, "SELECT * FROM cell_people"):
        lists.setdefault((row["county"], row["month"] or period, row["indicator"]), []).append(
            (row["person_key"], row["amount"])
        )
    cells = {(r["county"], r["month"], r["indicator"]): r for r in rows_of(engine, "SELECT * FROM cells")}
    assert cells.keys() == lists.keys()
    for key, people in lists.items():
        cell = cells[key]
        assert cell["times"] == len(people) and cell["people"] == len({person for person, _ in people})
        assert cell["amount"] == sum(amount for _, amount in people)


def form_figures_are_distinct_people(engine: Engine, period: int) -> None:
    kinds = {row[0]: row[1] for row in engine.rows("SELECT indicator, kind FROM indicators")}
    tags: dict[str, set[str]] = {}
    for tag, county in engine.rows("SELECT tag, county FROM tag_counties"):
        tags.setdefault(tag, set()).add(county)
    people = rows_of(engine, "SELECT * FROM cell_people")
    for row in rows_of(engine, "SELECT * FROM form_cells WHERE region = 'CN'"):
        stock = kinds[row["indicator"]] == "stock"
        first = period if stock else (period // 100 * 100 if row["span"] == "year" else 201901)
        listed = [
            p
            for p in people
            if p["indicator"] == row["indicator"] and first <= (p["month"] or period) <= period
        ]
        if row["area"] != "all":
            listed = [p for p in listed if p["county"] in tags[row["area"]]]
        assert row["times"] == len(listed) and row["people"] == len({p["person_key"] for p in listed})


def gaps_are_the_residual(engine: Engine) -> None:
    residual = "SELECT count(*) FROM states s JOIN state_steps k ON k.duty = s.duty AND k.step = s.step WHERE k.residual = 1"
    assert count(engine, "SELECT count(*) FROM gaps WHERE kind <> 'aid'") == count(engine, residual)
    assert count(engine, "SELECT count(*) FROM gaps WHERE kind = 'aid'") == count(
        engine, "SELECT count(*) FROM entitlements WHERE gap > 0 AND month <= 202005"
    )
    for (cited,) in engine.rows("SELECT DISTINCT clause FROM gaps"):
        assert clause(cited).text


def reconciliation_balances(engine: Engine) -> None:
    sides = count(engine, "SELECT count(*) FROM training_sides")
    assert count(engine, "SELECT coalesce(sum(recorded_times), 0) FROM reconciliation") == sides
    unmatched = """SELECT count(*) FROM reconciliation WHERE certified > recorded OR paid_people > recorded OR platform > poor"""
    assert count(engine, unmatched) == 0
    shown = count(engine, "SELECT count(*) FROM differences WHERE class = 'paid_without_certificate'")
    assert shown == count(
        engine, "SELECT count(*) FROM training_sides WHERE pay_rec IS NOT NULL AND cert_rec IS NULL"
    )


def coverage_sums(engine: Engine, people: int) -> None:
    sums = engine.rows("SELECT level, duty, sum(people) FROM coverage GROUP BY level, duty")
    assert len(sums) == 18 and {int(total) for _, _, total in sums} == {people}


@BROAD
@given(worlds())
def test_promises_hold_in_every_world(world: World) -> None:
    people = len(world.tables["persons"])
    with tempfile.TemporaryDirectory() as folder:
        engine, _ = close_world(world, Path(folder))
        with engine:
            one_state_each(engine, people)
            coverage_sums(engine, people)
            figures_equal_lists(engine, 202005)
            form_figures_are_distinct_people(engine, 202005)
            gaps_are_the_residual(engine)
            reconciliation_balances(engine)
