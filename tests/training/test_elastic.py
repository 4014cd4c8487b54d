"""19-11-03: an elastic class: each trainee has sessions of their own, and attendance is counted per person."""

from typing import Any

import pytest
from django.test import Client

from qianxiao.services.training.models import Attendance, Session, Trainee, TrainingClass
from tests.scoped import all_rows
from tests.training import world
from tests.training.test_roll import sheet, state, text

pytestmark = pytest.mark.django_db


def elastic(trainer: Client, county: Client, **more: Any) -> int:
    """A running elastic class of 80 class hours: twenty sessions of four."""
    number = world.running(trainer, county, **more)
    all_rows(TrainingClass).filter(pk=number).update(elastic=True)
    return number


def plan(number: int) -> list[Session]:
    return list(all_rows(Session).filter(training_class=number).order_by("day", "lo"))


def choose(client: Client, number: int, who: str, sessions: list[Session]) -> Any:
    told = {"trainee": str(world.trainees(number)[who]), "session": [str(one.pk) for one in sessions]}
    return client.post(f"/classes/{number}/own", told)


def hours(number: int, who: str) -> tuple[int, int]:
    """What is the person's, and what the person attended."""
    row = all_rows(Trainee).get(pk=world.trainees(number)[who])
    marks = all_rows(Attendance).filter(trainee=row.pk, state="present")
    return sum(one.hours for one in plan(number) if not row.own or one.pk in row.own), sum(
        one.hours for one in marks
    )


def test_19_11_03_elastic_class_attendance_per_person(trainer: Client, county: Client) -> None:
    """19-11-03: elastic class attendance per person: a roll call names those whose session it is, and nobody else."""
    number = elastic(trainer, county)
    sessions = plan(number)
    assert sum(one.hours for one in sessions) == 80
    assert choose(trainer, number, "愿意00", sessions[1:]).status_code == 302
    assert choose(trainer, number, "愿意01", sessions[:-2]).status_code == 302
    address, told = sheet(trainer, number)
    names = [person.name for person, _mark in trainer.get(address).context["people"]]
    assert names == ["愿意01", "愿意02"], "the first session is not that of everybody"
    assert trainer.post(address, told).status_code == 302
    assert state(number) == {"愿意01": "present", "愿意02": "present"}
    first = sessions[0].hours
    assert hours(number, "愿意00") == (80 - first, 0)
    assert hours(number, "愿意01") == (80 - sessions[-1].hours - sessions[-2].hours, first)
    page = text(county.get(f"/classes/{number}/attendance"))
    assert f"0 / {80 - first}" in page and f"{first} / 80" in page
    own = county.get(f"/classes/{number}/elastic")
    assert [(row.name, mine, got) for row, mine, got, _said in own.context["people"]] == [
        ("愿意00", 80 - first, 0), ("愿意01", hours(number, "愿意01")[0], first), ("愿意02", 80, first),
    ]  # fmt: skip


def test_what_cannot_be_is_refused_with_its_reason(trainer: Client, rival: Client, county: Client) -> None:
    number = elastic(trainer, county)
    sessions = plan(number)
    few = choose(trainer, number, "愿意00", sessions[:3])
    assert few.status_code == 422 and "至少需 64 课时" in text(few)
    assert choose(county, number, "愿意00", sessions).status_code == 404, "the office does not plan"
    assert choose(rival, number, "愿意00", sessions).status_code == 404
    address, told = sheet(trainer, number)
    trainer.post(address, told)
    called = choose(trainer, number, "愿意00", sessions[1:])
    assert called.status_code == 422 and "已点名" in text(called)
    assert choose(trainer, number, "愿意00", sessions[:-1]).status_code == 302
    other = world.filled(
        trainer, people=1, first=5, room=world.rooms()["二号教室"], teacher=world.teachers()["杨老师"]
    )
    stranger = {
        "trainee": str(world.trainees(number)["愿意01"]),
        "session": [str(world.session_of(other).pk)],
    }
    assert trainer.post(f"/classes/{number}/own", stranger).status_code == 404
    assert choose(trainer, other, "愿意05", plan(other)).status_code == 422, "not an elastic class"
    assert trainer.post(f"/classes/{number}/own", {"trainee": "x"}).status_code == 422


def test_nobody_is_planned_into_two_classes_at_one_hour(trainer: Client, county: Client) -> None:
    """The other class is named, whosever it is."""
    number = elastic(trainer, county)
    other = world.filled(
        trainer, people=1, first=6, room=world.rooms()["二号教室"], teacher=world.teachers()["杨老师"]
    )
    here = all_rows(Trainee).get(pk=world.trainees(number)["愿意00"])
    all_rows(Trainee).filter(training_class=other).update(person=here.person_id)
    taken = choose(trainer, number, "愿意00", plan(number))
    assert taken.status_code == 422 and all_rows(TrainingClass).get(pk=other).class_no in text(taken)
    away = plan(other)[:1]
    all_rows(Trainee).filter(training_class=other).update(own=[away[0].pk])
    assert (
        choose(trainer, number, "愿意00", [one for one in plan(number) if one.day != away[0].day]).status_code
        == 302
    )


def test_an_elastic_class_may_offer_more_than_each_needs(trainer: Client) -> None:
    number = world.filled(trainer)
    last = plan(number)[-1]
    Session.objects.within(_whole()).create(
        training_class_id=number, region=last.region, org_code=last.org_code, day=last.day, lo=last.hi + 60, hi=last.hi + 105,
        hours=1, mode="elastic", kind="practice", room_id=last.room_id, teacher_id=last.teacher_id,
    )  # fmt: skip
    refused = text(trainer.get(f"/classes/{number}/check"))
    assert "课表与班级总课时相差" in refused
    all_rows(TrainingClass).filter(pk=number).update(elastic=True)
    assert "课表与班级总课时相差" not in text(trainer.get(f"/classes/{number}/check"))


def _whole() -> Any:
    from qianxiao.office.accounts.scope import whole_scope

    return whole_scope()
