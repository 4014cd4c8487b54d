"""Reads of internships, graduates, progression: who lacks what, and figures that key lists compute with."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.services.studies import queries
from qianxiao.services.studies.models import ACTIVE, GRADUATED, StatusEvent, Student
from qianxiao.services.studies.models_work import (
    DegreeProof,
    InternPost,
    Need,
    Outcome,
    Placement,
    Recommendation,
)
from qianxiao.services.studies.parameters import months_before, value

EQUAL = ("3", "2")  # levels that stand equal to a college's (19-15-01)
_RATE = """
SELECT count(*) FILTER (WHERE last.employed), count(*)
FROM studies_student s LEFT JOIN LATERAL (
    SELECT o.employed FROM studies_outcome o WHERE o.student_id = s.id ORDER BY o.id DESC LIMIT 1) AS last ON true
WHERE s.org_code = %(org)s AND s.status = %(status)s AND s.status_date BETWEEN %(first)s AND %(last)s
    AND (%(major)s = '' OR s.major = %(major)s)
"""


def employment_rate(org_code: str, major: str | None, year: int) -> tuple[int, int]:
    """(employed, graduates) of a school's calendar year, of one major or all: from what is said of each graduate, never typed.

    Figures only, so over the whole country; the newest word about a graduate counts.
    """
    told: dict[str, Any] = {
        "org": org_code,
        "major": major or "",
        "status": GRADUATED,
        "first": year * 10000,
        "last": year * 10000 + 1231,
    }
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(_RATE, told)
        employed, graduates = cursor.fetchone()
    return int(employed), int(graduates)


def graduates(scope: Scope) -> "QuerySet[Any]":
    """Graduates of the own school or the region's, with the newest recommendation and outcome of each."""
    mine = {"student_id": OuterRef("pk")}
    said = Recommendation.objects.within(scope).filter(**mine).order_by("-id")
    does = Outcome.objects.within(scope).filter(**mine).order_by("-id")
    return (
        queries.students(scope)
        .filter(status=GRADUATED)
        .annotate(
            recommended=Subquery(said.values("result")[:1]),
            why_none=Subquery(said.values("reason")[:1]),
            employed=Subquery(does.values("employed")[:1]),
            employer=Subquery(does.values("employer")[:1]),
            checked=Exists(Outcome.objects.within(scope).filter(**mine, checked=True)),
        )
    )


def lacking(what: str, day: int) -> Q:
    """Graduates who lack a recommendation or a reason, a word about work, or the check some months later."""
    if what == "recommendation":
        return Q(recommended__isnull=True)
    if what == "outcome":
        return Q(employed__isnull=True)
    until = months_before(day // 100, value("outcome_check_months", "", day)) * 100 + day % 100
    return Q(checked=False, status_date__lte=until)


def posts(scope: Scope) -> "QuerySet[Any]":
    """Posts for interns of the own school or the region's, each with how many are placed."""
    scope.need(Right.STUDENTS)
    rows: QuerySet[InternPost] = InternPost.objects.within(scope)
    return rows.annotate(placed=Count("placements"))


def open_posts(scope: Scope, student: Student, day: int) -> list[InternPost]:
    """Posts a student may be placed on: of the school, of the major, with a place left, not over."""
    rows = posts(scope).filter(org_code=student.org_code, ends__gte=day, placed__lt=F("places"))
    return list(rows.filter(Q(major="") | Q(major=student.major)).order_by("-starts", "id")[:50])


def poor_without_post(scope: Scope, student: Student) -> int:
    """Poor students of the same school and major who attend and have no post yet, but for this one (19-04-08)."""
    rows = queries.students(scope).filter(
        org_code=student.org_code, major=student.major, status=ACTIVE, poor=True
    )
    placed = Placement.objects.within(scope).filter(student_id=OuterRef("pk"))
    return rows.exclude(pk=student.pk).filter(~Exists(placed)).count()


@dataclass(frozen=True)
class Fairness:
    """Of a school: poor and other students who attend, and how many of each have been interns."""

    org_code: str
    poor: int
    poor_placed: int
    others: int
    others_placed: int


def fairness(scope: Scope) -> list[Fairness]:
    """Internship of poor students against the others, by school (19-04-08)."""
    placed = Exists(Placement.objects.within(scope).filter(student_id=OuterRef("pk")))
    rows = queries.students(scope).filter(status=ACTIVE).annotate(placed=placed).order_by()
    lines = rows.values("org_code").annotate(
        poor_=Count("id", filter=Q(poor=True)), poor_placed=Count("id", filter=Q(poor=True, placed=True)),
        others=Count("id", filter=Q(poor=False)), others_placed=Count("id", filter=Q(poor=False, placed=True)),
    )  # fmt: skip
    return [
        Fairness(row["org_code"], row["poor_"], row["poor_placed"], row["others"], row["others_placed"])
        for row in lines.order_by("org_code")
    ]


def at_the_end(day: int) -> Q:
    """Students in the last year of their level: who may move up (19-05-11)."""
    return Q(status=ACTIVE, years__gt=0, level_month__lte=day // 100 - (F("years") - 1) * 100)


def candidates(scope: Scope, day: int) -> "QuerySet[Student]":
    """Those of them for whose major there is a higher level."""
    stems = {code.split("-")[0]: set[str]() for code in majors()}
    for code, one in majors().items():
        stems[code.split("-")[0]].add(one.stage)
    up = [
        code
        for code, one in majors().items()
        if any(level < one.stage for level in stems[code.split("-")[0]])
    ]
    return queries.students(scope).filter(at_the_end(day), major__in=up)


def progression(scope: Scope, year: int) -> list[dict[str, Any]]:
    """How many moved up in a year, by school and the level reached, poor and all (19-05-11)."""
    rows = StatusEvent.objects.within(scope).filter(
        verb="advance", day__range=(year * 10000, year * 10000 + 1231)
    )
    rows = rows.filter(student__in=queries.students(scope).values("pk"))
    return list(
        rows.order_by()
        .values("student__org_code", "after__stage")
        .annotate(n=Count("id"), poor=Count("id", filter=Q(student__poor=True)))
        .order_by("student__org_code", "-after__stage")
    )


def notes(scope: Scope, student: Student) -> dict[str, list[Any]]:
    """Posts, recommendations, outcomes, proofs, needs of a student in scope, newest first."""
    kinds: dict[str, Any] = {"placements": Placement, "recommendations": Recommendation, "outcomes": Outcome,
                             "proofs": DegreeProof, "needs": Need}  # fmt: skip
    found = {
        name: list(model.objects.within(scope).filter(student=student).order_by("-id"))
        for name, model in kinds.items()
    }
    known = {one.pk: one for one in InternPost.objects.within(scope).filter(org_code=student.org_code)}
    found["placements"] = [(row, known.get(row.post_of_id)) for row in found["placements"]]
    return found


def degree_proof(number: str) -> tuple[DegreeProof, Student] | None:
    """A proof of equal standing with its student, for the public page: whoever holds the number may ask."""
    with in_scope(whole_scope()) as scope:
        found = DegreeProof.objects.within(scope).filter(number=number).select_related("student").first()
    return (found, found.student) if found else None


def needy(scope: Scope) -> "QuerySet[Need]":
    """Lines of the list of needy students of the own school or the region's (20-09-01)."""
    scope.need(Right.STUDENTS)
    rows: QuerySet[Need] = Need.objects.within(scope)
    if scope.institutions:
        return rows.select_related("student")
    return rows.filter(scope.within("student__region")).select_related("student")


def inside(scope: Scope, region: str) -> bool:
    """Whether a region lies in the scope."""
    return scope.holds(*span(region))
