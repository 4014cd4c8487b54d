"""Scoped reads of students, their history, registrations two schools claim; what other parts ask of the roll."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Kind, Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.services.studies.flow import STEPS, Step, open_to
from qianxiao.services.studies.models import (
    FULL_TIME,
    ON_ROLL,
    PENDING,
    Conflict,
    StatusEvent,
    Student,
    TermEntry,
)

FIGURES = ("status", "reg_kind", "stage", "major", "poor")
# on a day: the newest event until then decides; one without an event until then was not there yet
_ON_ROLL = """
SELECT DISTINCT s.person_id FROM studies_student s JOIN LATERAL (
    SELECT e.status FROM studies_statusevent e WHERE e.student_id = s.id AND e.day <= %(day)s
    ORDER BY e.day DESC, e.id DESC LIMIT 1) AS last ON last.status = ANY (%(roll)s)
WHERE s.person_id = ANY (%(people)s) AND s.reg_kind = %(kind)s
"""


def students(scope: Scope) -> "QuerySet[Student]":
    """Students of the own school, or of the schools of the post's region."""
    scope.need(Right.STUDENTS)
    rows = Student.objects.within(scope)
    return rows if scope.institutions else rows.filter(scope.within("region"))


def from_here(scope: Scope) -> "QuerySet[Student]":
    """Students whose home lies in the post's region, wherever the school is; nobody for a school."""
    scope.need(Right.STUDENTS)
    return Student.objects.within(scope).filter(scope.within("home"))


def get_student(scope: Scope, student: UUID, lock: bool = False) -> Student:
    """One student in scope, locked for a verb if asked. Raises Http404."""
    scope.need(Right.STUDENTS)
    rows = Student.objects.within(scope).filter(id=student)
    found: Student | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def history(scope: Scope, student: Student) -> list[StatusEvent]:
    """What happened to a student in scope, newest first."""
    get_student(scope, student.id)
    return list(StatusEvent.objects.within(scope).filter(student=student).order_by("-id"))


def terms(scope: Scope, student: Student) -> list[TermEntry]:
    """The terms a student in scope was registered for, newest first."""
    return list(TermEntry.objects.within(scope).filter(student=student).order_by("-id"))


def may(actor: Actor, student: Student, step: Step) -> bool:
    """Whether this post takes a step of the flow about a student: the own school, or the department above it."""
    if not actor.scope.may(step.right):
        return False
    if step.department:
        return actor.scope.holds(*span(student.region)) and actor.username != student.principal_by
    return student.org_code in actor.scope.institutions


def steps_for(actor: Actor, student: Student) -> list[Step]:
    """What this post can do about a student now."""
    return [step for step in open_to(student.status, student.waits) if may(actor, student, step)]


def review_of(actor: Actor) -> Step | None:
    """The yes this post gives to registrations; None when it gives none."""
    found = [STEPS[verb] for verb in ("approve", "confirm") if actor.scope.may(STEPS[verb].right)]
    return found[0] if found else None


def figures(rows: "QuerySet[Student]") -> list[dict[str, Any]]:
    """How many students by status, kind, stage, major, poor: each combination once."""
    return list(rows.order_by().values(*FIGURES).annotate(n=Count("id")))


def conflicts(scope: Scope) -> "QuerySet[Conflict]":
    """Registrations that two schools claim, in scope."""
    if not (scope.may(Right.STUDENTS) or scope.may(Right.VISIT)):
        raise Http404
    rows: QuerySet[Conflict] = Conflict.objects.within(scope)
    return rows


def get_conflict(scope: Scope, number: int, lock: bool = False) -> Conflict:
    """One of them. Raises Http404."""
    rows = conflicts(scope).filter(id=number)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def open_conflict(scope: Scope, student: Student) -> Conflict | None:
    """The open question about a student in scope."""
    rows = Conflict.objects.within(scope).filter(Q(one=student.id) | Q(two=student.id), state="open")
    found: Conflict | None = rows.order_by("id").first()
    return found


def answers(actor: Actor, one: Conflict) -> bool:
    """Whether this post writes down what the student says: it lies where the home is, and is no school."""
    asks = actor.scope.may(Right.VISIT) or actor.scope.may(Right.STUDENT_CHECK)
    home = one.home if len(one.home) >= 6 else ""
    return asks and bool(home) and actor.scope.holds(*span(home))


def asked_agency(region: str) -> Agency | None:
    """The nearest office to a place: of the village, the township, the county, the prefecture, the province."""
    tries = [(Kind.VILLAGE, region[:12]), (Kind.TOWNSHIP, region[:9]), (Kind.HR, region[:6]),
             (Kind.HR, f"{region[:4]}00"), (Kind.HR, f"{region[:2]}0000")]  # fmt: skip
    wanted = Q()
    for kind, code in tries:
        wanted |= Q(kind=kind, region=code, code="")
    found = {(one.kind, one.region): one for one in Agency.objects.filter(wanted).order_by("-id")}
    return next((found[one] for one in tries if one in found), None)


def claimed(person: UUID, beside: Student, roll_only: bool = False) -> Student | None:
    """Another full-time registration of the person anywhere that is on the roll or pending; for verbs alone.

    Whoever calls shows of it no more than number and school.
    """
    wanted = ON_ROLL if roll_only else (PENDING, *ON_ROLL)
    with in_scope(whole_scope()) as scope:
        rows = Student.objects.within(scope).filter(person_id=person, reg_kind=FULL_TIME, status__in=wanted)
        found: Student | None = rows.exclude(id=beside.id).order_by("-status", "created_at", "id").first()
    return found


def on_roll(people: Iterable[UUID], day: int, kind: str = FULL_TIME) -> set[UUID]:
    """Those people who were on a school's roll on a day (yyyymmdd), anywhere: by their events, not by today's state.

    For classes that may not train full-time students (fraud pattern 9) and for aid of leavers (7).
    """
    asked: dict[str, Any] = {"people": list(people), "day": day, "roll": list(ON_ROLL), "kind": kind}
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(_ON_ROLL, asked)
        return {row[0] for row in cursor.fetchall()}


def sees(scope: Scope, student: str) -> bool:
    """Whether a post that opens students sees this one."""
    return scope.may(Right.STUDENTS) and bool(Student.objects.within(scope).filter(id=student).exists())
