"""The funnel of households: trained or studied, in work, with an income, out of poverty (19-02-06), held against the lists."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.masterdata.regions.queries import span, stem
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.employment import parameters
from qianxiao.services.employment.models import Record, Spell, Trained
from qianxiao.services.employment.queries import BELOW

_SQL = Path(__file__).parent / "sql" / "funnel.sql"


@dataclass(frozen=True)
class Funnel:
    """Households of a place: all, with a step of each kind and all steps before; people trained and people in work behind them."""

    region: str
    households: int
    learned: int
    works: int
    own: int
    earns: int
    out: int
    trained_people: int
    working_people: int


def funnel(scope: Scope, region: str, day: int) -> list[Funnel]:
    """Places one level below a region on a day (yyyymmdd), in the transaction's scope. Raises Http404 without the right."""
    scope.need(Right.EMPLOYMENT)
    lo, hi = span(region)
    told: dict[str, Any] = {
        "day": day,
        "lo": lo,
        "hi": hi,
        "size": BELOW.get(len(stem(region)), 12),
        "out": parameters.out_of_poverty(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL.read_text(encoding="utf-8"), told)
        return [Funnel(place.ljust(6, "0"), *counted) for place, *counted in cursor.fetchall()]


def listed(scope: Scope, region: str, day: int) -> tuple[int, int]:
    """People trained and people in work on that day as the lists have them, counted another way than the funnel does."""
    scope.need(Right.EMPLOYMENT)
    lo, hi = span(region)
    home = scope.within("home", lo, hi)
    people = Trained.objects.within(scope).filter(
        record__in=Record.objects.within(scope).filter(home), ends__lte=day
    )
    working = Spell.objects.within(scope).filter(home, state="1", valid_from__lte=day, valid_to__gt=day)
    return people.values("record").distinct().count(), working.count()
