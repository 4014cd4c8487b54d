"""Two training institutions with rooms, teachers, licences and a project each; people of two counties who want training."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.web.sample import COUNTY, OTHER, VILLAGE

DAY = date(2020, 7, 6)  # a Monday
OWN, ELSEWHERE = "99621126000000T001", "99621223000000T002"
CARER = ("4-10-01-05", "5", "P-4-10-01-05-5")
WILLING = 12


def person_id(number: int, county: str = COUNTY) -> UUID:
    """The key of a willing person."""
    return uuid5(NAMESPACE_URL, f"willing {county} {number}")


def build() -> None:
    """Everything that stands there before the tests. Call as the operator."""
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.accounts.roles import Role
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.office.duties.actions import set_clock

    set_clock(Actor("operator"), DAY)
    give_post("trainer", "彭某", "岷县某培训学校", Role.TRAINING, institution=OWN, demo=True, place=COUNTY)
    give_post(
        "trainer-two", "彭二", "岷县某培训学校", Role.TRAINING, institution=OWN, demo=True, place=COUNTY
    )
    give_post("rival", "冯某", "宕昌某培训学校", Role.TRAINING, institution=ELSEWHERE, demo=True, place=OTHER)
    with in_scope(whole_scope()) as scope:
        _institution(scope, OWN, "岷县某培训学校", COUNTY)
        _institution(scope, ELSEWHERE, "宕昌某培训学校", OTHER)
        for county, village in ((COUNTY, VILLAGE), (OTHER, f"{OTHER}100001")):
            _people(scope, county, village)


def _institution(scope: Any, code: str, name: str, region: str) -> None:
    from qianxiao.registers.schools.actions import license_for
    from qianxiao.registers.schools.models import Institution, Room, Teacher
    from qianxiao.services.training.models import Project

    one = Institution.objects.create(
        org_code=code,
        name=name,
        org_type="4",
        region=region,
        licence_from=20190101,
        licence_to=20201231,
        scale=60,
    )
    jobs = [("4-10-01-05", "5"), ("6-18-02-04", "5"), ("4-07-03-04", "9")]
    license_for(one, "teach", jobs, "测试备案1号")
    for room, seats, shared in (("一号教室", 10, False), ("二号教室", 10, False), ("实训基地", 10, True)):
        Room.objects.create(
            institution=one, name=f"{room}", kind="classroom", seats=seats, region=region, shared=shared
        )
    for teacher in ("马老师", "杨老师"):
        Teacher.objects.within(scope).create(region=region, org_code=code, name=teacher, occupation=CARER[0])
    Project.objects.within(scope).create(
        region=region, org_code=code, project_no=f"X{region}01", title="养老护理员项目制培训", people=30, budget=90000_00,
        basis="测试文件", selection="测试遴选", contract_no="HT1", train_type="03", occupation=CARER[0], level=CARER[1],
        package=CARER[2], starts=20200101, ends=20201231, by="operator", programme="skills_action",
    )  # fmt: skip


def _people(scope: Any, county: str, village: str) -> None:
    from qianxiao.registers.people.models import Person

    for number in range(WILLING):
        Person.objects.within(scope).create(
            id=person_id(number, county), name=f"愿意{number:02}", region=village, birth=19800101 + number * 10000, sex="1",
            id_mask="990***********0", train="in_progress", state="in_progress", step="train:willing_waiting",
        )  # fmt: skip


def rooms(code: str = OWN) -> dict[str, str]:
    """Keys of rooms by name."""
    from qianxiao.registers.schools.models import Room

    return {room.name: str(room.pk) for room in Room.objects.filter(institution__org_code=code)}


def teachers(code: str = OWN) -> dict[str, str]:
    """Keys of teachers by name."""
    from qianxiao.registers.schools.models import Teacher
    from tests.scoped import all_rows

    return {one.name: str(one.pk) for one in all_rows(Teacher).filter(org_code=code)}


def project(code: str = OWN) -> str:
    """The source of a class: the institution's project."""
    from qianxiao.services.training.models import Project
    from tests.scoped import all_rows

    return f"project:{all_rows(Project).filter(org_code=code).order_by('id')[0].pk}"


def opened(client: Any, code: str = OWN, **more: str) -> Any:
    """A class opened through the page; the answer of the page."""
    told = {
        "source": project(code), "room": rooms(code)["一号教室"], "teacher": teachers(code)["马老师"],
        "starts": "2020-07-06", "hours_a_day": "8",
    }  # fmt: skip
    return client.post("/classes/new", {**told, **more})


def number_of(answer: Any) -> int:
    """The class an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return int(answer.headers["Location"].split("/")[2])


def filled(
    client: Any, people: int = 3, county: str = COUNTY, code: str = OWN, first: int = 0, **more: str
) -> int:
    """A draft with people of the intention list on it."""
    number = number_of(opened(client, code, **more))
    chosen = [str(person_id(n, county)) for n in range(first, first + people)]
    assert client.post(f"/classes/{number}/add", {"person": chosen}).status_code == 302
    return number


def running(trainer: Any, county: Any, **more: Any) -> int:
    """A class that was filed by one and approved by another."""
    number = filled(trainer, **more)
    answer = trainer.post(f"/classes/{number}/lead/file")
    assert answer.status_code == 302, answer.content.decode()
    assert county.post(f"/classes/{number}/lead/approve").status_code == 302
    return number


def session_of(number: int, nth: int = 0) -> Any:
    """A session of a class, the first without a number."""
    from qianxiao.services.training.models import Session
    from tests.scoped import all_rows

    return all_rows(Session).filter(training_class=number).order_by("day", "lo")[nth]


def trainees(number: int) -> dict[str, int]:
    """Trainees of a class: name → key."""
    from qianxiao.services.training.models import Trainee
    from tests.scoped import all_rows

    return {one.name: one.pk for one in all_rows(Trainee).filter(training_class=number)}


def sessions_in(number: int) -> int:
    """How many sessions a class has."""
    from qianxiao.services.training.models import Session
    from tests.scoped import all_rows

    return all_rows(Session).filter(training_class=number).count()


def on_the_roll(person: UUID, since: int, gone: int | None, full_time: bool = True) -> None:
    """A student of a school, registered on one day and perhaps withdrawn on another."""
    from qianxiao.services.studies.models import ACTIVE, FULL_TIME, OTHER_TIME, StatusEvent, Student
    from tests.scoped import all_rows

    left = "5"  # withdrawn, of the code table student_status
    student = all_rows(Student).create(
        reg_no=f"R{person.hex[:10]}", person_id=person, name="x", org_code=ELSEWHERE, region=OTHER, home=COUNTY,
        reg_kind=FULL_TIME if full_time else OTHER_TIME, major="0101-4", enrol_month=since // 100,
        status=left if gone else ACTIVE, status_date=gone or since,
    )  # fmt: skip
    for day, verb, status in ((since, "register", ACTIVE), (gone, "withdraw", left)):
        if day:
            all_rows(StatusEvent).create(student=student, day=day, verb=verb, status=status, by="x")
