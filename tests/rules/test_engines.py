"""DuckDB and Spark decide the same world alike, line by line."""

from pathlib import Path

import pytest

from qianxiao.engine.engines import Engine, Row
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.survey import stopped, survey
from qianxiao.engine.rules.surveyed_values import value_tables
from qianxiao.engine.sqltext import Scalar
from tests.rules.world import World, close

TABLES = (
    "case_study",
    "case_training",
    "case_certificate",
    "rule_parameters_training_subsidy",
    "due_training_subsidy",
    "due",
    "entitlements",
)
PEOPLE: list[dict[str, Scalar]] = [
    {},
    {"identified_on": 20200101},
    {"identified_on": None},
    {"exit_status": "4", "exit_year": 2018},
    {"monitor_type": "2", "hh_attr": None, "exit_status": None},
    {"change_type": "1", "change_date": 20200301},
]


def mixed() -> World:
    """Every kind of person with studies, classes, certificates and payments, some facts missing."""
    world = World()
    for i, poor in enumerate(PEOPLE * 2):
        person, half = f"p{i:02}", i >= len(PEOPLE)
        world.person(person, None if i == 7 else "2", **poor)
        status: dict[str, Scalar] = {"status": "5", "status_date": 20200115} if half else {}
        world.record("students", f"s{i:02}", person, **status, major_class=None if i == 3 else "1")
        for j in range(3):
            start = 20190301 + 100 * j
            days = None if j == 2 else 40
            world.record("trainees", f"t{i:02}{j}", person, start=start, end=start + 9, attended_days=days)
            world.record(
                "certificates", f"c{i:02}{j}", person, issue_date=start + 20, cert_kind="5" if half else "2"
            )
        world.pay(f"y{i:02}", "rain_dew", f"s{i:02}", 150000, person, term="2019A")
        world.pay(f"z{i:02}", "living_allowance", f"t{i:02}1", 99000, person, status="3" if half else "1")
        world.pay(f"w{i:02}", "work_for_training", "w", 50000, person, pay_date=20190410)
    world.record("insurance", "i1", "p04", pension_from=20190101)
    return world


def sorted_rows(engine: Engine, table: str) -> list[Row]:
    names = sorted(engine.columns(table))
    found = engine.rows(f"select {', '.join('t.' + name for name in names)} from {table} t")
    return sorted(found, key=repr)


def surveyed(engine: Engine) -> dict[str, list[Row]]:
    """Lines and stops of a survey of every kind of case."""
    found: dict[str, list[Row]] = {}
    for case in ("study", "training", "certificate"):
        files = [file for file in load_rules() if file.case == case]
        for table, select in value_tables(files).items():
            engine.hold(table, select)
        number_cases(engine, case)
        engine.hold(f"lines_{case}", survey(files, ["rec_id", "term"]))
        engine.hold(f"stops_{case}", stopped(files, f"lines_{case}"))
        for table in (f"lines_{case}", f"stops_{case}"):
            found[table] = sorted_rows(engine, table)
    return found


@pytest.mark.cluster
@pytest.mark.heavy
def test_the_same_lines_on_both_engines(tmp_path: Path) -> None:
    with close(mixed(), tmp_path / "duckdb") as duckdb:
        wanted = {table: sorted_rows(duckdb, table) for table in TABLES}
        surveys = surveyed(duckdb)
    with close(mixed(), tmp_path / "spark", engine="spark") as spark:
        for table in TABLES:
            assert sorted_rows(spark, table) == wanted[table], table
        assert surveyed(spark) == surveys
    verdicts = {row[-1] for row in wanted["due"]}
    assert verdicts == {"due", "not_due", "unknown"}
