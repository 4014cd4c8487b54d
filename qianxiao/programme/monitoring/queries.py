"""Scoped reads of the monitoring: a school's month, coverage of schools with the names still missing, cases."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.roles import Right, Role
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.programme.monitoring.models import Case, CaseStep, Record
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies.models import ACTIVE, Student


@dataclass(frozen=True)
class Covered:
    """One school's month: supported students, records handed in, officers, whose records are missing."""

    org_code: str
    name: str
    students: int
    handed: int
    troubled: int
    officers: tuple[str, ...]

    @property
    def missing(self) -> int:
        """Students nobody looked at."""
        return self.students - self.handed


def supported(scope: Scope) -> "QuerySet[Student]":
    """Students of poor families on the roll, of schools in scope."""
    scope.need(Right.MONITORING)
    seen = scope.owns() if scope.institutions else scope.within("region")
    rows: QuerySet[Student] = Student.objects.within(scope).filter(seen, poor=True, status=ACTIVE)
    return rows


def records(scope: Scope, month: int, org_code: str = "") -> "QuerySet[Record]":
    """Records of a month of the schools in scope, class by class."""
    scope.need(Right.MONITORING)
    seen = scope.owns() if scope.institutions else scope.within("region")
    rows: QuerySet[Record] = Record.objects.within(scope).filter(seen, month=month)
    rows = rows.filter(org_code=org_code) if org_code else rows
    return rows.order_by("class_name", "name", "id")


def officers(codes: list[str]) -> dict[str, tuple[str, ...]]:
    """School → names of its monitoring officers of today (19-05-07). Who works where is no secret."""
    found: dict[str, tuple[str, ...]] = {}
    posts = Post.objects.filter(role=Role.MONITOR, institutions__overlap=codes).select_related("user")
    for post in posts.held().order_by("id"):
        for code in post.institutions:
            found[code] = (*found.get(code, ()), post.user.full_name)
    return found


def coverage(scope: Scope, month: int) -> list[Covered]:
    """Every school in scope with supported students or records of the month: coverage by name (19-05-08)."""
    now = dict(supported(scope).order_by().values_list("org_code").annotate(n=Count("id")))
    told = records(scope, month).order_by().values("org_code").annotate(
        n=Count("id"), handed=Count("id", filter=Q(handed_at__isnull=False)),
        troubled=Count("id", filter=Q(handed_at__isnull=False) & ~Q(trouble="none")),
    )  # fmt: skip
    rows = {row["org_code"]: row for row in told}
    codes = sorted({*now, *rows})
    names = dict(Institution.objects.filter(org_code__in=codes).values_list("org_code", "name"))
    named = officers(codes)
    found = []
    for code in codes:
        row = rows.get(code, {"n": 0, "handed": 0, "troubled": 0})
        students = row["n"] or now.get(code, 0)
        found.append(
            Covered(
                code, names.get(code, code), students, row["handed"], row["troubled"], named.get(code, ())
            )
        )
    return sorted(found, key=lambda one: (bool(one.officers), -one.missing, one.name))


def missing(scope: Scope, month: int, org_code: str) -> list[Record | Student]:
    """The students of a school without a record that was handed in: open records, or all as long as none was opened."""
    rows: list[Record | Student] = list(records(scope, month, org_code).filter(handed_at=None)[:500])
    if rows or records(scope, month, org_code).exists():
        return rows
    return list(supported(scope).filter(org_code=org_code).order_by("class_name", "name")[:500])


def cases(scope: Scope) -> "QuerySet[Case]":
    """Cases of the schools in scope."""
    scope.need(Right.MONITORING)
    seen = scope.owns() if scope.institutions else scope.within("region")
    rows: QuerySet[Case] = Case.objects.within(scope).filter(seen)
    return rows


def get_case(scope: Scope, number: int, lock: bool = False) -> Case:
    """One case in scope. Raises Http404."""
    return the_one(cases(scope), number, lock)


def steps(scope: Scope, case: Case) -> list[CaseStep]:
    """What happened to a case, oldest first."""
    return list(CaseStep.objects.within(scope).filter(case=case).order_by("id"))


def own_school(scope: Scope) -> str:
    """The school of the post. Raises Http404 for a post without one."""
    scope.need(Right.MONITOR)
    if not scope.institution:
        raise Http404
    return scope.institution
