"""The monthly exchange with training, both ways, by the command line (20-11-01)."""

from typing import Any

import pytest
from django.test import Client

from qianxiao.office.accounts.scope import whole_scope
from qianxiao.services.employment.models import Cycle, Record, Trained
from qianxiao.services.training.models import Outcome, Trainee, TrainingClass
from tests.employment.world import COUNTY, OTHER, person_id
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


def _class(number: str, ends: int, state: str, people: list[int], **more: Any) -> None:
    scope = whole_scope()
    one = TrainingClass.objects.within(scope).create(
        class_no=number, org_code="99X", org_name="某校", region=COUNTY, mode="1", train_type="04", occupation="4-10-01-05", level="5",
        starts=ends - 5, ends=ends, seats=30, state=state, made_by="x", **more,
    )  # fmt: skip
    for person in people:
        Trainee.objects.within(scope).create(
            trainee_no=f"{number}-{person}", training_class=one, person_id=person_id(person), name="某", joined=ends - 5, result="1",
            cert_no=f"Z{person}", region=COUNTY, org_code="99X",
        )  # fmt: skip


def _cycle(period: str) -> Cycle:
    from qianxiao.services.employment.actions_cycle import cycle

    return cycle(int(period.replace("-", "")), "tester")


def test_a_closed_class_shows_trained_in_the_next_cycle_and_never_twice(county: Client) -> None:
    _class("C1", 20200520, "certified", [0, 1])
    _class("C2", 20200521, "approved", [2])  # not closed
    _class("C3", 20200702, "certified", [3])  # closed after the month
    made = _cycle("2020-06")
    assert (made.trained_new, made.trained_all, made.unknown) == (2, 2, 0)
    rows = all_rows(Trained).order_by("cert_no")
    assert [(row.class_no, row.occupation, row.level, row.result, row.cert_no, row.period) for row in rows] == [
        ("C1", "4-10-01-05", "5", "1", "Z0", 202006), ("C1", "4-10-01-05", "5", "1", "Z1", 202006),
    ]  # fmt: skip
    one = all_rows(Record).get(person=person_id(0))
    assert one.trained_on == 20200520 and one.state == "2"
    page = county.get(f"/employment/{one.pk}").content.decode()
    assert "C1" in page and "Z0" in page
    assert _cycle("2020-06").trained_new == 0
    assert _cycle("2020-07").trained_new == 1
    assert "2020-07" in county.get("/employment/").content.decode()


def test_what_became_of_them_goes_back_to_training_at_its_months(county: Client) -> None:
    """The class ended on 20 March: what is asked after three months is what stood on 20 June."""
    _class("C1", 20200320, "ready", [0, 1, 2, 3], employer="某厂")
    told = {"form": "1", "employer": "某厂", "work_region": OTHER, "starts": "2020-04-01", "way": "phone"}
    for number in (0, 3):
        one = all_rows(Record).get(person=person_id(number))
        assert county.post(f"/employment/{one.pk}/change?state=1", told).status_code == 302
    # as somebody said in May; 0 was confirmed in July, 3 not since May
    _since(person_id(0), 20200501, 20200706)
    _since(person_id(3), 20200501, 20200501)
    county.post(f"/employment/{all_rows(Record).get(person=person_id(1)).pk}/confirm", {"way": "visit"})
    assert _cycle("2020-05").outcomes_new == 0
    made = _cycle("2020-06")
    found = {row.trainee.person_id: row for row in all_rows(Outcome).select_related("trainee")}
    assert made.outcomes_new == len(found) == 2, "whoever nobody confirmed since that day stays to be told"
    work, idle = found[person_id(0)], found[person_id(1)]
    assert (work.months, work.form, work.employer, work.starts, work.by) == (
        3,
        "1",
        "某厂",
        20200401,
        "platform",
    )
    assert (idle.form, idle.employer, idle.starts) == ("", "", None)
    assert _cycle("2020-06").outcomes_new == 0


def _since(person: Any, day: int, as_of: int) -> None:
    """The newest state as if it had been told on a day: time passes faster in a test than in an office."""
    from django.db import connection

    from tests.scoped import as_owner

    with as_owner() as cursor:
        cursor.execute("ALTER TABLE employment_spell DISABLE TRIGGER employment_ended")
        cursor.execute(
            "UPDATE employment_spell SET valid_to = %s WHERE person_id = %s AND valid_to < 99990000",
            [day, person],
        )
        cursor.execute(
            "UPDATE employment_spell SET valid_from = %s WHERE person_id = %s AND valid_to > 99990000",
            [day, person],
        )
        cursor.execute("UPDATE employment_record SET as_of = %s WHERE person_id = %s", [as_of, person])
        cursor.execute("ALTER TABLE employment_spell ENABLE TRIGGER employment_ended")
    assert connection.in_atomic_block
