"""What a campaign of online learning brought, split one way, with the lists behind each figure (20-02-08)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Substr
from django.http import Http404
from django.utils.timezone import make_aware
from django.utils.translation import get_language

from qianxiao.masterdata.regions.queries import names, span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.words import occupation
from qianxiao.services.courses.models import Learning, Platform
from qianxiao.services.courses.rules import campaigns_told, rules_on

# how the figures are split → the field of somebody's learning that says so
SPLITS = {
    "platform": F("course__platform__code"),
    "occupation": F("course__occupation"),
    "place": Substr("home", 1, 6),
}


@dataclass(frozen=True)
class Campaign:
    """A campaign with its first and last day (yyyymmdd, both included)."""

    code: str
    first: int
    last: int
    clause: str
    said: str

    def moments(self) -> tuple[datetime, datetime]:
        """The half-open span of time."""
        first, last = (date(day // 10000, day // 100 % 100, day % 100) for day in (self.first, self.last))
        return make_aware(datetime.combine(first, time.min)), make_aware(
            datetime.combine(last + timedelta(days=1), time.min)
        )


@dataclass(frozen=True)
class Line:
    """One line: persons, sign-ups, of these finished in the period; class hours learned, and of the finished courses."""

    key: str
    label: str
    persons: int
    signed: int
    finished: int
    learned: int
    proved: int


def campaigns() -> dict[str, Campaign]:
    """Campaigns by code, in the reader's language."""
    which = "en" if (get_language() or "").startswith("en") else "zh"
    return {
        code: Campaign(code, line["from"], line["to"], line["clause"], line[which])
        for code, line in campaigns_told().items()
    }


def campaign_of(code: str) -> Campaign:
    """A campaign; the newest without a code. Raises Http404."""
    told = campaigns()
    found = told.get(code) if code else max(told.values(), key=lambda one: one.first, default=None)
    if found is None:
        raise Http404
    return found


def done_in(one: Campaign) -> Q:
    """What was finished in the period."""
    lo, hi = one.moments()
    return Q(finished_at__gte=lo, finished_at__lt=hi)


def learnings(scope: Scope, one: Campaign, region: str = "") -> "QuerySet[Learning]":
    """What was begun in the period, below a region. Raises Http404 out of scope."""
    scope.need(Right.COURSES)
    begin, end = one.moments()
    rows: QuerySet[Learning] = Learning.objects.within(scope).filter(began_at__gte=begin, began_at__lt=end)
    if not region or scope.institutions:
        return rows
    lo, hi = span(region)
    if not scope.holds(lo, hi):
        raise Http404
    return rows.filter(home__gte=lo, home__lt=hi)


def report(scope: Scope, one: Campaign, split: str, region: str = "") -> tuple[Line, list[Line]]:
    """The whole and its lines. Persons of the lines do not add up: somebody learns on two platforms. Raises Http404."""
    if split not in SPLITS:
        raise Http404
    figures = {
        "persons": Count("person", distinct=True),
        "signed": Count("id"),
        "finished": Count("id", filter=done_in(one)),
        "learned": Sum("seconds", default=0),
        "proved": Sum("course__hours", filter=done_in(one), default=0),
    }
    rows, length = learnings(scope, one, region), rules_on(one.last, region or "CN").class_hour
    whole = _line("", "", rows.aggregate(**figures), length)
    told = rows.order_by().annotate(key=SPLITS[split]).values_list("key").annotate(**figures).order_by("key")
    found = {str(key or ""): dict(zip(figures, row, strict=True)) for key, *row in told}
    said = _labels(split, list(found))
    return whole, [_line(key, said.get(key, key), row, length) for key, row in found.items()]


def _line(key: str, label: str, row: Mapping[str, int], length: int) -> Line:
    return Line(
        key, label, row["persons"], row["signed"], row["finished"], row["learned"] // length, row["proved"]
    )


def _labels(split: str, keys: list[str]) -> dict[str, str]:
    if split == "place":
        return names(keys)
    if split == "occupation":
        return {key: occupation(key) for key in keys if key}
    return dict(Platform.objects.filter(code__in=keys).values_list("code", "name"))


def platforms_in(one: Campaign) -> int:
    """Platforms whose records counted on a day of the campaign."""
    return Platform.objects.filter(valid_from__lte=one.last, valid_to__gte=one.first).count()
