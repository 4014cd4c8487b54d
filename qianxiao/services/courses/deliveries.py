"""What approved platforms tell of learners: every statement once, refused whole from a platform that is not approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.registers.people.models import Person
from qianxiao.services.courses.days import today
from qianxiao.services.courses.learning import finish
from qianxiao.services.courses.models import Course, Learner, Learning, Platform, Statement
from qianxiao.services.courses.rules import rules_on

ENDS = ("completed", "passed")  # verbs of the ADL vocabulary that end a course


@dataclass(frozen=True)
class Told:
    """One statement: who by learner's number, which course, how many seconds, score from 0 to 1."""

    key: str
    number: str
    course: str
    verb: str
    seconds: int
    score: float | None
    told_at: datetime


def platform_of(code: str, secret: str) -> Platform | None:
    """The platform that signs in with code and secret; None for every other one."""
    found = Platform.objects.filter(code=code).exclude(secret="").first()
    # as long for a code nobody has
    right = check_password(secret, found.secret if found else _NOBODY)
    return found if right else None


_NOBODY = make_password("")


def take(platform: Platform, told: Sequence[Told]) -> list[str]:
    """Keep statements; what was told before changes nothing. Returns their keys in order.

    Raises ValidationError with the first fault, and keeps none, when the platform is not approved today, a learner or
    course is not known, or a course belongs to another platform (20-02-07).
    """
    day = today()
    if not platform.approved(day):
        raise ValidationError(f"platform {platform.code} is not approved on {day}")
    with in_scope(whole_scope()) as scope, transaction.atomic():
        numbers = {
            one.number: one
            for one in Learner.objects.within(scope).filter(number__in={t.number for t in told})
        }
        courses = {
            str(one.pk): one
            for one in Course.objects.filter(pk__in={t.course for t in told}, platform=platform)
        }
        homes = dict(
            Person.objects.within(scope)
            .filter(pk__in=[one.person_id for one in numbers.values()])
            .values_list("pk", "region")
        )
        for one in told:
            if one.number not in numbers:
                raise ValidationError(f"{one.key}: no learner {one.number}")
            if one.course not in courses:
                raise ValidationError(f"{one.key}: no course {one.course} of this platform")
        held = {
            str(k)
            for k in Statement.objects.within(scope)
            .filter(platform=platform, key__in=[t.key for t in told])
            .values_list("key", flat=True)
        }
        for one in told:
            if one.key not in held:
                held.add(one.key)
                learner, course = numbers[one.number], courses[one.course]
                _keep(platform, one, learner, homes[learner.person_id], course)
    return [one.key for one in told]


def _keep(platform: Platform, told: Told, learner: Learner, home: str, course: Course) -> None:
    whose = {"person_id": learner.person_id, "home": home, "org_code": course.org_code}
    everywhere = whole_scope()
    learning = Learning.objects.within(everywhere).get_or_create(
        person_id=learner.person_id, course=course,
        defaults={**whose, "number": learner.number, "began_at": told.told_at},
    )[0]  # fmt: skip
    Statement.objects.within(everywhere).create(
        **whose, platform=platform, key=told.key, course=course, verb=told.verb, seconds=told.seconds, score=told.score,
        told_at=told.told_at, at=timezone.now(),
    )  # fmt: skip
    rules = rules_on(today(), home)
    day = Statement.objects.within(everywhere).filter(
        person_id=learner.person_id, told_at__date=timezone.localdate(told.told_at)
    )
    spent = sum(day.values_list("seconds", flat=True))
    if spent > rules.day:  # a day has no more hours on another platform either
        learning.refused += told.seconds
    else:
        learning.seconds += told.seconds
    learning.save(update_fields=["seconds", "refused"])
    enough = learning.seconds >= course.hours * rules.class_hour * rules.time_share
    if told.verb in ENDS and enough:
        finish(everywhere, learning)
