"""Verbs of duties: open, remind and raise for everybody; hand and fulfil for one; the demo's clock."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from qianxiao.office.accounts.actions import note, only_in_demo
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import ABOVE, Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.duties import steps
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import Rule, rules, ymd
from qianxiao.office.duties.models import Clock, Duty, DutyEvent, Reading
from qianxiao.office.duties.queries import duty_in, posts_at_work, posts_to_name, read_until
from qianxiao.office.lists.batch import Outcome, found_of


def periods_about(day: date) -> tuple[int, ...]:
    """The months and the years whose duties may open on a day: last and this month, this and the next year."""
    before = day.replace(day=1) - timedelta(days=1)
    return before.year * 100 + before.month, day.year * 100 + day.month, day.year, day.year + 1


def _wanted(periods: Iterable[int], declared: Iterable[Rule]) -> Iterator[dict[str, Any]]:
    """One line per declaration, period, kind of agency and range; what is owed once comes with every period."""
    asked = set(periods)
    months, years = {p for p in asked if p > 9999}, {p for p in asked if p <= 9999}
    for rule in declared:
        for period in {"monthly": months, "yearly": years, "once": {0}, "asked": set()}[rule.period]:
            if not rule.holds(period):
                continue
            due = rule.due_on(period)
            told = {"rule": rule.id, "period": period, "due_on": str(due), "width": rule.width}
            told["opens_on"] = str(rule.opens_on(period))
            for owes in rule.owes:
                debtor = {"kind": owes.kind, "role": owes.role, "tiers": list(owes.tiers)}
                yield from ({**told, **debtor, "lo": lo, "hi": hi} for lo, hi in rule.ranges(ymd(due)))


def _run(actor: Actor, sql: str, **values: Any) -> int:
    """One step over all agencies; rows it made. Post dates are compared with the real day, duties with the clock's."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"by": actor.username, "now": localdate(), **values})
        return int(cursor.rowcount)


def open_duties(
    actor: Actor, periods: Iterable[int], declared: Iterable[Rule] | None = None
) -> tuple[int, int]:
    """Open what agencies owe for periods (yyyymm, yyyy) and give each its name where only one person can be meant.

    Returns duties opened and duties named. Opened twice, a duty is there once; one whose day of opening has not
    come waits for the next call. Over the whole country: the operator's verb.
    """
    lines = list(_wanted(periods, rules() if declared is None else declared))
    with in_scope(whole_scope()):
        day = today()
        made = _run(actor, steps.OPEN, wanted=json.dumps(lines), day=day)
        return made, _run(actor, steps.NAME, day=day)


def remind_and_raise(actor: Actor, declared: Iterable[Rule] | None = None) -> tuple[int, int]:
    """Remind of what comes due, raise by one tier what is overdue, and by one more what stays so.

    Returns how many were reminded and raised; twice a day is once.
    """
    general: dict[str, Rule] = {}
    for rule in sorted(rules() if declared is None else declared, key=lambda rule: -rule.width):
        general[rule.id] = rule
    near = [{"rule": rule.id, "step": step} for rule in general.values() for step in rule.remind]
    late = [{"rule": rule.id, "step": rule.raised} for rule in general.values()]
    later = [{"rule": rule.id, "step": rule.raised_again} for rule in general.values() if rule.raised_again]
    above = json.dumps({kind: sorted(kinds) for kind, kinds in ABOVE.items()})
    with in_scope(whole_scope()):
        day = today()
        reminded = _run(actor, steps.REMIND, wanted=json.dumps(near), day=day)
        raised = _run(actor, steps.RAISE, wanted=json.dumps(late), day=day, above=above)
        return reminded, raised + _run(actor, steps.AGAIN, wanted=json.dumps(later), day=day, above=above)


def _events(actor: Actor, duties: Iterable[Duty], verb: str, **detail: Any) -> None:
    told = {"day": today(), "by": actor.username, "post": actor.post_name, "request_id": actor.request_id}
    DutyEvent.objects.within(actor.scope).bulk_create(
        DutyEvent(duty=duty, region=duty.region, org_code=duty.org_code, verb=verb, detail=detail, **told)
        for duty in duties
    )


def _event(actor: Actor, duty: Duty, verb: str, **detail: Any) -> None:
    _events(actor, [duty], verb, **detail)


def _own(actor: Actor, duty_id: int) -> tuple[Duty, Post]:
    """A duty of the actor's agency that is still open, locked. Raises Http404, ValidationError."""
    duty = duty_in(actor.scope, duty_id, lock=True)
    if actor.post is None or duty.agency_id != actor.post.agency_id:
        raise ValidationError(_("Only the agency that owes it does this."))
    if duty.done_on:
        raise ValidationError(_("This duty is fulfilled already."))
    return duty, actor.post


def hand(actor: Actor, duty_id: int, post_id: int) -> Duty:
    """Put a duty on the name of somebody at work in the agency (19-16-04). Raises Http404, ValidationError."""
    actor.scope.need(Right.ASSIGN)
    with transaction.atomic():
        duty, _post = _own(actor, duty_id)
        found = next((post for post in posts_to_name(duty) if post.pk == post_id), None)
        if found is None:
            raise ValidationError(_("Choose somebody who works at this agency."))
        if duty.seat != found.seat:
            duty.seat = found.seat
            duty.save(update_fields=["seat"])
            _event(actor, duty, "handed", to=found.user.full_name)
    return duty


def hand_all(actor: Actor, duty_ids: list[int], post_id: int) -> Outcome:
    """Put several duties of the own agency on one name; what does not go is told row by row, the rest is done.

    Pressed twice it changes nothing twice. Raises Http404; ValidationError when nobody fitting was chosen.
    """
    actor.scope.need(Right.ASSIGN)
    if actor.post is None:
        raise Http404
    outcome = Outcome()
    with transaction.atomic():
        found = next((post for post in posts_at_work(actor.post.agency_id) if post.pk == post_id), None)
        if found is None:
            raise ValidationError(_("Choose somebody who works at this agency."))
        rows = Duty.objects.within(actor.scope).filter(opens_on__lte=today())
        for duty in found_of(duty_ids, rows, outcome):
            why = _not_handed(duty, actor.post, found)
            if why:
                outcome.refused.append((duty, why))
            else:
                outcome.done.append(duty)
        changed = Duty.objects.within(actor.scope).filter(pk__in=[duty.pk for duty in outcome.done])
        changed.update(seat=found.seat)
        _events(actor, outcome.done, "handed", to=found.user.full_name)
    return outcome


def _not_handed(duty: Duty, post: Post, to: Post) -> str:
    """Why a duty is not handed to somebody; '' when it is."""
    if duty.agency_id != post.agency_id:
        return _("Only the agency that owes it does this.")
    if duty.done_on:
        return _("This duty is fulfilled already.")
    return _("It stands on this name already.") if duty.seat == to.seat else ""


def fulfil(actor: Actor, duty_id: int, evidence: str, reason: str = "") -> Duty:
    """Say that a duty is done, by which evidence, and when late, why. Only the named person does.

    Raises Http404, ValidationError.
    """
    actor.scope.need(Right.DUTIES)
    with transaction.atomic():
        duty, post = _own(actor, duty_id)
        if duty.page:
            raise ValidationError(_("It is fulfilled where it is done."))
        if duty.seat is None or duty.seat != post.seat:
            raise ValidationError(_("It stands on somebody else's name, or on nobody's."))
        if not evidence.strip():
            raise ValidationError(_("Say by which evidence it is fulfilled."))
        day = today()
        late = day > duty.due_on
        if late and not reason.strip():
            raise ValidationError(_("It is late: say why."))
        duty.done_on, duty.done_by, duty.evidence = day, actor.username, evidence.strip()
        duty.save(update_fields=["done_on", "done_by", "evidence"])
        _event(actor, duty, "done", evidence=duty.evidence, **({"late": reason.strip()} if late else {}))
    return duty


def read_messages(actor: Actor, last: int) -> None:
    """The messages of the seat are read up to an event. Raises Http404 without a seat."""
    actor.scope.need(Right.DUTIES)
    if actor.post is None or actor.post.seat is None:
        raise Http404
    with transaction.atomic():
        if last > read_until(actor.post):
            told = {"by": actor.username, "post": actor.post_name, "request_id": actor.request_id}
            Reading.objects.create(seat=actor.post.seat, last=last, **told)


def set_clock(actor: Actor, day: date | None) -> None:
    """In a demo: pretend it is a day; None goes back to the real one. Raises ImproperlyConfigured elsewhere."""
    only_in_demo()
    with transaction.atomic():
        Clock.objects.all().delete() if day is None else Clock.objects.update_or_create(defaults={"day": day})
        note(actor, "clock set", str(day or ""))
