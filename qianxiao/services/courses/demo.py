"""A demo's course, kept by its training institution, and one learner whose code everybody may know."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from qianxiao.base.yamlfile import read_yaml
from qianxiao.office.accounts.actions import only_in_demo
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools.models import Institution
from qianxiao.services.courses.actions_keep import our_platform
from qianxiao.services.courses.campaign import campaign_of
from qianxiao.services.courses.models import Course, Learner, Learning, Lesson, Question

DEMO_LEARNERS = 60
NUMBER, CODE = "1000000009", "20200531"
TEXTS = Path(__file__).parent / "data" / "demo.yaml"


@dataclass(frozen=True)
class Slip:
    """What stands on the demo learner's slip."""

    number: str
    code: str


def demo_learner() -> Slip | None:
    """The slip of the demo's learner, where there is one."""
    with in_scope(whole_scope()) as scope:
        there = Learner.objects.within(scope).filter(number=NUMBER).exists()
    return Slip(NUMBER, CODE) if there else None


def demo_courses(org_code: str, village: str) -> None:
    """Make the courses and the learner of a demo once. Raises ImproperlyConfigured outside a demo."""
    only_in_demo()
    one = Institution.objects.filter(org_code=org_code).first()
    if one is None or Course.objects.filter(org_code=org_code).exists():
        return
    for told in read_yaml(TEXTS):
        _course(one, told)
    with in_scope(whole_scope()) as scope:
        # somebody whose name every device can show
        people = Person.objects.within(scope).filter(name__regex="^[一-龥]{2,4}$").order_by("name", "id")
        near = people.filter(region__startswith=village[:12], step="train:willing_not_trained").first()
        person: Person | None = near or people.first()
        if person and not Learner.objects.within(scope).filter(number=NUMBER).exists():
            Learner.objects.within(scope).update_or_create(
                person=person,
                defaults={
                    "home": person.region, "number": NUMBER, "code": make_password(CODE), "given_by": "operator",
                    "given_at": timezone.now(),
                },
            )  # fmt: skip


def demo_campaign(village: str) -> None:
    """People of the village's county who learned in the hundred days, by lot of their keys; once."""
    only_in_demo()
    one, courses = campaign_of(""), list(Course.objects.filter(state=Course.State.OPEN).order_by("title"))
    begin, _end = one.moments()
    with in_scope(whole_scope()) as scope:
        if not courses or Learning.objects.within(scope).filter(number__startswith="D").exists():
            return
        county = Person.objects.within(scope, village[:6], f"{village[:6]}~").filter(same_as=None)
        for nth, person in enumerate(county.order_by("id")[:DEMO_LEARNERS]):
            course, done = courses[nth % len(courses)], nth % 3 > 0
            began = begin + timedelta(hours=20 * nth)
            Learning.objects.within(scope).create(
                person=person, home=person.region, org_code=course.org_code, course=course, number=f"D{nth:06}", began_at=began,
                finished_at=began + timedelta(days=3) if done else None, seconds=course.hours * 2700 if done else 900,
            )  # fmt: skip


def _course(one: Institution, told: dict[str, object]) -> None:
    lessons = told.pop("lessons")
    course = Course.objects.create(
        org_code=one.org_code, region=one.region, platform=our_platform(), state=Course.State.OPEN, **told
    )
    for number, part in enumerate(lessons, start=1):  # type: ignore[arg-type, var-annotated]
        questions = part.pop("questions", [])
        lesson = Lesson.objects.create(course=course, number=number, **part)
        for place, asked in enumerate(questions, start=1):
            Question.objects.create(lesson=lesson, number=place, **asked)
