"""Courses are public on the portal; who learns in them is seen by the learner, the home's offices, the keeper."""

from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from tests.contract.parts.schools import READERS
from tests.contract.world import VILLAGE, canary, org_of, row_of, vault_id

DECLARED: dict[str, tuple[set[str], str]] = {
    "library": (READERS, "GET"),
    "library-course": (READERS, "GET"),
    "library-new": ({"school", "training"}, "GET POST"),
    "library-keep": ({"school", "training"}, "POST"),
    "library-state": ({"school", "training"}, "POST"),
    "campaign": (READERS, "GET"),
    "campaign-people": (READERS - {"ministry"}, "GET"),
    "learner-new": ({"county", "township", "village", "school", "training"}, "GET POST"),
}
BY_PLACE = {"library-course", "library-keep", "library-state"}
OPEN = {
    "portal-home", "portal-courses", "portal-course", "portal-begin", "portal-proof", "portal-lesson", "portal-file",
    "portal-beat", "portal-read", "portal-answer", "portal-mine", "portal-verify", "portal-sign-in", "portal-sign-out",
    "xapi-statements", "xapi-about", "portal-launch", "lti-authorize", "lti-keys",
}  # fmt: skip
FREE = {
    "courses_course": "what is taught is public: people choose by it",
    "courses_platform": "a platform is an enterprise, no person",
}


def course_of(village: str) -> UUID:
    """The village's course."""
    return uuid5(NAMESPACE_URL, f"course {village}")


def values(route: str, village: str) -> dict[str, Any]:
    if route not in DECLARED:
        return {}
    return {"course": course_of(village), "what": "lesson"}


def rows(scope: Any, village: str) -> None:
    from qianxiao.services.courses import models as m

    when, name, number = datetime(2020, 5, 3, tzinfo=UTC), canary(village), row_of(village)
    platform = m.Platform.objects.create(id=number, code=f"p{village}", name="平台")
    course = m.Course.objects.create(
        id=course_of(village),
        org_code=org_of(village),
        region=village,
        platform=platform,
        title=name,
        hours=1,
    )
    lesson = m.Lesson.objects.create(id=number, course=course, number=1, title="一", text="文", seconds=60)
    m.Question.objects.create(lesson=lesson, number=1, text="问", choices=["甲", "乙"], right=0)
    whose = {"person_id": vault_id(village), "home": village, "org_code": org_of(village)}
    m.Learner.objects.within(scope).create(
        person_id=vault_id(village), home=village, number=village, code="", given_by=name, given_at=when
    )
    taken = m.Learning.objects.within(scope).create(
        id=number, **whose, course=course, number=village, began_at=when
    )
    m.Progress.objects.within(scope).create(**whose, learning=taken, lesson=lesson)
    m.Beat.objects.within(scope).create(**whose, learning=taken, lesson=lesson, key=course.pk, session=course.pk,
        began_at=when, seconds=1, verdict="counted", at=when)  # fmt: skip
    m.Proof.objects.within(scope).create(
        **whose, learning=taken, number=name, name=name, title=name, org_name=name, hours=1, on=20200503
    )
    m.Statement.objects.within(scope).create(
        **whose, platform=platform, key=course.pk, course=course, verb="completed", told_at=when, at=when
    )


def deeds() -> dict[str, Any]:
    from tests.contract.deeds import LOG, Deed

    here = f"/library/{course_of(VILLAGE)}"
    new = {"title": "新课", "about": "", "occupation": "", "hours": "2", "price": "0", "free_tags": "52"}
    lesson = {"title": "二", "text": "文", "minutes": "3", "lesson": "1", "choices": "", "right": ""}
    who = {"name": "金丝雀", "id_no": "990001200305170126", "home": "621126"}
    return {
        "library-new": Deed("training", "/library/new", new, {LOG: 1}),
        "library-keep": Deed("training", f"{here}/keep/lesson", lesson, {LOG: 1}),
        "library-state": Deed("training", f"{here}/state", {"state": "open"}, {LOG: 1}),
        "learner-new": Deed("county", "/library/learners/new", who, {LOG: 1}),
    }
