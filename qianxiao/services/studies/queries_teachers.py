"""Scoped reads of teachers: what each owes and has done in a year, who lacks days, proofs of service (19-14-05, 19-15-05)."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.registers.schools.models import Teacher
from qianxiao.services.studies.models_teachers import CLASSES, ClassPlaces, ServiceProof, TeacherRecord


def _days(scope: Scope, kind: str, year: int) -> Any:
    """Days of a kind that lie in a year: a record counts for the year it ends in."""
    rows = TeacherRecord.objects.within(scope).filter(
        teacher_id=OuterRef("pk"), kind=kind, ends__range=(year * 10000, year * 10000 + 1231)
    )
    total = rows.order_by().values("teacher_id").annotate(n=Sum("days")).values("n")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def teachers(scope: Scope, year: int) -> "QuerySet[Any]":
    """Teachers of the own school or the region's schools, with days of training and practice of a year, classes, service."""
    scope.need(Right.STUDENTS)
    records = TeacherRecord.objects.within(scope).filter(teacher_id=OuterRef("pk"))
    rows: QuerySet[Any] = Teacher.objects.within(scope).annotate(
        training=_days(scope, "training", year),
        practice=_days(scope, "practice", year),
        covered=Exists(records.filter(kind__in=CLASSES)),
        served=Coalesce(
            Subquery(
                records.filter(kind="service")
                .order_by()
                .values("teacher_id")
                .annotate(n=Sum("days"))
                .values("n"),
                output_field=IntegerField(),
            ),
            0,
        ),
    )
    return rows


def places(scope: Scope, year: int) -> list[tuple[str, str, int, int]]:
    """School, class, places of a year and how many teachers went, in the scope; only where places were given (19-14-06)."""
    scope.need(Right.STUDENTS)
    rows = ClassPlaces.objects.within(scope).filter(year=year)
    newest = rows.order_by("org_code", "kind", "-id").distinct("org_code", "kind")
    went = {(org, kind): n for org, kind, n in _went(scope, year)}
    return [(one.org_code, one.kind, one.places, went.get((one.org_code, one.kind), 0)) for one in newest]


def _went(scope: Scope, year: int) -> "QuerySet[Any]":
    """School, class and how many teachers went in a year: a class counts for the year it ends in."""
    rows = TeacherRecord.objects.within(scope).filter(
        kind__in=CLASSES, ends__range=(year * 10000, year * 10000 + 1231)
    )
    found: QuerySet[Any] = (
        rows.order_by().values_list("org_code", "kind").annotate(n=Count("teacher", distinct=True))
    )
    return found


def free_places(scope: Scope, one: Teacher, kind: str, year: int) -> int | None:
    """Places left for a teacher who has not gone yet; None where none were given or the teacher went already."""
    given = [line for line in places(scope, year) if line[:2] == (one.org_code, kind)]
    rows = TeacherRecord.objects.within(scope).filter(teacher=one, kind=kind)
    if not given or rows.filter(ends__range=(year * 10000, year * 10000 + 1231)).exists():
        return None
    return given[0][2] - given[0][3]


def below(training: int, practice: int) -> Q:
    """Who has fewer days than required; somebody hired for single classes owes none."""
    return Q(hired=False) & (Q(training__lt=training) | Q(practice__lt=practice))


def get_teacher(scope: Scope, teacher: UUID) -> Teacher:
    """One teacher in scope. Raises Http404."""
    scope.need(Right.STUDENTS)
    found: Teacher | None = Teacher.objects.within(scope).filter(id=teacher).first()
    if found is None:
        raise Http404
    return found


def records(scope: Scope, teacher: Teacher) -> list[TeacherRecord]:
    """What a teacher in scope did, newest first."""
    get_teacher(scope, teacher.id)
    return list(TeacherRecord.objects.within(scope).filter(teacher=teacher).order_by("-starts", "-id"))


def proofs(scope: Scope, teacher: Teacher) -> list[ServiceProof]:
    """Certificates of service of a teacher in scope, newest first."""
    get_teacher(scope, teacher.id)
    return list(ServiceProof.objects.within(scope).filter(teacher=teacher).order_by("-id"))


def get_proof(scope: Scope, number: str) -> ServiceProof:
    """One certificate in scope. Raises Http404."""
    scope.need(Right.STUDENTS)
    found: ServiceProof | None = ServiceProof.objects.within(scope).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def service_proof(number: str) -> ServiceProof | None:
    """A certificate of service by its number, for the public page: whoever holds the number may ask (19-15-05)."""
    with in_scope(whole_scope()) as scope:
        found: ServiceProof | None = ServiceProof.objects.within(scope).filter(number=number).first()
    return found


def aid_work(scope: Scope) -> "QuerySet[Any]":
    """Aid tasks of teachers with their hours: what goes to whoever computes pay (19-15-04)."""
    scope.need(Right.STUDENTS)
    rows = TeacherRecord.objects.within(scope).filter(kind__in=("aid", "service"))
    found: QuerySet[Any] = rows.annotate(teacher_name=F("teacher__name"))
    return found
