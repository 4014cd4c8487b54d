"""Reads of courses, which are public, and of learners, in the scope: the learner's own, an office's, an institution's."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.http import Http404

from qianxiao.base.tables import area_tags
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.courses.models import (
    Beat,
    Course,
    Learner,
    Learning,
    Lesson,
    Platform,
    Progress,
    Proof,
)


def tags_of(region: str, day: int) -> set[str]:
    """The area tags a place carries on a day (19-07-02, 20-01-01)."""
    return {
        one.tag
        for one in area_tags()
        if one.valid_from <= day <= one.valid_to and span(one.code)[0] <= region < span(one.code)[1]
    }


def is_free(course: Course, home: str, day: int) -> bool:
    """Whether somebody of this home pays nothing for a course on a day (20-02-09)."""
    if not course.price:
        return True
    return course.free_from <= day <= course.free_to and bool(set(course.free_tags) & tags_of(home, day))


def open_courses(day: int) -> "QuerySet[Course]":
    """Courses that can be taken on a day: published, on a platform that is approved then (20-02-07)."""
    rows = Course.objects.filter(
        state=Course.State.OPEN, platform__valid_from__lte=day, platform__valid_to__gte=day
    )
    return rows.select_related("platform").annotate(parts=Count("lessons"))


def hosts(day: int) -> "QuerySet[Platform]":
    """The approved platforms on which courses may lie: those that take launches."""
    return Platform.objects.exclude(login="").filter(valid_from__lte=day, valid_to__gte=day).order_by("name")


def open_course(course: UUID, day: int) -> Course:
    """One course that can be taken. Raises Http404."""
    found = open_courses(day).filter(pk=course).first()
    if found is None:
        raise Http404
    return found


def lesson(course: Course, number: int) -> Lesson:
    """One lesson of a course. Raises Http404."""
    found = course.lessons.prefetch_related("questions").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def courses(scope: Scope) -> "QuerySet[Course]":
    """Courses for the back office: an institution's own, for offices those of their regions; drafts as well."""
    scope.need(Right.COURSES)
    seen = scope.owns() if scope.institutions else scope.within("region")
    rows = Course.objects.filter(seen).select_related("platform")
    return rows.annotate(parts=Count("lessons", distinct=True), learners=Count("learnings", distinct=True))


def get_course(scope: Scope, number: UUID) -> Course:
    """One of them. Raises Http404."""
    found = courses(scope).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def learnings_of(scope: Scope, course: str) -> "QuerySet[Learning]":
    """Who learns in one course, in scope. Raises Http404 for a course out of scope."""
    found = get_course(scope, UUID(course))
    rows: QuerySet[Learning] = Learning.objects.within(scope).filter(course=found)
    return rows.select_related("proof")


def own_learnings(scope: Scope) -> Sequence[Learning]:
    """The courses a learner takes, newest first."""
    rows = (
        Learning.objects.within(scope)
        .select_related("course", "course__platform")
        .order_by("-began_at", "-id")
    )
    return list(rows[:100])


def own_learning(scope: Scope, course: UUID) -> Learning | None:
    """The learner in one course; None when it is not begun."""
    found: Learning | None = (
        Learning.objects.within(scope)
        .filter(course_id=course)
        .select_related("course", "course__platform")
        .first()
    )
    return found


def progress(scope: Scope, learning: Learning) -> dict[int, Progress]:
    """How far the learner is, by the number of the lesson."""
    rows = Progress.objects.within(scope).filter(learning=learning).select_related("lesson")
    return {one.lesson.number: one for one in rows}


def learner(scope: Scope) -> Learner:
    """The learner of a person's own scope. Raises Http404."""
    found: Learner | None = Learner.objects.within(scope).filter(person_id=scope.person or None).first()
    if found is None:
        raise Http404
    return found


def proof_of(scope: Scope, learning: Learning) -> Proof | None:
    """The proof of a course that is finished."""
    found: Proof | None = Proof.objects.within(scope).filter(learning=learning).first()
    return found


def refusals(scope: Scope, course: Course) -> list[tuple[str, int, int]]:
    """Why time was not counted in a course: verdict, how often, seconds (pattern 22)."""
    rows = Beat.objects.within(scope).filter(learning__course=course).exclude(verdict=Beat.Verdict.COUNTED)
    told = rows.values("verdict").annotate(n=Count("id"), s=Sum("seconds")).order_by("verdict")
    return [(row["verdict"], row["n"], row["s"]) for row in told]


def platforms() -> list[Platform]:
    """The platforms there are or were, by name (20-02-07)."""
    return list(Platform.objects.order_by("name"))
