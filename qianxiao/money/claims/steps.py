"""Who does something with a claim, and writing down that it was done: one step for each change of state, never one without."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base import workdays
from qianxiao.money.claims import flow
from qianxiao.money.claims.models import Claim, ClaimLine, ClaimStep
from qianxiao.money.entitlements.actions import carry
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd


@dataclass(frozen=True)
class Who:
    """An officer, an institution's hand, a person about the own money, or the worker."""

    scope: Scope
    name: str
    post_name: str = ""
    request_id: str = ""
    request: HttpRequest | None = None
    actor: Actor | None = None

    @property
    def post(self) -> Post | None:
        """The post worked at; none for a person and the worker."""
        return self.actor.post if self.actor else None


def who_of(request: HttpRequest) -> Who:
    """The officer or institution of a request. Raises Http404 for nobody."""
    actor = actor_of(request)
    return Who(actor.scope, actor.username, post_name(request), actor.request_id, request, actor)


def person_of(scope: Scope) -> Who:
    """A person about the own money. Raises Http404 for any other scope."""
    if not scope.person:
        raise Http404
    return Who(scope, f"person:{scope.person}")


def day() -> int:
    """Today as yyyymmdd; in a demo the day that was set."""
    return ymd(today())


def why_of(reason: str) -> str:
    """A reason somebody gave. Raises ValidationError without one."""
    said = " ".join(reason.split())[:500]
    if len(said) < 2:
        raise ValidationError(_("Please say why."))
    return said


def locked(who: Who, number: int) -> Claim:
    """A claim in scope, locked until the end of the transaction. Raises Http404."""
    found: Claim | None = Claim.objects.within(who.scope).select_for_update().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def may(who: Who, claim: Claim, verb: str) -> flow.Step:
    """The step of a verb. Raises Http404 without the right, ValidationError where the claim has moved on."""
    step = flow.step(verb)
    if step.right is not None:
        who.scope.need(step.right)
    if claim.state not in step.begins:
        raise ValidationError(_("Somebody has dealt with this claim meanwhile; please read it anew."))
    return step


def apart(who: Who, claim: Claim) -> None:
    """Nobody decides on what the own hand or institution applied for (19-13-02). Raises ValidationError."""
    own = set(who.post.institutions) if who.post else set()
    if claim.made_by and (claim.made_by == who.name or (claim.org_code and claim.org_code in own)):
        raise ValidationError(_("Whoever applied never reviews the application."))
    if claim.person_id and who.scope.person == str(claim.person_id):
        raise ValidationError(_("Whoever applied never reviews the application."))


def move(who: Who, claim: Claim, verb: str, ends: str, reason: str = "", line: int = 0) -> None:
    """Bring a locked claim into another state and write the step down."""
    now, before = day(), claim.state
    waited = workdays.between(claim.entered_on, now)
    claim.state, claim.entered_on = ends, now
    claim.due_on = workdays.after(now, flow.limit(flow.CLOCK[ends])) if ends in flow.CLOCK else now
    claim.save()
    note(who, claim, verb, before, ends, reason, line, waited)


def note(
    who: Who,
    claim: Claim,
    verb: str,
    before: str,
    after: str,
    reason: str = "",
    line: int = 0,
    waited: int = 0,
) -> None:
    """One step, and with a request the row of the access log."""
    ClaimStep.objects.within(who.scope).create(
        claim=claim, line=line, verb=verb, before=before, after=after, day=day(), waited=waited, by=who.name, post=who.post_name,
        reason=reason, request_id=who.request_id, region=claim.region, org_code=claim.org_code, person_id=claim.person_id,
    )  # fmt: skip
    if who.request is not None:
        subject = f"{claim.claim_no}/{line}" if line else claim.claim_no
        record(who.request, subject, 0, ("state",), f"claim_{verb}", AccessLog.Kind.CHANGE)


def drop(who: Who, lines: Sequence[ClaimLine], state: str) -> None:
    """End lines: they are no longer live, and what they asked for is open again."""
    for line in lines:
        line.state, line.live = state, False
    ClaimLine.objects.within(who.scope).bulk_update(lines, ["state", "live"], batch_size=1000)
    carry(who.scope, dict.fromkeys((line.entitlement_id for line in lines), 0))
