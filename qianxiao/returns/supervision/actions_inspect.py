"""Verbs of inspections: plan one, whose sample a new seed draws; say what a visit showed; each point not in order is put right."""

import secrets
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.returns.close.models import Close
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import queries_inspect, rules
from qianxiao.returns.supervision.find import ask_duties
from qianxiao.returns.supervision.models import Inspection, InspectionLine, Rectification
from qianxiao.returns.supervision.sample import draw
from qianxiao.returns.supervision.steps import keep, tell, words

CITY = 2  # people are sampled where a team can go: in a prefecture or a county


def plan(
    request: HttpRequest, place: str, period: int, kind: str, wanted: int, team: str, visit: date | None
) -> Inspection:
    """Plan an inspection and draw its sample; the seed is made here and kept. Raises Http404, ValidationError."""
    actor, who = actor_of(request), words(team)
    actor.scope.need(Right.SUPERVISE)
    home = actor.post.home if actor.post else ""
    if not home or not actor.scope.holds(*span(place)):
        raise Http404
    close = Close.objects.filter(period=period).first()
    level = definitions.level(place)
    if kind not in dict(rules.kinds()) or close is None or not 1 <= wanted <= rules.most_drawn():
        raise ValidationError(_("Please choose a closed month, what is looked at, and how many."))
    if place == home or level > 3 or (kind == "people" and level < CITY):
        raise ValidationError(
            _("Inspect a unit below yours; people are sampled in a prefecture or a county.")
        )
    if visit is None or visit < today():
        raise ValidationError(_("Please give a day that has not passed."))
    with transaction.atomic():
        seed = secrets.token_hex(16)
        found, pool = draw(kind, period, place, seed, wanted)
        if not found:
            raise ValidationError(_("Nothing is on this list in this place and month."))
        one: Inspection = Inspection.objects.within(actor.scope).create(
            region=home, place=place, period=period, kind=kind, checklist=rules.checklist(kind), team=who, visit_on=visit, seed=seed,
            wanted=wanted, pool=pool, drawn=len(found), frozen=close.state == Close.State.FROZEN, by=actor.username,
        )  # fmt: skip
        InspectionLine.objects.within(actor.scope).bulk_create(
            InspectionLine(
                inspection=one, region=told.region, inspector=home, kind=kind, period=period, place=at, ref=told.ref, label=told.label
            )
            for at, told in enumerate(found, 1)
        )  # fmt: skip
        tell(request, "inspection", one.pk, home, "drawn", f"{len(found)} / {pool} · {seed}")
    return one


def say(request: HttpRequest, number: int, outcome: str, items: Iterable[str], note: str) -> InspectionLine:
    """What a visit to one of the sample showed; each point not in order goes to its county. Raises Http404, ValidationError."""
    actor, said = actor_of(request), words(note)
    actor.scope.need(Right.SUPERVISE)
    with transaction.atomic():
        line = queries_inspect.line(actor.scope, number, lock=True)
        if actor.post is None or line.inspector != actor.post.home:
            raise ValidationError(_("Only whoever inspects says what was found."))
        if line.outcome:
            raise ValidationError(_("This was said already; what is to be put right follows its own way."))
        points = {
            point["item"]: point
            for point in queries_inspect.inspection(actor.scope, line.inspection_id).checklist
        }
        wrong = [item for item in points if item in set(items)]
        if (outcome == InspectionLine.FOUND) != bool(wrong) or outcome not in (
            InspectionLine.FINE,
            InspectionLine.FOUND,
        ):
            raise ValidationError(_("Please tick what was not in order, or say that all was."))
        line.outcome, line.items, line.note, line.day, line.by = outcome, wrong, said, today(), actor.username
        line.save(update_fields=["outcome", "items", "note", "day", "by"])
        made = [_finding(line, points[item], said) for item in wrong]
        rows = Rectification.objects.within(actor.scope).bulk_create(made)
        ask_duties(actor, [row.pk for row in rows])
        keep(request, "rectification", [(row.pk, row.region, f"{row.level}") for row in rows], "opened")
        tell(request, "line", line.pk, line.region, outcome, said)
    return line


def _finding(line: InspectionLine, point: dict[str, str], note: str) -> Rectification:
    """What the county of a line has to put right; accepted by whoever inspected."""
    level, day = rules.LEVELS.index(point["level"]) + 1, today()
    return Rectification(
        region=line.region[:6], overseer=line.inspector, rule=rules.FINDING, subject=f"{line.pk}.{point['item']}", period=line.period,
        level=level, facts={"item": point, "ref": line.ref, "label": line.label}, clause=point["clause"], about=note, opened_on=day,
        due_on=rules.due(level, day),
    )  # fmt: skip
