"""Verbs of the year's return: make, type, adjust, explain, check, sign, withdraw, send; one tier up: accept, return."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.office.duties.clock import today
from qianxiao.returns.annual import checks, fill, flow, layout, queries, signing
from qianxiao.returns.annual.models import Figure, Form, Step
from qianxiao.returns.close import books
from qianxiao.returns.indicators import definitions

LONGEST, TEXT_LONGEST = 500, 4000
DUTY = "progress_form"


def _reason(text: str) -> str:
    told = " ".join(text.split())[:LONGEST]
    if len(told) < 2:
        raise ValidationError(_("Please say why."))
    return told


def _own(request: HttpRequest, region: str) -> Actor:
    """The actor, of the unit itself. Raises Http404 for another unit."""
    actor = actor_of(request)
    actor.scope.need(Right.ANNUAL)
    if actor.post is None or actor.post.home != region:
        raise Http404
    return actor


def _form(actor: Actor, year: int, region: str, verb: str) -> Form:
    """The form, locked. Raises Http404 without one, ValidationError where the verb does not fit its state."""
    form = queries.get_form(actor.scope, year, region, lock=True)
    if not flow.may(form.state, verb):
        raise ValidationError(_("The form is not at this step."))
    return form


def _step(actor: Actor, request: HttpRequest, form: Form, verb: str, **told: Any) -> Step:
    """A step as it will be kept."""
    return Step(
        form=form, year=form.year, region=form.region, verb=verb, by=actor.username, post=post_name(request),
        request_id=actor.request_id, day=today(), at=timezone.now(), **told,
    )  # fmt: skip


def _done(request: HttpRequest, actor: Actor, form: Form, steps: list[Step]) -> Form:
    """Keep the form in its new state and what was done; one line in the trail."""
    form.state = flow.FLOW[steps[0].verb][1]
    form.save()
    # the one way into the table that knows its scope
    Step.objects.within(actor.scope).bulk_create(steps)
    mark = f" {steps[-1].hash[:32]}" if steps[-1].hash else ""
    record(
        request,
        f"annual {form.year} {form.region}{mark}",
        0,
        ("figures",),
        f"annual_{steps[0].verb}",
        AccessLog.Kind.CHANGE,
    )
    return form


def make(request: HttpRequest, year: int, region: str) -> Form:
    """Fill the form in from the frozen months; again: computed figures anew, what was typed and adjusted stays.

    Raises Http404 for another unit, ValidationError without a frozen month, or after the signature.
    """
    actor = _own(request, region)
    queries.place(actor.scope, year, region)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"annual {year} {region}"])
        form = queries.find_form(actor.scope, year, region)
        if form is not None and not flow.may(form.state, "generated"):
            raise ValidationError(_("The form is not at this step."))
        kept = layout.kept()
        if definitions.level(region) not in layout.tiers(kept.body):
            raise Http404
        close = fill.closing_month(kept.body, year)
        if close is None:
            raise ValidationError(
                _("No month of this year is frozen yet; the form is filled from frozen months.")
            )
        form = form or Form(year=year, region=region)
        form.layout, form.period, form.manifest = kept, close.period, close.manifest_hash
        form.filler, form.reviewer, form.responsible = actor.username, "", ""
        form.save()
        _fill(actor, form)
        told = f"{close}"
        return _done(request, actor, form, [_step(actor, request, form, "generated", about=told)])


def _fill(actor: Actor, form: Form) -> None:
    """The figures of a form as the month has them; one row per cell and column of the layout."""
    body = form.layout.body
    counted = fill.computed(actor.scope, body, form.period, form.region)
    known = queries.figures(actor.scope, form)
    rows = Figure.objects.within(actor.scope)
    fresh, changed, wanted = [], [], set()
    for cell in layout.cells(body):
        if cell.source == "ratio":
            continue
        for column in body["columns"][: 1 if cell.source == "text" else None]:
            key = (cell.code, column["code"])
            wanted.add(key)
            value = counted.get(key)
            if key not in known:
                fresh.append(
                    Figure(form=form, region=form.region, code=key[0], column=key[1], computed=value)
                )
            elif known[key].computed != value:
                known[key].computed = value
                changed.append(known[key])
    rows.bulk_create(fresh)
    rows.bulk_update(changed, ["computed"])
    rows.filter(id__in=[one.pk for key, one in known.items() if key not in wanted]).delete()


def type_in(request: HttpRequest, year: int, region: str, told: dict[str, str]) -> list[tuple[str, str]]:
    """Take typed figures: `code-column` → text. The good ones are kept; returns the bad ones as (line, text).

    Raises Http404 for another unit, ValidationError after the signature or where nothing changed.
    """
    actor, bad = _own(request, region), []
    with transaction.atomic():
        form = _form(actor, year, region, "typed")
        cells = {cell.code: cell for cell in layout.cells(form.layout.body)}
        changed, steps = [], []
        for (code, column), one in queries.figures(actor.scope, form).items():
            cell, text = cells[code], told.get(f"{code}-{column}")
            if text is None or cell.source not in ("typed", "text"):
                continue
            was, words = one.typed, one.words
            if cell.source == "text":
                one.words = text.strip()[:TEXT_LONGEST]
            else:
                try:
                    one.typed = layout.number(cell, text)
                except ValueError:
                    bad.append((f"{code} {cell.said}", text[:20]))
                    continue
                if one.typed is not None and one.typed < 0:
                    one.typed = was
                    bad.append((f"{code} {cell.said}", text[:20]))
                    continue
            if (one.typed, one.words) != (was, words):
                one.by, one.at = actor.username, timezone.now()
                changed.append(one)
                steps.append(
                    _step(actor, request, form, "typed", about=f"{code} {column}", was=was, now=one.typed, reason=one.words[:LONGEST])
                )  # fmt: skip
        if not steps and not bad:
            raise ValidationError(_("Nothing was changed."))
        Figure.objects.within(actor.scope).bulk_update(changed, ["typed", "words", "by", "at"])
        if steps:
            _done(request, actor, form, steps)
    return bad


def adjust(
    request: HttpRequest, year: int, region: str, code: str, column: str, told: str, reason: str
) -> Figure:
    """Put an adjustment beside a computed figure, which stays (19-17-05); 0 takes it away. Raises Http404, ValidationError."""
    actor = _own(request, region)
    with transaction.atomic():
        form = _form(actor, year, region, "adjusted")
        cell = next((one for one in layout.cells(form.layout.body) if one.code == code), None)
        one = queries.figures(actor.scope, form).get((code, column))
        if cell is None or one is None or cell.source != "computed":
            raise Http404
        try:
            delta = layout.number(cell, told)
        except ValueError:
            delta = None
        if delta is None:
            raise ValidationError(_("Please write a number, with a minus sign to take away."))
        if (one.computed or 0) + delta < 0:
            raise ValidationError(_("A figure cannot become less than nothing."))
        was, one.delta, one.reason = one.delta, delta, _reason(reason)
        one.by, one.at = actor.username, timezone.now()
        one.save()
        step = _step(
            actor, request, form, "adjusted", about=f"{code} {column}", was=was, now=delta, reason=one.reason
        )
        _done(request, actor, form, [step])
    return one


def explain(request: HttpRequest, year: int, region: str, key: str, reason: str) -> None:
    """Explain a check that fails; the explanation holds as long as both sides stay. Raises Http404 on a check that holds."""
    actor = _own(request, region)
    with transaction.atomic():
        form = _form(actor, year, region, "explained")
        fault = next((one for one in checks.faults(actor.scope, form) if one.key == key), None)
        if fault is None:
            raise Http404
        if fault.level == checks.ERROR:
            raise ValidationError(_("This check cannot be explained away: the figures have to be set right."))
        told = {"sides": fault.sides}
        _done(request, actor, form, [_step(actor, request, form, "explained", about=key, reason=_reason(reason), body=told)])  # fmt: skip


def do(request: HttpRequest, year: int, region: str, verb: str, reason: str = "") -> Form:
    """A step of the unit itself: checked, signed, withdrawn, submitted. Raises Http404 for another unit, ValidationError."""
    actor = _own(request, region)
    if verb not in flow.OWN:
        raise Http404
    with transaction.atomic():
        form = _form(actor, year, region, verb)
        step = _step(actor, request, form, verb)
        {"checked": _check, "signed": _sign, "withdrawn": _withdraw, "submitted": _submit}[verb](
            actor, form, step, reason
        )
        return _done(request, actor, form, [step])


def _ready(actor: Actor, form: Form) -> None:
    """Raise ValidationError while a check stands before the signature, naming each."""
    left = [one for one in checks.faults(actor.scope, form) if one.open]
    if left:
        raise ValidationError([f"{one.words} ({one.where}): {one.formula}" for one in left])


def _check(actor: Actor, form: Form, _step: Step, _told: str) -> None:
    _ready(actor, form)
    form.reviewer = actor.username


def _sign(actor: Actor, form: Form, step: Step, _told: str) -> None:
    if queries.wrote(actor.scope, form, actor.username):
        raise ValidationError(_("You filled in part of this form: somebody else signs it."))
    _ready(actor, form)
    form.responsible = actor.username
    step.body = signing.body(actor.scope, form, queries.last_signature(actor.scope, form))
    signing.seal(step)


def _withdraw(_actor: Actor, form: Form, step: Step, told: str) -> None:
    step.reason = _reason(told)
    form.reviewer = form.responsible = ""


def _submit(actor: Actor, form: Form, step: Step, told: str) -> None:
    """The moment of sending is kept; late only with a reason (19-17-07)."""
    form.late_days = days_late(form, step.day)
    if form.late_days:
        step.reason = form.late_reason = _reason(told)
    else:
        form.late_reason = ""
    form.submitted_at, form.submitted_on = step.at, step.day
    step.now = form.late_days
    if books.level(form.region) == 1:
        signed = queries.last_signature(actor.scope, form)
        proof = f"{form.year} 进展情况表，签章 {signed.hash[:12] if signed else ''}"
        seen = Seen("", "", proof, *span(form.region))
        settle(Actor(actor.username, scope=actor.scope), DUTY, form.year, [seen])


def days_late(form: Form, day: date) -> int:
    """Days after the last day that is in time; 0 in time."""
    return max(0, (day - layout.due(form.layout.body, form.year)).days)


def answer(request: HttpRequest, year: int, region: str, verb: str, reason: str = "") -> Form:
    """Accept or return a form of a unit directly below the own one: one tier down, never further, never unsaid.

    Raises Http404 for a unit elsewhere, ValidationError where it was not sent or no reason is given.
    """
    actor = actor_of(request)
    actor.scope.need(Right.ANNUAL)
    if verb not in flow.ABOVE or actor.post is None or books.above(region) != actor.post.home:
        raise Http404
    with transaction.atomic():
        form = _form(actor, year, region, verb)
        step = _step(actor, request, form, verb)
        if verb == "returned":
            step.reason = _reason(reason)
        return _done(request, actor, form, [step])
