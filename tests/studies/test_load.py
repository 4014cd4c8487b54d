"""Students of a closed month's register: who they are, who is claimed twice, who has left; what others ask of the roll."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.scoped import all_rows, as_owner
from tests.studies.cast import CENTRE, OTHER_SCHOOL, POOR, of
from tests.web.sample import SCHOOL

pytestmark = pytest.mark.django_db


def row(n: int, who: dict[str, str], **more: Any) -> dict[str, Any]:
    usual = {"student_reg_no": f"X{n:05d}", "org_code": SCHOOL, "name": who["name"], "sex": "2", "birth": 20010517, "id_no": who["id_no"],
             "id18": who["id_no"], "id_class": "valid", "phone": None, "hukou_region": "621126", "reg_kind": "1", "major_code": "0101-4",
             "stage": "4", "years": 3, "grade": 1, "enrol_month": 201909, "status": "1", "status_date": 20190901}  # fmt: skip
    return {**usual, **more}


ROWS = [
    row(1, POOR),
    row(
        2, POOR, org_code=OTHER_SCHOOL, enrol_month=202003, status_date=20200301
    ),  # the planted double registration
    row(3, of(1), status="5", status_date=20200310),
    row(4, of(2), org_code=CENTRE),  # a training institution's trainee
    row(5, of(3), id_class="bad"),
    row(6, {"name": "别人", "id_no": POOR["id_no"]}),  # the number is somebody else's
    row(7, of(4), reg_kind="2"),
    row(8, of(4), org_code=OTHER_SCHOOL),  # full-time beside non-full-time: no claim (look-alike)
    row(9, of(5), status="5", status_date=20200310),
    row(
        10, of(5), org_code=OTHER_SCHOOL, enrol_month=202003, status_date=20200315
    ),  # left one, entered another (look-alike)
    row(11, of(6), status="0"),
]


def load(rows: list[dict[str, Any]], period: int = 202005) -> tuple[int, int]:
    from qianxiao.services.studies.actions_load import take_in

    def batches() -> Iterator[list[dict[str, Any]]]:
        yield rows[:4]
        yield rows[4:]

    with as_owner():
        return take_in(batches, period, "tester")


def states() -> dict[str, tuple[str, str]]:
    from qianxiao.services.studies.models import Student

    return {one.reg_no: (one.status, one.waits) for one in all_rows(Student).order_by("reg_no")}


def test_pattern_5_of_a_register_is_held_and_asked(sign_in) -> None:  # type: ignore[no-untyped-def]
    """Pattern 5 and its look-alikes; 19-05-01: only technical schools keep students."""
    assert load(ROWS) == (8, 1)
    assert states() == {
        "X00001": ("1", ""), "X00002": ("0", "student"), "X00003": ("5", ""), "X00007": ("1", ""), "X00008": ("1", ""),
        "X00009": ("5", ""), "X00010": ("1", ""), "X00011": ("0", "principal"),
    }  # fmt: skip
    assert load(ROWS) == (0, 0), "taken in twice it is there once"
    text = sign_in("village").get("/students/conflicts/").content.decode()
    assert "X00001" in text and "X00002" in text


def test_a_later_month_says_who_has_left() -> None:
    load(ROWS)
    load([row(1, POOR, status="5", status_date=20200610), *ROWS[1:]], 202006)
    assert states()["X00001"] == ("5", "")
    load(ROWS)
    assert states()["X00001"] == ("5", ""), "an earlier month changes nothing"


def test_patterns_7_and_9_ask_for_the_state_on_the_day() -> None:
    """Full-time on the day of the class, not today; who left in March is on no roll in April."""
    from qianxiao.services.studies.models import Student
    from qianxiao.services.studies.queries import on_roll

    load(ROWS)
    who = {one.reg_no: one.person_id for one in all_rows(Student)}
    assert on_roll([who["X00003"]], 20200309) == {who["X00003"]}
    assert on_roll([who["X00003"]], 20200310) == set()
    assert on_roll([who["X00003"]], 20190831) == set()
    assert on_roll([who["X00011"]], 20200501) == set(), "pending is not on the roll"
    assert on_roll(set(who.values()), 20200501) == {who["X00001"], who["X00008"], who["X00010"]}


def test_poor_is_matched_never_typed() -> None:
    from qianxiao.registers.people.models import Person
    from qianxiao.services.studies.actions_many import match_poor
    from qianxiao.services.studies.models import Student

    load(ROWS)
    assert set(all_rows(Student).filter(poor=True).values_list("reg_no", flat=True)) == {"X00001", "X00002"}
    with as_owner():
        all_rows(Person).filter(name=of(1)["name"]).update(registered=True)
        assert match_poor() == 1 and match_poor() == 0
    assert all_rows(Student).get(reg_no="X00003").poor
