"""Reads of norms, which are public, and of what schools teach of them, in the scope (19-14-01)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, Sum
from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.models import Institution
from qianxiao.services.curricula.models import CurriculumNorm, Module, NormItem
from qianxiao.services.studies.models import ON_ROLL
from qianxiao.services.studies.queries import students

PAGE = 50


@dataclass(frozen=True)
class Line:
    """An item of a norm, the school's modules for it, and the class hours that are missing."""

    item: NormItem
    modules: tuple[Module, ...]

    @property
    def missing(self) -> int:
        """Hours of the norm that no module teaches."""
        return max(0, self.item.hours - sum(one.hours for one in self.modules))


@dataclass(frozen=True)
class Taught:
    """A major that a school teaches: its norm (None where none is in force), items, items with too few hours."""

    school: Institution
    major: str
    norm: CurriculumNorm | None
    items: int = 0
    gaps: int = 0
    hours: int = 0  # missing


def norms(majors: Iterable[str], day: int) -> dict[str, CurriculumNorm]:
    """Major → the norm in force on a day, the newest where there are several, with its items."""
    rows = CurriculumNorm.objects.filter(major__in=list(majors), valid_from__lte=day, valid_to__gte=day)
    whole = Prefetch("items", queryset=NormItem.objects.order_by("number"))
    return {one.major: one for one in rows.prefetch_related(whole).order_by("valid_from", "code")}


def taught(scope: Scope, day: int, after: tuple[str, str] = ("", "")) -> tuple[list[Taught], bool]:
    """Majors that schools of the scope have students in, a page of them after (school, major); whether there are more."""
    rows = students(scope).filter(status__in=ON_ROLL)
    rows = rows.filter(Q(org_code__gt=after[0]) | Q(org_code=after[0], major__gt=after[1]))
    pairs = list(rows.order_by("org_code", "major").values_list("org_code", "major").distinct()[: PAGE + 1])
    shown = pairs[:PAGE]
    schools = {
        one.org_code: one for one in Institution.objects.filter(org_code__in={org for org, _major in shown})
    }
    found = norms({major for _org, major in shown}, day)
    hours = _hours(scope, {org for org, _major in shown})
    lines = []
    for org, major in shown:
        if org in schools:
            norm = found.get(major)
            lacks = [
                short
                for item in (norm.items.all() if norm else ())
                if (short := item.hours - hours.get((org, item.pk), 0)) > 0
            ]
            n = len(norm.items.all()) if norm else 0
            lines.append(Taught(schools[org], major, norm, n, len(lacks), sum(lacks)))
    return lines, len(pairs) > PAGE


def _hours(scope: Scope, schools: set[str]) -> dict[tuple[str, int], int]:
    """School and item → hours of its modules."""
    rows = Module.objects.within(scope).filter(org_code__in=schools, item__isnull=False)
    told = rows.order_by().values("org_code", "item").annotate(n=Sum("hours"))
    return {(row["org_code"], row["item"]): row["n"] for row in told}


def school_of(scope: Scope, org_code: str) -> Institution:
    """The own school, or one of the scope's regions. Raises Http404."""
    scope.need(Right.STUDENTS)
    seen = scope.owns() if scope.institutions else scope.within("region")
    found = Institution.objects.filter(seen, org_code=org_code).first()
    if found is None:
        raise Http404
    return found


def mapping(
    scope: Scope, org_code: str, norm: CurriculumNorm | None, major: str
) -> tuple[list[Line], list[Module]]:
    """Each item of a norm with the school's modules, and the modules that belong to none of its items."""
    rows = list(Module.objects.within(scope).filter(org_code=org_code, major=major).order_by("title", "id"))
    items = list(norm.items.all()) if norm else []
    lines = [Line(item, tuple(row for row in rows if row.item_id == item.pk)) for item in items]
    known = {item.pk for item in items}
    return lines, [row for row in rows if row.item_id not in known]


def counted() -> int:
    """How many norms there are."""
    return int(CurriculumNorm.objects.aggregate(n=Count("id"))["n"])
