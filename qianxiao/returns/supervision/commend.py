"""Commendation: who meets a rule, by figures of the board alone; propose, decide as a second person, read what is published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.engine.close.inputs import last_day
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.duties.clock import today
from qianxiao.returns.close.models import Close
from qianxiao.returns.indicators import board, definitions, queries, targets
from qianxiao.returns.supervision import rules
from qianxiao.returns.supervision.find import standings
from qianxiao.returns.supervision.models import Commendation, Rectification
from qianxiao.returns.supervision.queries import OPEN
from qianxiao.returns.supervision.steps import tell, words

MOST = 100


def candidates(scope: Scope, home: str, period: int, code: str) -> list[dict[str, Any]]:
    """Units directly below that meet every condition of a rule, most ahead first, each with the figures it is met by."""
    line = next((one for one in rules.part("commendation") if one["rule"] == code), None)
    told = rules.value(line, last_day(period)) if line else None
    if told is None:
        return []
    metrics = {one.code: one for one in board.metrics()}
    units = targets.children(home)
    level = definitions.level(units[0]) if units else 0
    found: dict[str, list[dict[str, Any]]] = {unit: [] for unit in units}
    for condition in told["conditions"]:
        stand = standings(scope, period, metrics[condition["of"]], level)
        found = {
            unit: [*figures, _figure(condition["of"], stand[unit])]
            for unit, figures in found.items()
            if unit in stand and _meets(condition, stand[unit])
        }
    bad = _warned(scope, told["without"])
    rows: list[dict[str, Any]] = [
        {"region": unit, "figures": figures} for unit, figures in found.items() if unit not in bad
    ]
    rows.sort(key=lambda row: (-min(one["ahead"] or 0.0 for one in row["figures"]), row["region"]))
    return rows[: told["most"]]


def _meets(condition: dict[str, Any], one: board.Standing) -> bool:
    if not one.whole or one.whole < condition.get("whole", 1):
        return False
    ahead, percent = condition.get("ahead"), condition.get("percent")
    return (ahead is None or (one.ahead is not None and one.ahead >= ahead)) and (
        percent is None or (one.percent or 0) >= percent
    )


def _figure(code: str, one: board.Standing) -> dict[str, Any]:
    ahead, schedule = (None if told is None else round(told, 1) for told in (one.ahead, one.schedule))
    return {"of": code, "part": one.part, "whole": one.whole, "schedule": schedule, "ahead": ahead}


def _warned(scope: Scope, level: str) -> set[str]:
    """Units with an open matter of this level or harder."""
    rows = Rectification.objects.within(scope).filter(state__in=OPEN, level__gt=rules.LEVELS.index(level))
    return set(rows.values_list("region", flat=True))


def _own(actor: Actor) -> str:
    actor.scope.need(Right.COMMEND)
    if actor.post is None or not actor.post.home:
        raise Http404
    return actor.post.home


def propose(request: HttpRequest, period: int, code: str, text: str) -> Commendation:
    """Freeze who meets a rule in a month with the figures used, for a second person. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(text)
    home = _own(actor)
    line = next((one for one in rules.part("commendation") if one["rule"] == code), None)
    if line is None or period not in queries.periods(actor.scope):
        raise ValidationError(_("Please choose a month and a rule."))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"commendation {home}"])
        mine = Commendation.objects.within(actor.scope).filter(region=home)
        if mine.filter(state=Commendation.State.PROPOSED).exists():
            raise ValidationError(_("A list waits for its second person already."))
        units = candidates(actor.scope, home, period, code)
        if not units:
            raise ValidationError(_("No unit meets this rule in this month."))
        kept = {name: line[name] for name in ("rule", "clause", "zh", "en")} | {
            "value": rules.value(line, last_day(period))
        }
        close = Close.objects.filter(period=period).first()
        one: Commendation = Commendation.objects.within(actor.scope).create(
            region=home, period=period, rule=kept, units=units, sources=close.manifest_hash if close else "", text=said,
            proposed_by=actor.username, proposed_on=today(),
        )  # fmt: skip
        tell(request, "commendation", one.pk, home, "proposed", said)
    return one


def decide(request: HttpRequest, number: int, agrees: bool, reason: str) -> Commendation:
    """Publish or refuse what a colleague proposed. Raises Http404, ValidationError for whoever proposed it."""
    actor, said = actor_of(request), words(reason)
    home = _own(actor)
    with transaction.atomic():
        one = commendation(actor.scope, number, lock=True)
        if one.region != home or one.state != Commendation.State.PROPOSED:
            raise ValidationError(_("Only a colleague of whoever proposed it decides, once."))
        if one.proposed_by == actor.username:
            raise ValidationError(_("A second person decides what you put forward."))
        one.state = Commendation.State.PUBLISHED if agrees else Commendation.State.REFUSED
        one.decided_by, one.decided_on = actor.username, today()
        one.save(update_fields=["state", "decided_by", "decided_on"])
        tell(request, "commendation", one.pk, home, one.state, said)
    return one


def commendations(scope: Scope) -> list[Commendation]:
    """Those of the scope, newest first."""
    scope.need(Right.SUPERVISION)
    return list(Commendation.objects.within(scope).order_by("-id")[:MOST])


def commendation(scope: Scope, number: int, lock: bool = False) -> Commendation:
    """One of them. Raises Http404 out of scope."""
    scope.need(Right.SUPERVISION)
    found: Commendation = the_one(Commendation.objects.within(scope), number, lock)
    return found


def published() -> list[Commendation]:
    """What everybody may read, newest first: units and figures, nobody's name."""
    with in_scope(whole_scope()) as scope:
        rows = Commendation.objects.within(scope).filter(state=Commendation.State.PUBLISHED)
        return list(rows.order_by("-decided_on", "-id")[:MOST])


def published_one(number: int) -> Commendation:
    """One that everybody may read. Raises Http404 for what is not published."""
    with in_scope(whole_scope()) as scope:
        rows = Commendation.objects.within(scope).filter(state=Commendation.State.PUBLISHED)
        found: Commendation = the_one(rows, number)
        return found
