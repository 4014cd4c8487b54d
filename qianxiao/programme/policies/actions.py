"""Verbs of proposals: propose, check, try on the last closed month, approve, co-sign, publish, give back, withdraw (J15)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.documents import clauses
from qianxiao.base.paths import POLICIES
from qianxiao.engine.rules.model import CodeList, Parameter, RuleFile
from qianxiao.engine.rules.proposed import findings
from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties import clock
from qianxiao.office.jobs.actions import ask
from qianxiao.programme.policies import flow, items, publication, queries
from qianxiao.programme.policies.models import Proposal, ProposalStep

TRIAL = "rules.trial"


@dataclass(frozen=True)
class Wanted:
    """What an office wants: a value (fen, percent, days … as the parameter counts) or codes, from a day (yyyymmdd)."""

    region: str
    start: int
    value: int | None
    codes: Sequence[str]
    clause: str
    document: str
    reason: str
    retroactive: str = ""


def today() -> int:
    """The day as yyyymmdd."""
    day = clock.today()
    return day.year * 10000 + day.month * 100 + day.day


def propose(request: HttpRequest, item: str, name: str, wanted: Wanted) -> Proposal:
    """Write a proposal down. Raises Http404 out of scope, ValidationError where this tier may not set it (20-06-01)."""
    actor = actor_of(request)
    actor.scope.need(Right.RULE_DRAFT)
    actor.inside(wanted.region)
    file = items.item(item)
    what = items.settable(file, name)
    _fits(what, wanted)
    kind = Proposal.Kind.LIST if isinstance(what, CodeList) else Proposal.Kind.VALUE
    with transaction.atomic():
        one: Proposal = Proposal.objects.within(actor.scope).create(
            item=item, kind=kind, name=name, region=wanted.region, start=wanted.start, value=wanted.value,
            codes=sorted(set(wanted.codes)), clause=wanted.clause, document=wanted.document.strip(), reason=wanted.reason.strip(),
            retroactive=wanted.retroactive.strip(), cosign=what.cosign, proposed_by=actor.username,
        )  # fmt: skip
        _step(request, actor, one, "propose", one.reason)
    return one


def _fits(what: Parameter | CodeList, wanted: Wanted) -> None:
    if not items.may_set(what, wanted.region):
        raise ValidationError(_("An office of this tier may not set this: it belongs to a higher one."))
    if wanted.clause not in clauses():
        raise ValidationError(_("There is no such clause or document."))
    if isinstance(what, CodeList) != (wanted.value is None) or isinstance(what, CodeList) != bool(
        wanted.codes
    ):
        raise ValidationError(_("Please give what is to be set."))
    _in_time(wanted.start, wanted.retroactive)


def _in_time(start: int, retroactive: str) -> None:
    if start < today() and not retroactive.strip():
        raise ValidationError(
            _("The first day is over. Choose today or later, or say why it counts from a day that is over.")
        )


def check(request: HttpRequest, number: int) -> Proposal:
    """Run the checker; findings that stop it leave it a draft. Raises Http404, ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "check")
        found = findings(items.item(one.item), _drafted(one), one.name, stem(one.region), one.start, POLICIES)
        one.findings = [asdict(finding) for finding in found]
        stopped = any(finding.level == "error" for finding in found)
        one.state = Proposal.State.DRAFT if stopped else Proposal.State.CHECKED
        _step(request, actor, one, "check", "", "findings", "state")
    return one


def _drafted(one: Proposal) -> RuleFile:
    return next(file for file in publication.drafted(one) if file.item == one.item)


def trial(request: HttpRequest, number: int) -> Proposal:
    """Try it on the last closed month, in the background; what no month can show is said at once. Raises ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "try")
        why = _untried(items.item(one.item), one)
        if why:
            one.trial, one.state = {"none": why}, Proposal.State.TRIED
        else:
            job = ask(actor, TRIAL, one.pk, f"{one.item}.{one.name}")
            one.trial, one.state = {"job": job.pk}, Proposal.State.CHECKED
        _step(request, actor, one, "try", "", "trial", "state")
    return one


def _untried(file: RuleFile, one: Proposal) -> str:
    """Why no closed month can show what a proposal does: a key of words.UNTRIED, '' when it can."""
    if file.online:
        return "online"
    return "list" if one.kind == Proposal.Kind.LIST else ""


def approve(request: HttpRequest, number: int, reason: str) -> Proposal:
    """Agree as a second person: published at once, or passed on to the department that signs. Raises ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "approve")
        _in_time(one.start, one.retroactive)
        one.approved_by = actor.username
        one.state = Proposal.State.APPROVED if one.cosign else Proposal.State.PUBLISHED
        _publish(one)
        _step(request, actor, one, "approve", reason, "approved_by", "state", "published_at")
    return one


def cosign(request: HttpRequest, number: int, reason: str) -> Proposal:
    """Sign for the other department: from now on it is published (20-06-01). Raises ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "cosign")
        _in_time(one.start, one.retroactive)
        one.cosigned_by, one.state = actor.username, Proposal.State.PUBLISHED
        _publish(one)
        _step(request, actor, one, "cosign", reason, "cosigned_by", "state", "published_at")
    return one


def _publish(one: Proposal) -> None:
    """Once the transaction stands, the engine reads it as well."""
    if one.state == Proposal.State.PUBLISHED:
        one.published_at = timezone.now()
        transaction.on_commit(publication.export)


def back(request: HttpRequest, number: int, verb: str, reason: str) -> Proposal:
    """Give it back to whoever proposed it (verb return or refuse): a draft again. Raises ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, verb)
        one.state, one.approved_by, one.trial = Proposal.State.DRAFT, "", {}
        _step(request, actor, one, verb, reason, "state", "approved_by", "trial")
    return one


def withdraw(request: HttpRequest, number: int, reason: str) -> Proposal:
    """Take the own proposal back. Raises ValidationError."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _locked(actor, number, "withdraw")
        one.state = Proposal.State.WITHDRAWN
        _step(request, actor, one, "withdraw", reason, "state")
    return one


def _locked(actor: Actor, number: int, verb: str) -> Proposal:
    """A proposal on which the actor may do this now. Raises Http404 out of scope, ValidationError otherwise."""
    step = flow.STEPS[verb]
    actor.scope.need(step.right)
    one = queries.proposal(actor.scope, number, lock=True)
    if step.second and actor.username in (one.proposed_by, one.approved_by):
        raise ValidationError(_("Somebody else does this: whoever proposed or approved it may not."))
    if step.own and actor.username != one.proposed_by:
        raise ValidationError(_("Whoever proposed it withdraws it."))
    if one.state not in step.start:
        raise ValidationError(_("Somebody has gone on with it meanwhile; please read it anew."))
    return one


def _step(request: HttpRequest, actor: Actor, one: Proposal, verb: str, reason: str, *changed: str) -> None:
    why = " ".join(reason.split())[:500]
    needs = flow.STEPS.get(verb)
    if (needs is None or needs.says) and len(why) < 2:
        raise ValidationError(_("Please say why."))
    if changed:
        one.save(update_fields=list(changed))
    ProposalStep.objects.within(actor.scope).create(
        proposal=one, region=one.region, verb=verb, reason=why, by=actor.username, post=post_name(request), request_id=actor.request_id
    )  # fmt: skip
    record(request, f"rules {one.item}.{one.name}", 0, (), f"rule_{verb}", AccessLog.Kind.CHANGE)
