"""Scoped reads of the platform: lists, one record, figures by county, counts of a day (20-11-04, -05, -07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from qianxiao.base.scope import WHOLE
from qianxiao.masterdata.regions.queries import span, stem
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.duties.declared import ymd
from qianxiao.registers.people.models import Person
from qianxiao.services.employment import parameters
from qianxiao.services.employment.models import Change, Cycle, Record, Spell, Trained

BELOW = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12}  # digits of a region → digits of those one level below


def records(scope: Scope) -> "QuerySet[Record]":
    """Records that the scope owns, and those of its people that another county owns."""
    scope.need(Right.EMPLOYMENT)
    rows: QuerySet[Record] = Record.objects.within(scope)
    return rows


def record_of(scope: Scope, number: int) -> Record:
    """One of them. Raises Http404 out of scope."""
    found: Record = the_one(records(scope), number)
    return found


def owned(scope: Scope, number: int, lock: bool = False) -> Record:
    """A record the scope owns. Raises Http404 for one that another county owns."""
    scope.need(Right.EMPLOY)
    found: Record = the_one(Record.objects.within(scope).filter(scope.within("region")), number, lock)
    return found


def owns(scope: Scope, one: Record) -> bool:
    """Whether the scope owns a record and may write it."""
    return scope.may(Right.EMPLOY) and scope.holds(*span(one.region))


def kept(scope: Scope, one: Record) -> bool:
    """Whether the person's own page lies in this scope."""
    return scope.may(Right.PEOPLE) and bool(Person.objects.within(scope).filter(pk=one.person_id).exists())


def changes(scope: Scope, one: Record) -> list[Change]:
    """The log of a record, newest first."""
    return list(Change.objects.within(scope).filter(record=one).order_by("-id")[:200])


def trained(scope: Scope, one: Record) -> list[Trained]:
    """Classes of a record, newest first."""
    return list(Trained.objects.within(scope).filter(record=one).order_by("-ends", "-id"))


def by_state(scope: Scope) -> dict[str, int]:
    """Records by state."""
    return dict(records(scope).order_by().values_list("state").annotate(n=Count("id")))


def newest_cycle() -> Cycle | None:
    """The receipt of the newest exchange with training; figures only."""
    return Cycle.objects.order_by("-period", "-id").first()


def hires(scope: Scope, codes: Iterable[str]) -> dict[str, int]:
    """Firm's credit code → how many of the people that the scope reads work there now."""
    rows = Record.objects.within(scope).filter(org_code__in=[code for code in codes if code], state="1")
    return dict(rows.order_by().values_list("org_code").annotate(n=Count("id")))


@dataclass(frozen=True)
class Line:
    """People of one place by state; confirmed within 30 and 90 days; work inside the county, the province, beyond."""

    region: str
    people: int
    employed: int
    idle: int
    lost: int
    left: int
    fresh: int
    recent: int

    @property
    def stale(self) -> int:
        """Not confirmed for so long that somebody has to look."""
        return self.people - self.recent


def figures(scope: Scope, region: str, day: date, by: str = "region") -> list[Line]:
    """Places one level below a region, each person once: by who owns the record (region), or by where it is at home.

    Raises Http404 without the right; an empty list out of scope.
    """
    scope.need(Right.COVERAGE)
    lo, hi = span(region)
    size = BELOW.get(len(stem(region)), 12)
    on = ymd(day)
    fresh, recent = (
        parameters.before(on, parameters.days(name, on, stem(region))) for name in ("fresh", "stale")
    )
    mine = Record.objects.within(scope).filter(scope.within(by, lo, hi)).order_by()
    told = mine.annotate(place=Substr(by, 1, size)).values("place").annotate(
        people=Count("id"), employed=Count("id", filter=Q(state="1")), idle=Count("id", filter=Q(state="2")), lost=Count("id", filter=Q(state="3")),
        left=Count("id", filter=Q(state="4")), fresh=Count("id", filter=Q(as_of__gte=fresh)), recent=Count("id", filter=Q(as_of__gte=recent)),
    )  # fmt: skip
    names = ("people", "employed", "idle", "lost", "left", "fresh", "recent")
    return [
        Line(one["place"].ljust(6, "0"), *(one[name] for name in names)) for one in told.order_by("place")
    ]


def counts(scope: Scope, day: int, by: str = "region", lo: str = WHOLE[0], hi: str = WHOLE[1]) -> "QuerySet[Spell, dict[str, object]]":  # fmt: skip
    """People by county, state and form as they stood on a day (yyyymmdd): rows of county, state, form, people.

    by: 'region' for the county that owned the record on that day, 'home' for where the register places the person; each
    person counts once either way. News of a later day never changes it.
    """
    on = Spell.objects.within(scope).filter(scope.within(by, lo, hi), valid_from__lte=day, valid_to__gt=day)
    grouped = on.order_by().annotate(county=Substr(by, 1, 6)).values("county", "state", "form")
    found: QuerySet[Spell, dict[str, object]] = grouped.annotate(people=Count("id"))
    return found
