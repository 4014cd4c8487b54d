"""Lists made from the register as it stood in a month: school leavers and members able to work (19-01-01, 19-01-02)."""

from functools import cache
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.close.parameters import parameter_rows
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.households import queries, words
from qianxiao.registers.households.models import MemberVersion

KINDS = ("leavers", "workers")
FRESH, EARLIER = "fresh", "earlier"


@cache
def _told() -> dict[str, dict[str, Any]]:
    path = POLICIES / "registers" / "derived.yaml"
    return dict(read_yaml(path))


def title(kind: str) -> str:
    """The list's name in the reader's language. Raises Http404 for a list that does not exist."""
    told = _told().get(kind)
    if told is None:
        raise Http404
    return str(told["en"] if (get_language() or "").startswith("en") else told["zh"])


def clause(kind: str) -> str:
    """The clause that asks for the list."""
    return str(_told()[kind]["clause"])


def limit(name: str, county: str, day: int) -> int:
    """A parameter where and when it is asked for: the most specific region in force wins."""
    rows = [
        (len(region), value)
        for key, region, first, last, value, _unit, _clause in parameter_rows()
        if key == name and county.startswith(region) and first <= day <= last
    ]
    return max(rows)[1]


def _ages(kind: str, county: str, day: int) -> Q:
    """Birth dates that give an age inside the limits on a day, or none at all."""
    least, *most = (limit(name, county, day) for name in _told()[kind]["ages"])
    if len(most) == 1:
        oldest = Q(birth__gt=day - (most[0] + 1) * 10_000)
    else:
        oldest = Q(sex="2", birth__gt=day - (most[1] + 1) * 10_000) | (
            ~Q(sex="2") & Q(birth__gt=day - (most[0] + 1) * 10_000)
        )
    return Q(birth=None) | (oldest & Q(birth__lte=day - least * 10_000))


def _back(period: int, months: int) -> int:
    """The month so many months before another; yyyymm."""
    count = period // 100 * 12 + period % 100 - 1 - months
    return count // 12 * 100 + count % 12 + 1


def _fresh(scope: Scope, period: int, day: int) -> Case:
    """This year's leavers: by the register's own history, else by age."""
    rule = _told()["leavers"]["fresh"]
    before = MemberVersion.objects.within(scope).filter(
        number=OuterRef("number"),
        in_school__in=rule["in_school"],
        to_period__lte=period,
        to_period__gt=_back(period, rule["months"]),
    )
    young = Q()
    for edu, age in rule["age"].items():
        young |= Q(edu=edu, birth__gt=day - (age + 1) * 10_000)
    return Case(
        When(Exists(before), then=Value(FRESH)), When(young, then=Value(FRESH)), default=Value(EARLIER)
    )


def members(scope: Scope, kind: str, region: str, period: int) -> "QuerySet[MemberVersion]":
    """Everybody of a list in a county or below, as the register stood in a month. Raises Http404 above a county."""
    lo, hi = queries.inside(scope, region)
    if kind not in _told() or not queries.listed(region):
        raise Http404
    told, day = _told()[kind], period * 100 + 31
    rows: QuerySet[MemberVersion] = MemberVersion.objects.within(scope)
    # where the register placed them then; those handed over stand where they are kept
    here = Q(home__gte=lo, home__lt=hi, person__handed=False)
    rows = rows.filter(here | Q(person__handed=True, person__region__gte=lo, person__region__lt=hi))
    rows = rows.filter(from_period__lte=period, to_period__gt=period).filter(_ages(kind, region[:6], day))
    for name, codes in told["keep"].items():
        rows = rows.filter(**{f"{name}__in": codes})
    for name, codes in told["drop"].items():
        rows = rows.exclude(**{f"{name}__in": codes})
    return rows.annotate(cohort=_fresh(scope, period, day)) if kind == "leavers" else rows


def reason(one: MemberVersion, period: int) -> str:
    """Why somebody stands on a list: age on the last day of the month, and the register's own words."""
    age = (
        _("%(age)s years old") % {"age": (period * 100 + 31 - one.birth) // 10_000}
        if one.birth
        else _("birth date not known, check the document first")
    )
    parts = [age, *(words.value(name, getattr(one, name), {}) for name in ("edu", "in_school", "labour"))]
    return _(", ").join(part for part in parts if part != "—")
