"""Every planted irregularity is found with the records of both sides; a clean world has none, look-alikes pass."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cast import World, close_world, rows_of

CLASS: dict[str, Any] = {
    "org_code": "C1",
    "occupation_code": "6-18-01-01",
    "train_level": "5",
    "train_type": "03",
    "start": 20200301,
    "end": 20200315,
    "days": 10,
    "attended_days": 10,
    "result": "1",
    "person_group": "06",
    "fee_charged": 0,
}
PAY: dict[str, Any] = {
    "amount": 80000,
    "pay_date": 20200420,
    "status": "1",
    "payee_kind": "4",
    "region": "621126",
}
STUDY: dict[str, Any] = {"org_code": "S1", "reg_kind": "1", "enrol_month": 201809, "status": "1"}


def trained(world: World, rec: str, who: str, **facts: Any) -> None:
    """A passed class with its subsidy `Y<rec>`."""
    pay = facts.pop("pay", {})
    world.record("trainees", rec, who, **{**CLASS, **facts})
    world.record("payments", "Y" + rec, who, item="training_subsidy", subject_no=rec, **{**PAY, **pay})


def clean() -> World:
    """A blameless world with the look-alikes of every pattern."""
    world = World()
    world.person("P1", "杨秀梅", 19900101, hh_no="H1", sex="2")
    world.person("P2", "马玉兰", 19900101, hh_no="H1", sex="2")
    world.person("P3", "扎西", 20020101, hh_no="H3", sex="1")
    world.person("P4", "李冬生", 19600101, hh_no="H4", sex="1", change_type="1", change_date=20200510)
    trained(world, "T1", "P1")
    trained(world, "T2", "P1", train_level="4", start=20200401, end=20200410)  # another level
    trained(world, "T3", "P1", start=20190301, end=20190310, occupation_code="4-03-02-01")  # the year before
    trained(world, "T4", "P4")  # died after the class
    world.record(
        "certificates",
        "Z1",
        "P1",
        cert_kind="2",
        occupation_code="6-18-01-01",
        level="5",
        issue_date=20200320,
    )
    world.record("payments", "YA", "P1", item="appraisal_subsidy", subject_no="Z1", **PAY)
    account = {"account": "6200", "payee_kind": "2", "amount": 150000}
    # one household, one account
    world.record("payments", "YB", "P1", item="living_allowance", subject_no="T1", **{**PAY, **account})
    world.record("payments", "YC", "P2", item="living_allowance", **{**PAY, **account})
    _students_and_strangers(world)
    return world


def _students_and_strangers(world: World) -> None:
    # a transfer: the first school ends in the month the second begins
    world.record("students", "S1", "P3", **{**STUDY, "status": "4", "status_date": 20190901})
    world.record("students", "S2", "P3", **{**STUDY, "org_code": "S2", "enrol_month": 201909})
    grant = {"item": "national_grant", "subject_no": "S1", "term": "2019S", "payee_kind": "1"}
    world.record(
        "payments", "YD", "P3", **{**PAY, **grant, "pay_date": 20190910}
    )  # late money for a term attended
    # returned by the bank, then paid
    world.record(
        "payments", "YE", "P2", item="living_allowance", **{**PAY, "status": "3", "pay_date": 20200301}
    )
    world.record(
        "payments", "YF", "P2", item="living_allowance", **{**PAY, "pay_date": 20200310, "account": "6200"}
    )
    # strangers without a readable number never meet each other
    for rec in ("T8", "T9"):
        world.record("trainees", rec, None, **CLASS)
        world.record(
            "payments", "Y" + rec, None, item="training_subsidy", subject_no=rec, account="7777", **PAY
        )
    # a borrowed number outside the register: two names are two people
    for rec, name in (("T6", "甲某"), ("T7", "乙某")):
        world.record("trainees", rec, "id:990001199001010011", name=name, **CLASS)
        world.record(
            "payments",
            "Y" + rec,
            "id:990001199001010011",
            name=name,
            item="training_subsidy",
            subject_no=rec,
            **PAY,
        )


def twice(world: World) -> None:
    trained(world, "T20", "P1", start=20190501, end=20190510)


def over_cap(world: World) -> None:
    for number in range(4):
        trained(
            world, f"T3{number}", "P2", occupation_code=f"9-{number}", pay={"pay_date": 20200401 + number}
        )


def overlap(world: World) -> None:
    world.person("P5", "何新", 20010101)
    world.record("students", "S40", "P5", **{**STUDY, "status": "0"})
    world.record(
        "payments", "Y40", "P5", item="rain_dew", subject_no="S40", term="2020S", **{**PAY, "payee_kind": "2"}
    )
    trained(world, "T40", "P5")


def two_schools(world: World) -> None:
    world.record("students", "S50", "P3", **{**STUDY, "enrol_month": 202003})


def left(world: World) -> None:
    world.record("payments", "Y70", "P3", item="national_grant", subject_no="S1", term="2020S", **PAY)


def dead(world: World) -> None:
    world.record("trainees", "T80", "P4", **{**CLASS, "start": 20200515, "end": 20200520})


def dead_paid(world: World) -> None:
    world.record(
        "payments", "Y81", "P4", item="living_allowance", **{**PAY, "pay_date": 20200520, "payee_kind": "1"}
    )


def pensioner(world: World) -> None:
    world.record("insurance", "N90", "P1", from_month=200001, pension_from=20200301)


def student(world: World) -> None:
    world.record("trainees", "T91", "P3", **{**CLASS, "person_group": "03"})


def younger(world: World) -> None:
    world.person("P12", "何晚", 19900101, sex="1", identified_on=20200302)
    trained(world, "T12", "P12")


def borrowed(world: World) -> None:
    world.tables["persons"][0]["id18"] = "990001199001010012"
    world.record("trainees", "T13", "id:990001199001010012", name="丙某", **CLASS)
    world.tables["mentions"][-1]["id18"] = "990001199001010012"
    # a spelling the linker could not settle is a doubt, not a borrowed number
    world.record("trainees", "T14", "id:990001199001010012", name="杨秀枚", **CLASS)
    world.tables["mentions"][-1]["id18"] = "990001199001010012"
    world.row(
        "doubts", register="trainees", rec_id="T14", person_no="P1", rank=1, doubt_class="doubtful", bits=900
    )


def account(world: World) -> None:
    world.record(
        "payments", "Y15", "P3", item="living_allowance", **{**PAY, "payee_kind": "1", "account": "6200"}
    )


def days(world: World) -> None:
    trained(world, "T21", "P2", attended_days=7)


def certificate_twice(world: World) -> None:
    world.record(
        "payments", "Y25", "P2", item="appraisal_subsidy", subject_no="Z1", **{**PAY, "pay_date": 20200501}
    )


def certificate_early(world: World) -> None:
    trained(world, "T25", "P2")
    world.record(
        "certificates",
        "Z25",
        "P2",
        cert_kind="2",
        occupation_code="6-18-01-01",
        level="5",
        issue_date=20200229,
    )


def two_firms(world: World) -> None:
    world.person("P5", "何新", 19900101)
    for rec, firm in (("Y28", "F1"), ("Y29", "F2")):
        world.record(
            "payments", rec, "P5", item="work_for_training", account=firm, **{**PAY, "payee_kind": "5"}
        )


def two_spells(world: World) -> None:
    world.person("P5", "何新", 19900101)
    for number, firm in enumerate(("F1", "F2")):
        world.record("employment", f"E{number}", "P5", state="1", employer_code=firm, start=20200101 + number)
        world.record("payments", f"Y5{number}", "P5", item="work_for_training", subject_no=f"E{number}",
                     **{**PAY, "payee_kind": "5", "pay_date": 20200401 + 100 * number})  # fmt: skip


def too_much(world: World) -> None:
    due = {
        "item": "training_subsidy",
        "register": "trainees",
        "status": "over",
        "month": 202003,
        "county": "621126",
    }
    world.row("entitlements", person_no="P1", rec_id="T1", amount=70000, paid=80000, gap=0, over=10000, **due)


def fee(world: World) -> None:
    world.record("trainees", "T31", "P2", **{**CLASS, "fee_charged": 30000})


def returned(world: World) -> None:
    world.record("payments", "Y37", "P3", item="rain_dew", subject_no="S2", term="2019A",
                 **{**PAY, "status": "3", "pay_date": 20200310})  # fmt: skip


PLANTS: list[tuple[Callable[[World], None], set[tuple[int, str, str]]]] = [
    (twice, {(2, "YT20", "YT1")}),
    (over_cap, {(3, "YT33", "YT32")}),
    (overlap, {(4, "YT40", "Y40")}),
    (two_schools, {(5, "S50", "S2")}),
    (left, {(7, "Y70", "S1")}),
    (dead, {(8, "T80", "P4")}),
    (dead_paid, {(8, "Y81", "P4")}),
    (pensioner, {(9, "T1", "N90"), (9, "T2", "N90")}),
    (student, {(9, "T91", "S2")}),
    (younger, {(12, "T12", "P12")}),
    (borrowed, {(13, "T13", "P1")}),
    (account, {(15, "Y15", "YB"), (15, "YB", "Y15"), (15, "YC", "Y15")}),
    (days, {(21, "T21", "YT21")}),
    (certificate_twice, {(25, "Y25", "YA")}),
    (certificate_early, {(25, "Z25", "T25")}),
    (two_firms, {(28, "Y29", "Y28")}),
    (two_spells, {(28, "Y51", "Y50")}),
    (too_much, {(30, "T1", "YT1")}),
    (fee, {(31, "T31", "P2")}),
    (returned, {(37, "Y37", "S2")}),
]


def found(world: World, folder: Path) -> list[dict[str, Any]]:
    engine, _ = close_world(world, folder)
    with engine:
        return rows_of(engine, "SELECT * FROM irregularities")


def test_a_clean_world_raises_no_question(tmp_path: Path) -> None:
    assert found(clean(), tmp_path) == []


@pytest.mark.parametrize(("plant", "expected"), PLANTS, ids=[plant.__name__ for plant, _ in PLANTS])
def test_planted_is_found_and_nothing_else(
    tmp_path: Path, plant: Callable[[World], None], expected: set[tuple[int, str, str]]
) -> None:
    world = clean()
    plant(world)
    rows = found(world, tmp_path)
    assert {(row["pattern"], row["rec_id"], row["other_rec_id"]) for row in rows} == expected
    assert len(rows) == len(expected)
    for row in rows:
        assert (
            row["action"] in ("B", "H", "L")
            and row["register"]
            and row["other_register"]
            and row["person_key"]
        )
