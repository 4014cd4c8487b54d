"""Score sheets: every value comes from registers, none is typed; each says from which figures (19-04-03, 19-04-04)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Sum

from qianxiao.base.catalogues import majors
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.programme.keylists.rules import Criterion, criteria, weights
from qianxiao.registers.schools.models import Institution, Teacher
from qianxiao.services.studies.models import ON_ROLL, Student
from qianxiao.services.studies.queries_work import employment_rate

GRADUATED, LEFT = "7", ("5", "6", "8", "9")  # of the code table student_status
Part = tuple[int, int]  # what is counted, of how many


def sheets(
    org_code: str, year: int, province: str, codes: tuple[str, ...] = ()
) -> tuple[list[Any], dict[str, list[Any]]]:
    """The sheet of a school and those of its majors for a year: lines of criterion, parts, value, points, weight.

    Counts over the whole school are no data of a person, so they are taken beyond the reader's scope.
    """
    with in_scope(whole_scope()) as scope:
        own = _Figures(scope, org_code, year)
        school = [_line(one, own, "", weights(province, "school")) for one in criteria("school")]
        several = weights(province, "major")
        return school, {code: [_line(one, own, code, several) for one in criteria("major")] for code in codes}


def points(sheet: list[Any]) -> float:
    """The weighted sum, of a hundred."""
    whole = sum(line["weight"] for line in sheet) or 1
    return float(round(sum(line["points"] * line["weight"] for line in sheet) / whole, 1))


def _line(one: Criterion, own: "_Figures", major: str, weight: Mapping[str, int]) -> dict[str, Any]:
    count, of = _MEASURES[one.measure](own, major)
    value = count / of if of else 0.0
    return {
        "criterion": one.criterion, "count": count, "of": of, "value": round(value, 4), "target": one.target,
        "points": round(min(100.0, 100 * value / one.target), 1), "weight": weight[one.criterion],
    }  # fmt: skip


class _Figures:
    """What the registers say of one school in one year."""

    def __init__(self, scope: Scope, org_code: str, year: int) -> None:
        self.scope, self.org_code, self.year = scope, org_code, year
        self.students = Student.objects.within(scope).filter(org_code=org_code)
        self.institution = Institution.objects.filter(org_code=org_code).first()

    def roll(self, major: str) -> int:
        """Students on the roll now, of one major or all."""
        rows = self.students.filter(status__in=ON_ROLL)
        return int((rows.filter(major=major) if major else rows).count())

    def practice_area(self, _major: str) -> Part:
        """Square metres of practice rooms a student."""
        return (self.institution.practice_area or 0) if self.institution else 0, self.roll("")

    def finished(self, _major: str) -> Part:
        """Graduates of the year before among all who left for good."""
        lo, hi = (self.year - 1) * 10000, self.year * 10000
        rows = self.students.filter(status_date__gte=lo, status_date__lt=hi)
        good = rows.filter(status=GRADUATED).count()
        return good, good + rows.filter(status__in=LEFT).count()

    def employment(self, major: str) -> Part:
        """Employed among the graduates of the year before."""
        return employment_rate(self.org_code, major or None, self.year - 1)

    def intake(self, major: str) -> Part:
        """Students of the major."""
        return self.roll(major), 1

    def teachers(self, major: str) -> Part:
        """Teachers of the occupation the major leads to."""
        known = majors().get(major)
        rows = Teacher.objects.within(self.scope).filter(org_code=self.org_code)
        return (rows.filter(occupation=known.occupation).count() if known and known.occupation else 0), 1

    def seats(self, _major: str) -> Part:
        """Seats in practice rooms."""
        if self.institution is None:
            return 0, 1
        told = self.institution.rooms.filter(kind__in=("practice", "base"), active=True).aggregate(
            n=Sum("seats")
        )
        return told["n"] or 0, 1


_MEASURES: dict[str, Callable[[_Figures, str], Part]] = {
    "practice_area": _Figures.practice_area,
    "finished": _Figures.finished,
    "employment": _Figures.employment,
    "intake": _Figures.intake,
    "teachers": _Figures.teachers,
    "seats": _Figures.seats,
}
