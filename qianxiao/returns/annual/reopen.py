"""A form of a past year opened again: every figure counted anew from its frozen month, and who changed what since (X-10)."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import Http404

from qianxiao.base.crypto_ring import RingProblem
from qianxiao.base.scope import WHOLE
from qianxiao.masterdata.regions.queries import span as region_span
from qianxiao.office.accounts.roles import Right, Role
from qianxiao.office.accounts.scope import Scope, in_scope, scope_for
from qianxiao.registers.people.models import Correction
from qianxiao.registers.people.queries import all_corrections
from qianxiao.returns.annual import fill, layout, queries, signing
from qianxiao.returns.annual.layout import Cell
from qianxiao.returns.annual.models import Form
from qianxiao.returns.close.models import Close, Person
from qianxiao.returns.close.prove import prove as prove_months
from qianxiao.returns.indicators import queries as cells
from qianxiao.returns.indicators.models import Cell as Known

Problem = tuple[str, str]  # Chinese, English
SEALED = (Form.State.SIGNED, Form.State.SUBMITTED, Form.State.ACCEPTED)
MOST = 200  # people named on a page


@dataclass
class Proof:
    """What was looked at, and what is otherwise than it was."""

    forms: int = 0
    figures: int = 0
    months: list[int] = field(default_factory=list)
    cells: int = 0
    signatures: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Change:
    """Somebody who is on a list now and was not, or the other way round, with the edits that a close used."""

    number: str
    name: str
    id_mask: str
    came: bool
    period: int  # where the person is found
    edits: list[Correction] = field(default_factory=list)


def differing(scope: Scope, form: Form) -> list[tuple[Cell, str, int | None, int]]:
    """Computed figures that the form's month counts otherwise: cell, column, kept, counted anew."""
    body = form.layout.body
    again = fill.computed(scope, body, form.period, form.region)
    kept = queries.figures(scope, form)
    found = []
    for cell in layout.cells(body):
        for column in body["columns"]:
            key = (cell.code, column["code"])
            if key in again and (key not in kept or kept[key].computed != again[key]):
                found.append((cell, column["code"], kept[key].computed if key in kept else None, again[key]))
    return found


def faults(scope: Scope, form: Form) -> list[Problem]:
    """Everything about a form that is otherwise than when it was made and signed."""
    who, found = f"{form.year} {form.region}", []
    close = Close.objects.filter(period=form.period).first()
    if close is None or close.state != Close.State.FROZEN or close.manifest_hash != form.manifest:
        found.append((f"{who}：所依据的封账月份有变", f"{who}: the frozen month it stands on is another one"))
    for cell, column, was, now in differing(scope, form):
        told = f"{cell.code} {column}"
        found.append(
            (f"{who}：{told}：表内 {was}，重算 {now}", f"{who}: {told}: kept {was}, counted again {now}")
        )
    return found + _signature(scope, form, who)


def _signature(scope: Scope, form: Form, who: str) -> list[Problem]:
    signed = queries.last_signature(scope, form)
    if form.state not in SEALED:
        return []
    if signed is None:
        return [(f"{who}：没有签章", f"{who}: there is no signature")]
    try:
        whole = signing.hash_of(signed) == signed.hash
    except RingProblem:
        return [(f"{who}：签章密钥不在", f"{who}: the key of the signature is gone")]
    found = [] if whole else [(f"{who}：签章被改动", f"{who}: the signature was changed")]
    now = signing.body(scope, form, None)
    told: dict[str, Any] = signed.body
    parts = sorted(name for name in now if name != "before" and told.get(name) != now[name])
    return [
        *found,
        *((f"{who}：签章后{part}有变", f"{who}: {part} changed after it was signed") for part in parts),
    ]


def prove(year: int, months: bool = True) -> Proof:
    """Look at all forms of a year; months: the frozen months they stand on are counted again from their files as well."""
    proof = Proof()
    with in_scope(scope_for(Role.MINISTRY, [WHOLE])) as scope:  # reads figures of all units, nobody's name
        rows = Form.objects.within(scope).filter(year=year).select_related("layout").order_by("region")
        for form in rows:
            proof.forms += 1
            proof.figures += len(queries.figures(scope, form))
            proof.signatures += form.state in SEALED
            proof.problems += faults(scope, form)
            if form.period not in proof.months:
                proof.months.append(form.period)
    if months and proof.months:
        frozen = set(
            Close.objects.filter(state=Close.State.FROZEN, period__in=proof.months).values_list(
                "period", flat=True
            )
        )
        if frozen:
            found = prove_months(sorted(frozen))
            proof.cells, proof.problems = found.cells, [*proof.problems, *found.problems]
    return proof


def later(scope: Scope, form: Form, cell: Cell) -> list[dict[str, Any]]:
    """What later months say otherwise of a figure's months: period that brought it, month, people, times, amount."""
    if not cell.indicator:
        return []
    rows = Known.objects.within(scope).filter(
        region=form.region, indicator=cell.indicator, span="m", period__gt=form.period, month__lte=form.period
    )
    told = rows.order_by("period", "month").values("period", "month", "people", "times", "amount")
    return [dict(row) for row in told]


def changed_codes(scope: Scope, form: Form) -> dict[str, dict[str, int]]:
    """Indicators that later months corrected, with the sums of what changed."""
    rows = Known.objects.within(scope).filter(
        region=form.region, span="m", period__gt=form.period, month__lte=form.period
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows.values("indicator", "people", "times", "amount"):
        one = found.setdefault(row["indicator"], {"people": 0, "times": 0, "amount": 0, "lines": 0})
        for name in ("people", "times", "amount"):
            one[name] += int(row[name])
        one["lines"] += 1
    return found


def people(scope: Scope, form: Form, county: str, cell: Cell, span: str) -> list[Change]:
    """Who came onto a county's list, or left it, between the form's month and the newest one, and the edits behind it.

    span: y or t. Raises Http404 out of scope, above a county, and where the files are not on this server.
    """
    scope.need(Right.PEOPLE)
    lo, hi = cells.place(scope, county)
    newest = Close.objects.order_by("-period").first()
    then = Close.objects.filter(period=form.period).first()
    if then is None or newest is None or newest.period == then.period or not cell.indicator:
        return []
    if len(county) != 6 or county.endswith("00"):
        raise Http404
    was = set(cells.numbers_of(then, county, cell.indicator, span))
    now = set(cells.numbers_of(newest, county, cell.indicator, span, form.period))
    found = []
    for numbers, period, came in ((now - was, newest.period, True), (was - now, then.period, False)):
        rows = Person.objects.within(scope, lo, hi).filter(
            period=period, person_no__in=sorted(numbers)[:MOST]
        )
        found += [
            Change(one.person_no, one.name, one.id_mask, came, period) for one in rows.order_by("person_no")
        ]
    _edits(scope, found, newest.period)
    return found


def _edits(scope: Scope, found: list[Change], newest: int) -> None:
    """Put the corrections that the newest close used beside the people they are about."""
    rows = Person.objects.within(scope).filter(period=newest, person_no__in=[one.number for one in found])
    told = {one.person_no: [int(n) for n in one.corrected.split(",") if n.isdecimal()] for one in rows}
    wanted = {number for numbers in told.values() for number in numbers}
    known = {one.pk: one for one in all_corrections(scope).filter(id__in=wanted)} if wanted else {}
    for one in found:
        one.edits = [known[number] for number in told.get(one.number, []) if number in known]


def counties(scope: Scope, form: Form, cell: Cell) -> dict[str, int]:
    """Counties of a unit where later months say otherwise of a figure, with how many lines."""
    if not cell.indicator:
        return {}
    rows = Known.objects.within(scope, *region_span(form.region)).filter(
        level=cells.COUNTY, indicator=cell.indicator, span="m", period__gt=form.period, month__lte=form.period
    )
    told = rows.values_list("region").annotate(n=Count("id")).order_by("region")
    return {code: int(n) for code, n in told}
