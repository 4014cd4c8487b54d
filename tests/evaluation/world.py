"""An evaluation body with a room, examiners and a scope, and one of another prefecture."""

from typing import Any

from tests.training.world import CARER
from tests.web.sample import COUNTY, OTHER

BODY, FAR = "99621126000000E001", "99621223000000E002"


def build() -> None:
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.registers.schools.actions import license_for
    from qianxiao.registers.schools.models import Institution, Room, Teacher

    for name, code, place in (
        ("assessor", BODY, COUNTY),
        ("assessor-two", BODY, COUNTY),
        ("far-assessor", FAR, OTHER),
    ):
        give_post(
            name, f"{name}某", f"{place}评价中心", Role.EVALUATION, institution=code, demo=True, place=place
        )
    with in_scope(whole_scope()) as scope:
        for code, place in ((BODY, COUNTY), (FAR, OTHER)):
            one = Institution.objects.create(
                org_code=code,
                name=f"{place}评价中心",
                org_type="6",
                region=place,
                licence_from=20190101,
                licence_to=20201231,
            )
            license_for(one, "evaluate", [(CARER[0], CARER[1]), ("6-09-03-15", "9")], "备案2号")
            Room.objects.create(institution=one, name="考场", kind="exam", seats=5, region=place)
            for name in ("考评甲", "考评乙", "考评丙"):
                Teacher.objects.within(scope).create(region=place, org_code=code, name=name)


def exam(client: Any, code: str = BODY, **more: str) -> Any:
    """An exam planned through the page; its answer."""
    from tests.training.world import rooms, teachers

    people = teachers(code)
    told = {
        "cert_kind": "2", "occupation": CARER[0], "level": CARER[1], "day": "2020-07-20", "lo": "09:00", "hi": "12:00",
        "room": rooms(code)["考场"], "examiner": people["考评甲"], "second_examiner": people["考评乙"],
    }  # fmt: skip
    return client.post("/evaluation/new", {**told, **more})


def clock(year: int, month: int, day: int) -> None:
    """Set the day of the demo's clock."""
    from datetime import date

    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import set_clock
    from tests.scoped import as_owner

    with as_owner():
        set_clock(Actor("operator"), date(year, month, day))


def valid(serial: str) -> str:
    """An ID number of nobody with its check digit."""
    number = f"99000119900307{serial}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return number + "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11]
