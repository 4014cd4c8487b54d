"""Scoped reads of the monthly analysis: versions of a region, steps, the people who moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr
from django.http import Http404

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.duties.clock import today
from qianxiao.returns.analysis import counting, declared
from qianxiao.returns.analysis.models import Report, ReportStep
from qianxiao.returns.indicators import queries as cells
from qianxiao.services.employment.models import Record, Spell

KINDS = ("place", "age", "trade", "spot")  # groups whose people open; a place is the region of the address
CLOSED = (
    "trained",
    "certified",
    "employed_after_training",
    "gap_train",
)  # figures of the closed month beside it


def last_month() -> int:
    """The newest month that has ended by the duties' clock (yyyymm)."""
    day = today()
    return day.year * 100 + day.month - (1 if day.month > 1 else 89)


def reports(scope: Scope, region: str) -> "QuerySet[Report]":
    """Versions of a region, newest month first. Raises Http404 out of scope."""
    cells.place(scope, region)
    rows: QuerySet[Report] = Report.objects.within(scope).filter(region=region)
    return rows.order_by("-month", "-version")


def newest(scope: Scope, region: str, month: int) -> Report | None:
    """The newest version of a month."""
    cells.place(scope, region)
    rows: QuerySet[Report] = Report.objects.within(scope).filter(region=region, month=month)
    return rows.order_by("-version").first()


def the_report(scope: Scope, region: str, month: int) -> Report:
    """The same. Raises Http404 when nothing was counted."""
    found = newest(scope, region, month)
    if found is None:
        raise Http404
    return found


def steps(scope: Scope, report: Report) -> list[ReportStep]:
    """What was done with a version, oldest first."""
    return list(ReportStep.objects.within(scope).filter(report=report).order_by("id"))


def issued(scope: Scope, region: str) -> set[int]:
    """Versions of a region that were issued, by their keys."""
    rows = ReportStep.objects.within(scope).filter(region=region, verb=ReportStep.ISSUED)
    return set(rows.values_list("report_id", flat=True))


def closed_figures(scope: Scope, region: str, month: int) -> list[tuple[str, int]]:
    """Figures of the closed month of the same name, where one is loaded."""
    found = cells.figures(scope, month, region)
    told = [(code, cells.value(found, code)) for code in CLOSED]
    return [(code, n) for code, n in told if n is not None]


def offices(regions: Iterable[str]) -> dict[str, int]:
    """Region → its department, of several the first."""
    rows = Agency.objects.filter(kind="hr", region__in=set(regions)).order_by("-pk")
    return dict(rows.values_list("region", "pk"))


@dataclass(frozen=True)
class Moved:
    """Who moved: from a state to another, or into or out of the work of a group. An address says it as `slug`."""

    before: str = ""
    after: str = ""
    way: str = ""  # came, went
    kind: str = ""
    key: str = ""

    @classmethod
    def read(cls, text: str) -> "Moved":
        """A choice as `slug` writes it. Raises Http404 on another word."""
        parts = text.split(".")
        states = {*counting.STATES, counting.NOT_THERE}
        if len(parts) == 3 and parts[0] == "flow" and set(parts[1:]) <= states:
            return cls(parts[1], parts[2])
        if len(parts) == 3 and parts[0] in ("came", "went") and parts[1] in KINDS:
            return cls(way=parts[0], kind=parts[1], key=parts[2])
        raise Http404

    @property
    def slug(self) -> str:
        """How an address says it."""
        return f"{self.way}.{self.kind}.{self.key}" if self.way else f"flow.{self.before}.{self.after}"


def moved(scope: Scope, region: str, month: int, one: Moved) -> "QuerySet[Record]":
    """Records at home in a region that moved so between the last day of the month before and the month's.

    Raises Http404 without the right and out of scope.
    """
    scope.need(Right.EMPLOYMENT)
    lo, hi = span(region)
    if not scope.holds(lo, hi):
        raise Http404
    first, last = counting.days(month)
    spells = Spell.objects.within(scope)
    window = spells.filter(home__gte=lo, home__lt=hi, valid_from__gt=first, valid_from__lte=last)
    rows: QuerySet[Record] = Record.objects.within(scope).filter(home__gte=lo, home__lt=hi, pk__in=window.values("record"))  # fmt: skip
    if one.way:
        rows = rows.filter(_aged(one.key, last) if one.kind == "age" else Q())
        then, now = (Exists(_working(scope, one, day)) for day in (first, last))
        return rows.filter(now, ~then) if one.way == "came" else rows.filter(then, ~now)
    return rows.filter(_stood(scope, one.before, first), _stood(scope, one.after, last))


def _held(scope: Scope, day: int) -> "QuerySet[Spell]":
    rows: QuerySet[Spell] = Spell.objects.within(scope).filter(record=OuterRef("pk"), valid_from__lte=day, valid_to__gt=day)  # fmt: skip
    return rows


def _stood(scope: Scope, state: str, day: int) -> Any:
    held = _held(scope, day)
    return ~Exists(held) if state == counting.NOT_THERE else Exists(held.filter(state=state))


def _working(scope: Scope, one: Moved, day: int) -> "QuerySet[Spell]":
    """In work on a day, of the group where the group is a kind of work."""
    held = _held(scope, day).filter(state="1")
    if one.kind == "trade":
        return held.filter(sector=one.key)
    if one.kind != "spot":
        return held
    held = held.annotate(there=Substr("work_region", 1, 6), here=Substr("home", 1, 6), far=Substr("work_region", 1, 2), near=Substr("home", 1, 2))  # fmt: skip
    county, province = Q(there=F("here")), Q(far=F("near"))
    return held.filter({"county": county, "province": ~county & province}.get(one.key, ~county & ~province))


def _aged(key: str, day: int) -> Q:
    """Born so that the age band of this number is theirs on a day; the order of `counting`."""
    bands = declared.bands(day)
    if key == "-1":
        return Q(birth__isnull=True)
    n = int(key) if key.isdecimal() and int(key) <= len(bands) else len(bands) + 1
    if n > len(bands):
        raise Http404
    told = Q(birth__isnull=False)
    if n > 0:
        told &= Q(birth__lte=day - bands[n - 1] * 10000)
    if n < len(bands):
        told &= Q(birth__gt=day - bands[n] * 10000)
    return told
