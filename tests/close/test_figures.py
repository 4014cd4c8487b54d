"""Figures, feedback and reconciliation of a small county, worked out by hand."""

from collections.abc import Iterator

import pytest

from qianxiao.engine.engines import Engine
from tests.cast import COUNTY, World, close_world, rows_of

MULI = "513422"
CLASS = {"org_code": "C1", "occupation_code": "6-18-01-01", "train_type": "03", "result": "1", "train_mode": "1",
         "start": 20200301, "person_group": "06", "class_no": "K1"}  # fmt: skip
PAY = {"status": "1", "pay_date": 20200420, "region": COUNTY, "payee_kind": "4"}


def county() -> World:
    """Two trained people of 岷县, one student of 木里 (inside 凉山, tagged twice), one worker without a number."""
    world = World()
    for tag, code in (("3q3z", "513400"), ("3q3z", MULI), ("52", "513428"), ("52", COUNTY)):
        world.row("area_tags", tag=tag, code=code, valid_from=20190101, valid_to=20201123)
    world.person("P1", "杨秀梅", 19900101)
    world.person("P2", "马玉兰", 19900101)
    world.person("P3", "扎西", 20020101, region=MULI + "100200", sex="1", in_school="50")
    world.person("P4", "阿木", 19900101, region="632321100200")
    world.record("trainees", "T1", "P1", end=20191220, **{**CLASS, "start": 20191201})
    world.record("trainees", "T2", "P1", end=20200315, **CLASS)
    world.record("trainees", "T3", "P2", end=20200320, **CLASS)
    world.record("trainees", "T4", "P4", end=20200320, **{**CLASS, "fee_charged": 100})
    world.record("trainees", "T5", None, end=20200320, **CLASS)
    world.record("trainees", "T6", "id:990001199001010011", name="外人", end=20200320, **CLASS)
    world.record(
        "certificates",
        "Z2",
        "P1",
        cert_kind="2",
        occupation_code="6-18-01-01",
        level="5",
        issue_date=20200401,
    )
    world.record(
        "certificates",
        "Z9",
        "P2",
        cert_kind="3",
        occupation_code="4-03-02-01",
        level="5",
        issue_date=20200402,
    )
    _money_and_jobs(world)
    return world


def _money_and_jobs(world: World) -> None:
    world.record("payments", "Y2", "P1", item="training_subsidy", subject_no="T2", amount=80000, **PAY)
    world.record("payments", "Y3", "P2", item="training_subsidy", subject_no="T3", amount=70000, **PAY)
    world.record("payments", "Y9", "P2", item="training_subsidy", subject_no="T99", amount=60000, **PAY)
    world.record("payments", "YR", "P2", item="living_allowance", amount=5000, **{**PAY, "status": "3"})
    world.record("payments", "YE", "P2", item="living_allowance", amount=4000, fund="5", **PAY)
    world.record("employment", "E1", "P1", state="1", form="1", start=20200410)
    world.record("employment", "E2", "P2", state="1", form="4", start=20200501)
    world.record(
        "students", "S1", "P3", org_code="S2", reg_kind="1", enrol_month=201909, status="1", stage="3"
    )
    world.row("clean_reported", rec_id="R1", region=COUNTY, month=202003, programme="补贴目录", persons=7)
    world.row("previous_links", register="trainees", rec_id="T3", person_no="P2", link_class="exact", bits=1)
    world.row(
        "previous_links", register="trainees", rec_id="T5", person_no="P2", link_class="probable", bits=1
    )
    for item, gap in (("living_allowance", 5000), ("training_subsidy", 0)):
        world.row("entitlements", item=item, person_no="P1", register="trainees", rec_id="T2", month=202003, county=COUNTY,
                  amount=80000, paid=80000 - gap, gap=gap, over=0, status="part" if gap else "paid", clause="S20-2")  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    opened, _ = close_world(county(), tmp_path_factory.mktemp("county"))
    with opened:
        yield opened


def form(engine: Engine, indicator: str, span: str, area: str, region: str = "CN") -> tuple[int, int, int]:
    rows = rows_of(
        engine,
        f"SELECT * FROM form_cells WHERE indicator = '{indicator}' AND span = '{span}' AND area = '{area}' AND region = '{region}'",
    )
    return (rows[0]["people"], rows[0]["times"], rows[0]["amount"]) if rows else (0, 0, 0)


def test_people_and_times_are_never_mixed(engine: Engine) -> None:
    assert form(engine, "trained", "total", "all") == (2, 3, 0)  # P1 twice, P2 once; P4 paid a fee
    assert form(engine, "trained", "year", "all") == (2, 2, 0)
    assert form(engine, "trained", "total", "52") == (2, 3, 0)
    assert form(engine, "trained", "total", "3q3z") == (0, 0, 0)


def test_a_county_inside_a_tagged_prefecture_counts_once(engine: Engine) -> None:
    assert form(engine, "new_students", "total", "3q3z") == (1, 1, 0)
    assert form(engine, "new_students_key", "total", "all", "510000") == (1, 1, 0)
    assert form(engine, "in_school_3", "year", "all", MULI) == (1, 1, 0)


def test_money_and_outcomes(engine: Engine) -> None:
    assert form(engine, "paid_training_subsidy", "year", "all") == (2, 3, 210000)
    assert form(engine, "paid_east_west", "year", "all") == (1, 1, 4000)
    assert form(engine, "paid_living_allowance", "year", "all") == (
        0,
        0,
        0,
    )  # returned, and east-west money apart
    assert form(engine, "employed_after_training", "year", "all") == (1, 1, 0)
    assert form(engine, "business_after_training", "year", "all") == (1, 1, 0)
    assert form(engine, "certified_kind_2", "year", "all") == (1, 1, 0)


def test_reconciliation_and_its_differences(engine: Engine) -> None:
    march = rows_of(engine, f"SELECT * FROM reconciliation WHERE county = '{COUNTY}' AND month = 202003")
    assert len(march) == 1
    row = march[0]
    sides = (
        "programme",
        "reported",
        "recorded",
        "certified",
        "paid_people",
        "paid_amount",
        "platform",
        "poor",
    )
    assert [row[name] for name in sides] == ["1", 7, 5, 1, 2, 150000, 2, 3]
    found = {
        (r["class"], r["rec_id"]) for r in rows_of(engine, "SELECT * FROM differences WHERE month >= 202003")
    }
    assert ("reported_without_record", f"{COUNTY}|202003|1") in found
    assert ("paid_without_certificate", "T3") in found and ("paid_without_certificate", "T2") not in found
    assert ("paid_without_record", "Y9") in found
    assert ("certificate_without_record", "Z9") in found and ("certificate_without_record", "Z2") not in found
    assert ("platform_missing", "T4") in found and ("platform_missing", "T2") not in found
    assert {("group_differs", "T5"), ("group_differs", "T6")} <= found and (
        "group_differs",
        "T3",
    ) not in found


def test_a_school_is_told_what_changed_and_what_to_do(engine: Engine) -> None:
    told = {r["rec_id"]: r for r in rows_of(engine, "SELECT * FROM feedback WHERE register = 'trainees'")}
    assert {rec: (row["change"], row["action"]) for rec, row in told.items()} == {
        "T1": ("new", "note_new"),
        "T2": ("new", "open_aid"),
        "T3": ("same", "none"),
        "T4": ("new", "note_new"),
        "T5": ("lost", "stop_and_check"),
    }
    assert (told["T2"]["items_due"], told["T2"]["items_missing"], told["T2"]["amount_missing"]) == (
        2,
        1,
        5000,
    )
    assert told["T2"]["missing"] == "living_allowance"
    assert {r["org_code"] for r in rows_of(engine, "SELECT * FROM feedback WHERE register = 'students'")} == {
        "S2"
    }
