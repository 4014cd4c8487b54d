"""Courses by what became of their people (19-14-04), and trades to suggest with the data behind each (20-05-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.base.catalogues import packages
from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.training.models import Outcome, Request, TrainingClass
from qianxiao.services.training.timetable import months_before


@dataclass(frozen=True)
class Course:
    """What one institution teaches of one trade and level: classes, people told of, in work, straight to the enterprise.

    asked: people villages asked for this trade; ordered: seats of classes that an enterprise ordered.
    """

    occupation: str
    level: str
    org_code: str
    org_name: str
    classes: int
    told: int
    works: int
    direct: int
    asked: int
    ordered: int

    @property
    def rate(self) -> float:
        """Share in work of those told of."""
        return self.works / self.told if self.told else 0.0

    @property
    def excellent(self) -> bool:
        """Whether the policy counts it among the excellent courses."""
        rule = excellent()
        return self.told >= rule["told"] and self.works * 100 >= self.told * rule["works"]


@dataclass(frozen=True)
class Trade:
    """A trade to suggest: people villages ask for, people who went to work in it, class hours of its shortest package."""

    occupation: str
    needs: int
    taken: int
    hours: int
    package: str
    points: float


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "training" / "trades.yaml")
    return told


def excellent() -> Mapping[str, int]:
    """From when a course is excellent: people told of, share in work in percent."""
    return dict(_told()["excellent"])


def weights() -> Mapping[str, int]:
    """What a suggestion is made of, in percent."""
    return dict(_told()["suggested"]["weights"])


def months_back() -> int:
    """Months in which needs and starts of work are counted."""
    return int(_told()["suggested"]["months"])


def _inside(scope: Scope, rows: "QuerySet[Any]", region: str) -> "QuerySet[Any]":
    """Rows below a region. Raises Http404 out of scope."""
    if not region or scope.institutions:
        return rows
    lo, hi = span(region)
    if not scope.holds(lo, hi):
        raise Http404
    return rows.filter(region__gte=lo, region__lt=hi)


def _asked(scope: Scope, region: str, since: int) -> dict[str, int]:
    """People whom villages asked a class for, by trade, what was refused left out."""
    if scope.institutions:
        return {}
    rows = _inside(scope, Request.objects.within(scope).filter(wished__gte=since), region)
    told = rows.exclude(state="refused").order_by().values_list("occupation").annotate(n=Sum("people"))
    return dict(told)


def courses(scope: Scope, region: str, months: int, day: date) -> list[Course]:
    """Courses of a place by the share of their people in work some months later, best first. Raises Http404."""
    scope.need(Right.CLASSES)
    since = months_before(day, 2 * months_back())
    rows = _inside(scope, Outcome.objects.within(scope), region)
    key = (
        "trainee__training_class__occupation",
        "trainee__training_class__level",
        "org_code",
        "trainee__training_class__org_name",
    )
    told = (
        rows.filter(months=months, trainee__training_class__ends__gte=since)
        .order_by()
        .values_list(*key)
        .annotate(
            classes=Count("trainee__training_class", distinct=True), told=Count("pk"),
            works=Count("pk", filter=~Q(form="")), direct=Count("pk", filter=Q(direct=True)),
        )
    )  # fmt: skip
    ordered = _inside(
        scope, TrainingClass.objects.within(scope).exclude(employer="").filter(starts__gte=since), region
    )
    seats = dict(ordered.order_by().values_list("occupation").annotate(n=Sum("seats")))
    asked = _asked(scope, region, since)
    found = [
        Course(
            occupation,
            level,
            org_code,
            org_name,
            classes,
            n,
            works,
            direct,
            asked.get(occupation, 0),
            seats.get(occupation, 0),
        )
        for occupation, level, org_code, org_name, classes, n, works, direct in told
    ]
    return sorted(found, key=lambda one: (-one.rate, -one.told, one.occupation, one.level, one.org_code))


def suggested(scope: Scope, region: str, day: date) -> list[Trade]:
    """Trades with a national package by what is wanted, what is taken and how short it is. Raises Http404 out of scope.

    points: each part against the highest of the place, weighted; what nobody wants and nobody took is left out.
    """
    scope.need(Right.CLASSES)
    since = months_before(day, months_back())
    rows = _inside(scope, Outcome.objects.within(scope), region).exclude(form="").filter(starts__gte=since)
    taken = dict(
        rows.order_by()
        .values_list("trainee__training_class__occupation")
        .annotate(n=Count("trainee__person", distinct=True))
    )
    needs = _asked(scope, region, since)
    short: dict[str, tuple[int, str]] = {}
    for pack in packages().values():
        told = (int(pack.hours["total"]), pack.code)
        short[pack.occupation] = min(short.get(pack.occupation, told), told)
    wanted = [code for code in short if needs.get(code) or taken.get(code)]
    most = {
        "needs": max([needs.get(code, 0) for code in wanted], default=0),
        "taken": max([taken.get(code, 0) for code in wanted], default=0),
        "hours": max([short[code][0] for code in wanted], default=0),
    }
    found = [_trade(code, needs.get(code, 0), taken.get(code, 0), short[code], most) for code in wanted]
    return sorted(found, key=lambda one: (-one.points, one.occupation))


def _trade(code: str, needs: int, taken: int, short: tuple[int, str], most: Mapping[str, int]) -> Trade:
    weight = weights()
    part = {
        "needs": needs / most["needs"] if most["needs"] else 0.0,
        "taken": taken / most["taken"] if most["taken"] else 0.0,
        "hours": 1 - short[0] / most["hours"] if most["hours"] else 0.0,
    }
    return Trade(
        code, needs, taken, short[0], short[1], round(sum(part[name] * weight[name] for name in part), 1)
    )
