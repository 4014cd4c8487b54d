"""Verbs of appeals: somebody says a line was decided wrongly; a person who took no part answers (B66, J14)."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base import workdays
from qianxiao.money.claims import checking, flow
from qianxiao.money.claims.making import number
from qianxiao.money.claims.models import Appeal, Claim, ClaimLine, ClaimStep
from qianxiao.money.claims.steps import Who, apart, day, note, who_of, why_of
from qianxiao.money.entitlements.actions import carry
from qianxiao.office.accounts.roles import Right


def appeal(who: Who, reference: str, reason: str) -> Appeal:
    """Say why a refused line should not have been refused. Raises Http404, ValidationError the second time while one is open."""
    now, why = day(), why_of(reason)
    line: ClaimLine | None = (
        ClaimLine.objects.within(who.scope).filter(reference=reference, state="refused").first()
    )
    if line is None:
        raise Http404
    try:
        with transaction.atomic():
            made: Appeal = Appeal.objects.within(who.scope).create(
                line=line, reason=why, made_on=now, due_on=workdays.after(now, flow.number("appeal_days")), made_by=who.name,
                region=line.region, org_code=line.org_code, person_id=line.person_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise ValidationError(_("This line is being looked at again already.")) from error
    return made


def hear(request: HttpRequest, appeal: int, upholds: bool, answer: str) -> Appeal:
    """Answer an appeal. Upheld, the line goes into a claim of its own and is reviewed by two people anew.

    Raises Http404; ValidationError for whoever took part in the decision or asked, and for an appeal that is answered.
    """
    who = who_of(request)
    who.scope.need(Right.APPEALS)
    with transaction.atomic():
        one: Appeal | None = (
            Appeal.objects.within(who.scope).select_for_update(of=("self",)).select_related("line", "line__claim").filter(pk=appeal).first()
        )  # fmt: skip
        if one is None:
            raise Http404
        if one.state != "open":
            raise ValidationError(_("This appeal was answered meanwhile."))
        claim = one.line.claim
        apart(who, claim)
        if who.name in took_part(who, one):
            raise ValidationError(_("Somebody who took no part in the decision answers an appeal."))
        one.state, one.answer = "upheld" if upholds else "rejected", why_of(answer)
        one.decided_by, one.decided_on = who.name, day()
        one.save()
        note(
            who,
            claim,
            f"appeal_{'up' if upholds else 'no'}",
            claim.state,
            claim.state,
            one.answer,
            one.line.number,
        )
        if upholds:
            _again(who, one.line)
    return one


def took_part(who: Who, one: Appeal) -> set[str]:
    """Everybody who decided something in the claim of an appeal."""
    claim = one.line.claim
    steps = ClaimStep.objects.within(who.scope).filter(claim=claim).exclude(verb__startswith="appeal")
    named = set(steps.values_list("by", flat=True))
    return {
        name for name in {*named, claim.first_by, claim.second_by, one.line.decided_by, one.made_by} if name
    }


def _again(who: Who, line: ClaimLine) -> None:
    """A claim of its own for a line that was refused wrongly."""
    due, old = line.entitlement, line.claim
    if ClaimLine.objects.within(who.scope).filter(entitlement=due, live=True).exists() or not due.open:
        return  # it was claimed anew or paid meanwhile
    now = day()
    claim: Claim = Claim.objects.within(who.scope).create(
        claim_no=number(old.region, now), item=old.item, kind=old.kind, region=old.region, org_code=old.org_code,
        person_id=old.person_id, about=old.about, title=old.title, state="submitted", entered_on=now,
        due_on=workdays.after(now, flow.limit("first")), made_on=now, made_by=old.made_by, answers=old.answers, lines_told=1,
        total=due.open, note=old.claim_no,
    )  # fmt: skip
    ClaimLine.objects.within(who.scope).create(
        claim=claim, number=1, reference=f"{claim.claim_no}/1", entitlement=due, person_id=line.person_id, name=line.name,
        id_mask=line.id_mask, place=line.place, amount=due.open, region=line.region, org_code=line.org_code,
    )  # fmt: skip
    carry(who.scope, {due.pk: due.open})
    note(who, claim, "appealed", "", "submitted", old.claim_no)
    checking.run(claim, now)
