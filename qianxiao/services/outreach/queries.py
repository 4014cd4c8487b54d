"""Reads of free services in the scope of the post: the log, what a household had, who had none this year (19-11-01)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.registers.households import queries as households
from qianxiao.registers.households.models import FOREVER, Household, MemberVersion
from qianxiao.services.outreach.models import Service

_BELOW = {0: 2, 2: 4, 4: 6, 6: 9}  # digits of a region → digits of those one level below
MOST = 200  # lines shown of one household


@dataclass(frozen=True)
class Line:
    """Households of one place: on the register, served this year, and not."""

    region: str
    households: int
    served: int

    @property
    def none(self) -> int:
        """Households with no service this year."""
        return self.households - self.served


def services(scope: Scope) -> "QuerySet[Service]":
    """The log in scope, also what was withdrawn."""
    scope.need(Right.PEOPLE)
    rows: QuerySet[Service] = Service.objects.within(scope)
    return rows.select_related("household", "person")


def service_of(scope: Scope, number: int, lock: bool = False) -> Service:
    """One line of the log. Raises Http404 out of scope."""
    scope.need(Right.PEOPLE)
    found: Service = the_one(Service.objects.within(scope), number, lock)
    return found


def of_household(scope: Scope, household: UUID) -> list[Service]:
    """What a household was given, newest first."""
    return list(services(scope).filter(household=household).order_by("-day", "-id")[:MOST])


def _this_year(scope: Scope, day: date) -> Exists:
    """Whether a household of a query had a service in the year of a day."""
    mine = Service.objects.within(scope).filter(
        household=OuterRef("pk"), withdrawn="", day__gte=day.year * 10000, day__lt=(day.year + 1) * 10000
    )
    return Exists(mine)


def unserved(scope: Scope, region: str, day: date) -> "QuerySet[Household]":
    """Households on the register below a region with no service in the year. Raises Http404 out of scope."""
    return households.households(scope, region).filter(~_this_year(scope, day), present=True)


def figures(scope: Scope, region: str, day: date) -> tuple[Line, list[Line]]:
    """The figures of a region and of the townships, or villages, below it: one statement. Raises Http404 out of scope."""
    size = _BELOW.get(len(stem(region)), 12)
    rows = households.households(scope, region).filter(present=True).annotate(had=_this_year(scope, day))
    told = (
        rows.order_by()
        .annotate(place=Substr("region", 1, size))
        .values_list("place")
        .annotate(n=Count("pk"), served=Count("pk", filter=Q(had=True)))
        .order_by("place")
    )
    lines = [Line(place.ljust(6, "0"), n, served) for place, n, served in told]
    return Line(region, sum(one.households for one in lines), sum(one.served for one in lines)), lines


def members(scope: Scope, household: UUID) -> list[tuple[UUID, str]]:
    """People of a household today, by name: whom a service can be given to."""
    rows = MemberVersion.objects.within(scope).filter(household=household, to_period=FOREVER)
    return list(rows.order_by("name", "number").values_list("person_id", "name"))


def chosen(scope: Scope, keys: Iterable[UUID]) -> list[Household]:
    """Households that were ticked, as far as they are in scope."""
    scope.need(Right.PEOPLE)
    return list(Household.objects.within(scope).filter(pk__in=list(keys)).order_by("region", "hh_no"))


def of_people(scope: Scope, persons: Iterable[UUID]) -> list[Service]:
    """What some people were given by name and was not withdrawn, oldest first; the caller has the right to see them."""
    rows = Service.objects.within(scope).filter(person__in=list(persons), withdrawn="")
    return list(rows.order_by("day", "id")[:MOST])
