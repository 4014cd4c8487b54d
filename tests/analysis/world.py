"""Sixty people of three counties with trainings of every kind, closed by the engine's own steps, and loaded by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.cast import World, close_world

PERIOD = 202005
COUNTY, NEXT, TAGGED = (
    "621126",
    "621202",
    "513422",
)  # 岷县, 武都 (no tag of 3q3z), 木里: inside 凉山, and of Tibetan areas
COUNTIES = (COUNTY, NEXT, TAGGED)
PEOPLE = 60
TYPES, MODES, RESULTS = ("01", "03", "05", None), ("1", "2", "5"), ("1", "1", "2", "3", "0")
TRADES = ("6-29-01-01", "4-03-02-01", "6-18-01-01")
SCHOOLS, STUDENTS = (
    ("S1", "S2"),
    (42, 45, 46, 48, 51),
)  # technical schools of the world; who was newly enrolled at which
ENDS = (20200510, 20200520, 20200415, 20190920, None)


def village(county: str) -> str:
    """The village where everybody of a county lives."""
    return f"{county}101200"


def trainings() -> list[dict[str, Any]]:
    """Every training of the world as it is written down; a third of the people has two."""
    rows = []
    for n in range(PEOPLE):
        for k in range(1 + (n % 3 == 0)):
            i = n + 7 * k
            ends = ENDS[i % 5]
            rows.append({
                "who": n, "rec_id": f"T{n}-{k}", "train_type": TYPES[i % 4], "train_mode": MODES[i % 3], "occupation_code": TRADES[i % 3],
                "start": 20200506 if ends is None else ends - 9, "end": ends, "result": "0" if ends is None else RESULTS[i % 4], "fee_charged": 100 if i % 11 == 0 else 0,
            })  # fmt: skip
    return rows


def person(n: int) -> dict[str, Any]:
    """County, sex, birth of somebody; the last one's birth is not known."""
    return {"county": COUNTIES[n % 3], "sex": "12"[n % 2], "birth": None if n == PEOPLE - 1 else (1955 + n) * 10000 + 615}  # fmt: skip


def build(out: Path) -> None:
    """Close the world under `out` and load its people; call as the operator."""
    world = World()
    for n in range(PEOPLE):
        told = person(n)
        world.person(f"P{n:02}", f"张{n:02}", told["birth"], sex=told["sex"], region=village(told["county"]))
    for row in trainings():
        told = dict(row)
        who, rec = told.pop("who"), told.pop("rec_id")
        world.record("trainees", rec, f"P{who:02}", org_code="C1", **told)
    for n in STUDENTS:
        world.record(
            "students",
            f"X{n}",
            f"P{n:02}",
            org_code=SCHOOLS[n % 2],
            reg_kind="1",
            enrol_month=201909,
            status="1",
            stage="4",
        )
    engine, _run = close_world(world, out / "work", PERIOD)
    engine.__exit__(None, None, None)
    home = out / "2020-05"
    home.mkdir(parents=True)
    (out / "work" / "duckdb" / "tables").rename(home / "tables")
    (out / "work" / "in" / "clean_students.parquet").rename(home / "tables" / "clean_students.parquet")
    (home / "manifest.json").write_text(json.dumps({"period": PERIOD}), encoding="utf-8")
    _load(home)


def _load(home: Path) -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.returns.close.models import Close, Person

    load_regions()
    Close.objects.create(
        period=PERIOD, manifest_hash="0" * 64, manifest={}, folder=str(home), people=PEOPLE, loaded_at=datetime(2020, 6, 1, tzinfo=UTC), loaded_by="tester",
    )  # fmt: skip
    with in_scope(whole_scope()) as scope:
        Person.objects.within(scope).bulk_create(
            Person(period=PERIOD, row=n + 1, person_no=f"P{n:02}", name=f"张{n:02}", id_mask="99****", sex=person(n)["sex"], region=village(person(n)["county"]))
            for n in range(PEOPLE)
        )  # fmt: skip
    from qianxiao.registers.schools.models import Institution
    from tests.analysis import platform

    for code, kind, region in (
        ("S1", "1", COUNTY),
        ("S2", "3", NEXT),
        ("S9", "1", TAGGED),
        ("C9", "4", COUNTY),
    ):
        Institution.objects.create(
            org_code=code, name=f"{code}学校", org_type=kind, region=region, source="test"
        )

    platform.load()
    give_post("county", "甲", "岷县人社局", Role.COUNTY, span(COUNTY), COUNTY, demo=True)
    give_post("next", "乙", "武都区人社局", Role.COUNTY, span(NEXT), NEXT, demo=True)
    give_post("province", "丙", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)
    give_post("province2", "丙二", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)
    give_post("ministry2", "丁二", "部", Role.MINISTRY, span("CN"), "CN", demo=True)
    give_post("ministry", "丁", "部", Role.MINISTRY, span("CN"), "CN", demo=True)
    give_post("town", "戊", "某镇", Role.TOWNSHIP, span("621126101"), "621126101", demo=True)
