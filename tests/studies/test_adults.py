"""20-07-04: a school trains adults as well, apart from its roll: neither side changes the other's counts."""

from typing import Any

import pytest
from django.db.models import Count

from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.actions import license_for
from qianxiao.registers.schools.models import Institution, Room, Teacher
from qianxiao.services.training.models import Trainee
from tests.scoped import all_rows, as_owner
from tests.studies.cast import active, figures, of, register

pytestmark = pytest.mark.django_db
OPEN = {"source": "package:P-4-10-01-05-5", "train_type": "03", "starts": "2020-07-06", "hours_a_day": "8"}


def _volume(client: Any) -> tuple[int, int]:
    whole = client.get("/classes/volume?year=2020&split=train_type").context["whole"]
    return whole.persons, whole.times


def _room(code: str) -> dict[str, str]:
    one = Institution.objects.get(org_code=code)
    with as_owner():
        license_for(one, "teach", [("4-10-01-05", "5")], "测试备案")
        room = Room.objects.create(
            institution=one, name="实训室", kind="practice", seats=20, region=one.region
        )
        teacher = (
            all_rows(Teacher)
            .model.objects.within(_whole())
            .create(region=one.region, org_code=code, name="马老师")
        )
    return {"room": str(room.pk), "teacher": str(teacher.pk)}


def _whole() -> Any:
    from qianxiao.office.accounts.scope import whole_scope

    return whole_scope()


def test_20_07_04_a_schools_training_class_does_not_change_student_counts(sign_in: Any) -> None:
    """20-07-04: A school's training class does not change student counts; a registration changes no trainees."""
    school = sign_in("school")
    active(sign_in, register(school, of(1)))
    students, trained = figures(school), _volume(school)
    assert sum(students.values()) > 0 and trained == (0, 0)
    code = _code()
    answer = school.post("/classes/new", {**OPEN, **_room(code)})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    number = int(answer.headers["Location"].split("/")[2])
    adults = list(all_rows(Person).filter(region__startswith="621126", same_as=None).order_by("id")[:2])
    for adult in adults:
        all_rows(Person).filter(pk=adult.pk).update(train="in_progress", step="train:willing_waiting")
    put = school.post(f"/classes/{number}/add", {"person": [str(one.pk) for one in adults]})
    assert put.status_code == 302, put.content.decode()[-2000:]
    assert all_rows(Trainee).filter(training_class=number).aggregate(n=Count("pk"))["n"] == 2
    assert figures(school) == students, "the roll is what it was"
    assert _volume(school) == (2, 2)
    active(sign_in, register(school, of(2)))
    assert figures(school) != students
    assert _volume(school) == (2, 2), "and a student is no trainee"


def _code() -> str:
    from qianxiao.office.accounts.models import Post

    return str(Post.objects.get(user__username="school").institution)
