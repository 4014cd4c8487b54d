"""Splitting the national number down: reads, and the verbs propose, approve, refuse (19-02-03, 19-02-04)."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.engine.close.inputs import last_day
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.masterdata.regions.queries import below as regions_below
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.returns.indicators import board, definitions, queries
from qianxiao.returns.indicators.models import Target, TargetStep

CODE = "new_students"
MOST = 10_000_000  # a number above it is a slip of the hand, whatever the target


@dataclass
class Split:
    """A region's number and how it is split: what counts now, what is proposed."""

    region: str
    goal: int | None
    children: list[str]
    approved: dict[str, int] = field(default_factory=dict)
    proposed: dict[str, int] = field(default_factory=dict)
    version: int = 0  # of the proposal; 0 without one
    proposed_by: str = ""

    @property
    def missing(self) -> int | None:
        """What the parts that count lack of the whole (more than it: negative); None without a whole or without parts."""
        return self.goal - sum(self.approved.values()) if self.goal is not None and self.approved else None

    @property
    def over(self) -> int:
        """What the parts have more than the whole."""
        return -(self.missing or 0)


def goals(scope: Scope, regions: list[str], day: int) -> dict[str, int]:
    """The numbers that count, by region; the nation's is policy."""
    rows = Target.objects.within(scope).filter(code=CODE, region__in=regions, state=Target.APPROVED)
    found = dict(rows.order_by("version").values_list("region", "goal"))
    if NATION in regions and (number := board.national(CODE, day)):
        found[NATION] = number
    return found


def children(region: str) -> list[str]:
    """The regions a number is split to: the 32 units, or what exists below one today."""
    if region == NATION:
        return definitions.unit_codes()
    found: list[str] = []
    for code, _name in regions_below(region):
        direct = definitions.parent(code) == region
        found += (
            [code]
            if direct
            else [low for low, _n in regions_below(code) if definitions.parent(low) == region]
        )
    return found


def split_of(scope: Scope, region: str, day: int) -> Split:
    """How a region's number stands. Raises Http404 out of scope."""
    queries.place(scope, region)
    told = Split(region, goals(scope, [region], day).get(region), children(region))
    rows = list(Target.objects.within(scope).filter(code=CODE, parent=region).order_by("version"))
    newest = max((row.version for row in rows if row.state == Target.APPROVED), default=0)
    for row in rows:
        if row.version == newest:
            told.approved[row.region] = row.goal
        if row.state == Target.PROPOSED:
            told.proposed[row.region], told.version, told.proposed_by = row.goal, row.version, row.proposed_by
    return told


def steps(scope: Scope, region: str) -> list[TargetStep]:
    """What was done with a region's split, newest first."""
    return list(TargetStep.objects.within(scope).filter(code=CODE, region=region).order_by("-id")[:20])


def _own(actor: Actor, region: str) -> None:
    actor.scope.need(Right.TARGETS)
    if actor.post is None or actor.post.home != region:
        raise Http404


def propose(request: HttpRequest, region: str, parts: dict[str, str], reason: str) -> int:
    """Propose a new version of the own split: region → number as text. Returns the version.

    Raises Http404 for another region, ValidationError on what is no number, on an open proposal, without a reason.
    """
    actor = actor_of(request)
    _own(actor, region)
    asked = {code: _number(parts.get(code, "")) for code in children(region)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"target {region}"])
        rows = Target.objects.within(actor.scope).filter(code=CODE, parent=region)
        if rows.filter(state=Target.PROPOSED).exists():
            raise ValidationError(_("A split waits for its second person already."))
        version = (rows.aggregate(n=Max("version"))["n"] or 0) + 1
        made = [
            Target(
                code=CODE, region=code, parent=region, version=version, goal=goal, proposed_by=actor.username
            )
            for code, goal in asked.items()
            if goal is not None
        ]
        if not made:
            raise ValidationError(_("Please write at least one number."))
        rows.bulk_create(made)
        _step(request, actor, region, version, "proposed", reason)
    return version


def _number(text: str) -> int | None:
    told = text.strip().replace(",", "")
    if not told:
        return None
    if not told.isdecimal() or int(told) > MOST:
        raise ValidationError(_("%(text)s is no number of people.") % {"text": text[:20]})
    return int(told)


def decide(request: HttpRequest, region: str, agrees: bool, reason: str) -> None:
    """Approve or refuse the open proposal as a second person. Raises Http404, ValidationError for whoever proposed it."""
    actor = actor_of(request)
    _own(actor, region)
    with transaction.atomic():
        rows = Target.objects.within(actor.scope).filter(code=CODE, parent=region, state=Target.PROPOSED)
        first = rows.select_for_update().order_by("id").first()
        if first is None:
            raise ValidationError(_("No split waits here."))
        if first.proposed_by == actor.username:
            raise ValidationError(_("A second person decides what you proposed."))
        verb = Target.APPROVED if agrees else Target.REFUSED
        rows.filter(Q(version=first.version)).update(state=verb, decided_by=actor.username)
        _step(request, actor, region, first.version, verb, reason)


def _step(request: HttpRequest, actor: Actor, region: str, version: int, verb: str, reason: str) -> None:
    why = " ".join(reason.split())[:500]
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    TargetStep.objects.within(actor.scope).create(
        code=CODE, region=region, version=version, verb=verb, reason=why, by=actor.username, post=post_name(request), request_id=actor.request_id
    )  # fmt: skip
    record(request, f"target {region} {version}", 0, ("goal",), f"target_{verb}", AccessLog.Kind.CHANGE)


def reached(scope: Scope, period: int, region: str, codes: list[str]) -> dict[str, int]:
    """New students since the baseline, of a region and those below it."""
    found = queries.below(scope, period, region, [CODE], "", ("t",)) if period else {}
    told = {code: queries.value(figures, CODE, "t") or 0 for code, figures in found.items()}
    if period:
        told[region] = queries.value(queries.figures(scope, period, region), CODE, "t") or 0
    return {code: told.get(code, 0) for code in [region, *codes]}


def day_of(period: int) -> int:
    """The day a period's numbers are compared on."""
    return last_day(period) if period else 99991231
