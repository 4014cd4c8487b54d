"""Scoped reads of the year's return: forms, figures, steps, the units with who is late, the merge of 32."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.http import Http404

from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.annual import layout
from qianxiao.returns.annual.flow import SENT
from qianxiao.returns.annual.layout import Key
from qianxiao.returns.annual.models import Figure, Form, Step
from qianxiao.returns.close import books
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators import queries as cells

Shown = dict[str, dict[str, int | None]]  # column → cell → value
FIRST, LAST = 2019, 2099  # years an address may name


@dataclass
class Unit:
    """A unit of a merge: its form where there is one, days late, adjustments in it."""

    region: str
    form: Form | None = None
    late: int = 0
    adjusted: int = 0

    @property
    def sent(self) -> bool:
        """Whether its form is in the merge."""
        return self.form is not None and self.form.state in SENT


@dataclass
class Merge:
    """The forms that were sent, added up: values, adjustments apart, units that are in it."""

    values: Shown = field(default_factory=dict)
    deltas: dict[Key, int] = field(default_factory=dict)
    units: int = 0


def place(scope: Scope, year: int, region: str) -> None:
    """Raise Http404 out of scope, below a prefecture, for a year that is none."""
    cells.place(scope, region)
    if definitions.level(region) > 2 or not FIRST <= year <= LAST:
        raise Http404


def years(scope: Scope, region: str) -> list[int]:
    """Years with a form of a unit (of the nation: of any), newest first."""
    rows = Form.objects.within(scope)
    if region != NATION:
        rows = rows.filter(region=region)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def find_form(scope: Scope, year: int, region: str) -> Form | None:
    """A unit's form of a year, with its layout; None before it was made. Raises Http404 as `place`."""
    place(scope, year, region)
    found: Form | None = (
        Form.objects.within(scope).select_related("layout").filter(year=year, region=region).first()
    )
    return found


def get_form(scope: Scope, year: int, region: str, lock: bool = False) -> Form:
    """A unit's form of a year, locked for a change if asked. Raises Http404 where there is none."""
    place(scope, year, region)
    rows = Form.objects.within(scope).select_related("layout").filter(year=year, region=region)
    found: Form | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    return found


def figures(scope: Scope, form: Form) -> dict[Key, Figure]:
    """The figures of a form by cell and column."""
    rows = Figure.objects.within(scope).filter(form=form)
    return {(one.code, one.column): one for one in rows}


def value(one: Figure) -> int | None:
    """What a figure shows: the computed number with its adjustment, or the typed one."""
    return one.typed if one.computed is None else one.computed + one.delta


def shown(body: dict[str, Any], found: dict[Key, Figure]) -> Shown:
    """Values by column and cell; None where nothing was typed."""
    return {
        column["code"]: {
            cell.code: value(one) if (one := found.get((cell.code, column["code"]))) else None
            for cell in layout.cells(body)
        }
        for column in body["columns"]
    }


def steps(scope: Scope, form: Form, about: str = "") -> list[Step]:
    """What happened to a form, or to one of its figures, newest first."""
    rows = Step.objects.within(scope).filter(form=form)
    return list((rows.filter(about=about) if about else rows).order_by("-id")[:60])


def last_signature(scope: Scope, form: Form) -> Step | None:
    """The newest signature of a form."""
    found: Step | None = Step.objects.within(scope).filter(form=form, verb="signed").order_by("-id").first()
    return found


def wrote(scope: Scope, form: Form, username: str) -> bool:
    """Whether somebody filled in part of a form: then somebody else signs it."""
    verbs = ("generated", "typed", "adjusted", "explained")
    return Step.objects.within(scope).filter(form=form, by=username, verb__in=verbs).exists()


def explanations(scope: Scope, form: Form) -> dict[tuple[str, str], Step]:
    """Explanations by check and by the sides they were given for; the last one counts."""
    rows = Step.objects.within(scope).filter(form=form, verb="explained").order_by("id")
    return {(one.about, one.body.get("sides", "")): one for one in rows}


def people_names(usernames: list[str]) -> dict[str, str]:
    """Full names of users as forms print them."""
    rows = User.objects.filter(username__in=[one for one in usernames if one])
    return {user.username: user.full_name or user.username for user in rows}


def units(scope: Scope, year: int, region: str, day: date) -> list[Unit]:
    """The units directly below one with their forms: 32 below the nation (19-00-01). late: days, of those sent too."""
    place(scope, year, region)
    if region == NATION:
        codes = definitions.unit_codes()
    else:
        codes = [code for code in _prefectures(scope, region) if books.above(code) == region]
    rows = Form.objects.within(scope).filter(year=year, region__in=codes)
    found = {form.region: form for form in rows.select_related("layout")}
    counted = dict(
        Figure.objects.within(scope)
        .filter(form__year=year, region__in=codes)
        .exclude(delta=0)
        .values_list("region")
        .annotate(n=Count("id"))
    )
    due = layout.due(layout.current()[2], year)
    told = []
    for code in codes:
        form = found.get(code)
        sent = form is not None and form.state in SENT
        late = form.late_days if form is not None and sent else max(0, (day - due).days)
        told.append(Unit(code, form, late, counted.get(code, 0)))
    return told


def _prefectures(scope: Scope, region: str) -> list[str]:
    """Prefectures of a province that the newest cells know."""
    known = cells.periods(scope)
    if not known:
        return []
    rows = cells.below(scope, known[0], region, ["new_students"], "", ("t",))
    return [code for code in rows if definitions.level(code) == 2]


def merge(scope: Scope, year: int, body: dict[str, Any]) -> Merge:
    """The 32 units' forms that were sent, added up. A county is in one unit, so no column counts it twice."""
    rows = Figure.objects.within(scope).filter(
        form__year=year, form__state__in=SENT, region__in=definitions.unit_codes()
    )
    found = Merge(units=rows.values("region").distinct().count())
    sums = rows.values("code", "column").annotate(
        told=Sum("computed"), typed_=Sum("typed"), apart=Sum("delta")
    )
    held = {(row["code"], row["column"]): row for row in sums}
    for column in body["columns"]:
        one: dict[str, int | None] = {}
        for cell in layout.cells(body):
            row = held.get((cell.code, column["code"]))
            parts = [row["told"], row["typed_"]] if row else []
            known = [int(part) for part in parts if part is not None]
            one[cell.code] = sum(known) + int(row["apart"] or 0) if row and known else None
            if row and row["apart"]:
                found.deltas[cell.code, column["code"]] = int(row["apart"])
        found.values[column["code"]] = one
    return found


def by_unit(scope: Scope, year: int, code: str, column: str) -> dict[str, Figure]:
    """One figure in the forms that were sent, by unit."""
    rows = Figure.objects.within(scope).filter(
        form__year=year, form__state__in=SENT, code=code, column=column, region__in=definitions.unit_codes()
    )
    return {one.region: one for one in rows}


def adjustments(scope: Scope, year: int, regions: list[str]) -> list[Figure]:
    """Adjusted figures of some units, in their order."""
    rows = Figure.objects.within(scope).filter(form__year=year, region__in=regions).exclude(delta=0)
    return list(rows.order_by("region", "id"))
