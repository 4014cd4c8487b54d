"""Splitting the national number down: reads, and the verbs propose, approve, refuse (19-02-03, 19-02-04)."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.engine.close.inputs import last_day
from qianxiao.engine.duck import DuckEngine
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.masterdata.regions.queries import below as regions_below
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.schools.queries import institutions
from qianxiao.returns.close.models import Close
from qianxiao.returns.close.result import LoadProblem
from qianxiao.returns.indicators import board, definitions, load, queries
from qianxiao.returns.indicators.models import Target, TargetStep

CODE = "new_students"
SCHOOLS = f"{CODE}.schools"  # the same number of a province, split to its schools
PLACES, BY_SCHOOL = "place", "school"  # what a number is split by
MOST = 10_000_000  # a number above it is a slip of the hand, whatever the target
_OF_SCHOOLS = """
SELECT s.org_code, count(DISTINCT p.person_key) FROM cell_people p JOIN clean_students s ON s.rec_id = p.rec_id
WHERE p.indicator = $code AND p.county >= $lo AND p.county < $hi AND p.month BETWEEN (SELECT intake_baseline // 100 FROM bounds) AND $period
GROUP BY s.org_code
"""


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


def splits_by(region: str) -> list[str]:
    """What a region's number can be split by: places, and in a province its schools too (19-02-04)."""
    return [PLACES, BY_SCHOOL] if definitions.level(region) == 1 else [PLACES]


def schools(scope: Scope, region: str) -> dict[str, str]:
    """Technical schools of a province by key → name. A key begins with the school's county, so that its row lies there."""
    lo, hi = queries.place(scope, region)
    rows = institutions(scope, "schools").filter(region__gte=lo, region__lt=hi).order_by("region", "org_code")
    return {
        f"{place[:6]}:{code}": name for code, name, place in rows.values_list("org_code", "name", "region")
    }


def parts_of(scope: Scope, region: str, by: str) -> list[str]:
    """Keys of what a number is split to. Raises Http404 on a way that the region does not have."""
    if by not in splits_by(region):
        raise Http404
    return list(schools(scope, region)) if by == BY_SCHOOL else children(region)


def _code(by: str) -> str:
    return SCHOOLS if by == BY_SCHOOL else CODE


def split_of(scope: Scope, region: str, day: int, by: str = PLACES) -> Split:
    """How a region's number stands. Raises Http404 out of scope."""
    queries.place(scope, region)
    told = Split(region, goals(scope, [region], day).get(region), parts_of(scope, region, by))
    rows = list(Target.objects.within(scope).filter(code=_code(by), parent=region).order_by("version"))
    newest = max((row.version for row in rows if row.state == Target.APPROVED), default=0)
    for row in rows:
        if row.version == newest:
            told.approved[row.region] = row.goal
        if row.state == Target.PROPOSED:
            told.proposed[row.region], told.version, told.proposed_by = row.goal, row.version, row.proposed_by
    return told


def steps(scope: Scope, region: str, by: str = PLACES) -> list[TargetStep]:
    """What was done with a region's split, newest first."""
    return list(TargetStep.objects.within(scope).filter(code=_code(by), region=region).order_by("-id")[:20])


def _own(actor: Actor, region: str) -> None:
    actor.scope.need(Right.TARGETS)
    if actor.post is None or actor.post.home != region:
        raise Http404


def propose(request: HttpRequest, region: str, parts: dict[str, str], reason: str, by: str = PLACES) -> int:
    """Propose a new version of the own split: region or school → number as text. Returns the version.

    Raises Http404 for another region, ValidationError on what is no number, on an open proposal, without a reason.
    """
    actor = actor_of(request)
    _own(actor, region)
    asked = {code: _number(parts.get(code, "")) for code in parts_of(actor.scope, region, by)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"target {region}"])
        rows = Target.objects.within(actor.scope).filter(code=_code(by), parent=region)
        if rows.filter(state=Target.PROPOSED).exists():
            raise ValidationError(_("A split waits for its second person already."))
        version = (rows.aggregate(n=Max("version"))["n"] or 0) + 1
        made = [
            Target(
                code=_code(by),
                region=code,
                parent=region,
                version=version,
                goal=goal,
                proposed_by=actor.username,
            )
            for code, goal in asked.items()
            if goal is not None
        ]
        if not made:
            raise ValidationError(_("Please write at least one number."))
        rows.bulk_create(made)
        _step(request, actor, region, version, "proposed", reason, by)
    return version


def _number(text: str) -> int | None:
    told = text.strip().replace(",", "")
    if not told:
        return None
    if not told.isdecimal() or int(told) > MOST:
        raise ValidationError(_("%(text)s is no number of people.") % {"text": text[:20]})
    return int(told)


def decide(request: HttpRequest, region: str, agrees: bool, reason: str, by: str = PLACES) -> None:
    """Approve or refuse the open proposal as a second person. Raises Http404, ValidationError for whoever proposed it."""
    actor = actor_of(request)
    _own(actor, region)
    with transaction.atomic():
        rows = Target.objects.within(actor.scope).filter(code=_code(by), parent=region, state=Target.PROPOSED)
        first = rows.select_for_update().order_by("id").first()
        if first is None:
            raise ValidationError(_("No split waits here."))
        if first.proposed_by == actor.username:
            raise ValidationError(_("A second person decides what you proposed."))
        verb = Target.APPROVED if agrees else Target.REFUSED
        rows.filter(Q(version=first.version)).update(state=verb, decided_by=actor.username)
        _step(request, actor, region, first.version, verb, reason, by)


def _step(
    request: HttpRequest, actor: Actor, region: str, version: int, verb: str, reason: str, by: str
) -> None:
    why = " ".join(reason.split())[:500]
    if len(why) < 2:
        raise ValidationError(_("Please say why."))
    TargetStep.objects.within(actor.scope).create(
        code=_code(by), region=region, version=version, verb=verb, reason=why, by=actor.username, post=post_name(request), request_id=actor.request_id
    )  # fmt: skip
    record(request, f"target {region} {version}", 0, ("goal",), f"target_{verb}", AccessLog.Kind.CHANGE)


def reached(scope: Scope, period: int, region: str, codes: list[str]) -> dict[str, int]:
    """New students since the baseline, of a region and those below it."""
    found = queries.below(scope, period, region, [CODE], "", ("t",)) if period else {}
    told = {code: queries.value(figures, CODE, "t") or 0 for code, figures in found.items()}
    if period:
        told[region] = queries.value(queries.figures(scope, period, region), CODE, "t") or 0
    return {code: told.get(code, 0) for code in [region, *codes]}


def reached_by_school(scope: Scope, period: int, region: str) -> dict[str, int]:
    """New students of a province's schools since the baseline, by credit code, counted in the month's own list.

    Its people alone, whoever's school it is; nothing where the month's files are not on this server.
    """
    lo, hi = queries.place(scope, region)
    close = Close.objects.filter(period=period).first()
    if close is None:
        return {}
    home = Path(close.folder)
    out = home.parent if home.name == str(close) else home.parent.parent
    found: dict[str, int] = {}
    try:
        for result in load.parts(out, period):
            with (
                tempfile.TemporaryDirectory(prefix="qianxiao-schools-") as scratch,
                DuckEngine(Path(scratch)) as engine,
            ):
                for table in ("cell_people", "clean_students", "bounds"):
                    engine.view(table, result.table(table))
                for code, n in engine.con.execute(
                    _OF_SCHOOLS, {"code": CODE, "lo": lo, "hi": hi, "period": period}
                ).fetchall():
                    found[str(code)] = found.get(str(code), 0) + int(n)
    except LoadProblem:
        return {}
    return found


def day_of(period: int) -> int:
    """The day a period's numbers are compared on."""
    return last_day(period) if period else 99991231
