"""Verbs of those who ask: lists by themselves, settlements of institutions, applications of persons; withdraw, supplement."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.claims import checking, flow, queries
from qianxiao.money.claims.making import Wanted, make
from qianxiao.money.claims.models import Claim, ClaimLine, SourceState, Submission
from qianxiao.money.claims.steps import Who, day, drop, locked, may, move, person_of, who_of, why_of
from qianxiao.office.accounts.models import FileHand
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.services.training.words import trade


class OtherBody(Exception):
    """A key was sent again with something else."""


def make_list(request: HttpRequest, item: str, county: str) -> Claim:
    """免申即享: a list of those of a county who are due an item and have not had it; nobody fills in a form (B59).

    Takes whose facts are all verified first, at most `batch_most`. Raises Http404, ValidationError where nobody is left.
    """
    who = who_of(request)
    who.scope.need(Right.CLAIM_FIRST)
    kind = flow.flows().get(item)
    if kind is None or kind.claimant != "none" or not who.actor:
        raise Http404
    who.actor.inside(county)
    with transaction.atomic():
        ids = queries.next_rows(who.scope, item, county, flow.number("batch_most"))
        made = make(who, Wanted(item, "auto", county, tuple(ids)))
    if made is None:
        raise ValidationError(_("Nobody is left for this list."))
    return made


def settle(request: HttpRequest, item: str, about: str, key: UUID) -> list[Claim]:
    """An institution asks for what a finished class brings, or a school confirms who is due a term's grant (T08, S09).

    about: number of the class, or the term. One claim for each county that pays. Sent again it gives the same claims.
    Raises Http404 for what is not its own, ValidationError where nothing is due, OtherBody.
    """
    who = who_of(request)
    who.scope.need(Right.CLAIM)
    rows, title = queries.to_settle(who.scope, item, about)

    def do() -> list[Claim]:
        made = []
        for county in sorted({row.county for row in rows}):
            ids = tuple(row.pk for row in rows if row.county == county)
            made.append(make(who, Wanted(item, "org", county, ids, about, title, rows[0].org_code)))
        # whoever comes a moment later finds nothing left, and is led to what was made
        return [one for one in (*made, queries.settled(who.scope, item, about)) if one is not None]

    return once(who, key, {"item": item, "about": about}, do)


def apply(scope: Scope, item: str, answers: Mapping[str, Any], key: UUID) -> Claim:
    """A person asks for what is due: nothing is asked that a register holds (19-13-01). Sent again it is the same claim.

    Raises Http404 for an item nobody applies for, ValidationError for an answer that is missing or nothing due, OtherBody.
    """
    who = person_of(scope)
    kind = flow.flows().get(item)
    if kind is None or kind.claimant != "person":
        raise Http404
    told = _answered(kind, answers)
    if kind.applies:
        return _by_rule(scope, who, item, told, key)
    rows = queries.own_open(scope, item)
    claimed = queries.own_claims(scope).filter(item=item, state__in=Claim.LIVE).order_by("-id").first()
    if not rows and claimed is None:
        raise ValidationError(_("By the newest closed month nothing is due to you here."))

    def do() -> list[Claim]:
        person, made = UUID(scope.person), []
        for county in sorted({row.county for row in rows}):
            ids = tuple(row.pk for row in rows if row.county == county)
            made.append(make(who, Wanted(item, "person", county, ids, person=person, answers=told)))
        same = queries.own_claims(scope).filter(item=item, state__in=Claim.LIVE).order_by("-id").first()
        return [one for one in (*made, same) if one is not None]

    with in_scope(scope):
        return once(who, key, {"item": item, **told}, do)[0]


def _by_rule(scope: Scope, who: Who, item: str, told: Mapping[str, Any], key: UUID) -> Claim:
    """An item no close decides: the rule decides about this person now."""
    from qianxiao.money.claims.actions_apply import apply_own

    def do() -> list[Claim]:
        made = apply_own(scope, item, told)
        same = queries.own_claims(scope).filter(item=item, state__in=Claim.LIVE).order_by("-id").first()
        return [one for one in (made, same) if one is not None]

    with in_scope(scope):
        return once(who, key, {"item": item, **told}, do)[0]


def _answered(kind: flow.Flow, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What no source holds. Raises ValidationError."""
    told = {}
    for ask in kind.asks:
        said = str(answers.get(ask["fact"], ""))
        if said not in ("yes", "no"):
            raise ValidationError(_("Please answer: %(question)s") % {"question": flow.said(ask)})
        if ask.get("need") and said != ask["need"]:
            raise ValidationError(_("With this answer nothing is due: %(question)s") % {"question": flow.said(ask)})  # fmt: skip
        told[ask["fact"]] = said
    return told


def once(who: Who, key: UUID, body: Mapping[str, Any], do: Callable[[], list[Claim]]) -> list[Claim]:
    """Do something under a key once; the key again gives the same answer, with another body OtherBody.

    What is refused leaves no key: the next try is a new one. A key never ends.
    """
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    try:
        with transaction.atomic():
            before: Submission | None = queries.submission(who.scope, key)
            if before is not None:
                return _again(before, who, digest)
            made = do()
            if not made:
                raise ValidationError(_("Nothing is due for this that was not claimed already."))
            first = made[0]
            Submission.objects.within(who.scope).create(
                key=key, body=digest, by=who.name, claim=first, region=first.region, org_code=first.org_code, person_id=first.person_id,
            )  # fmt: skip
    except IntegrityError:  # somebody sent the same key or asked for the same rows at the same moment
        before = queries.submission(who.scope, key)
        if before is None:
            raise ValidationError(_("Somebody else has claimed this meanwhile.")) from None
        return _again(before, who, digest)
    return made


def _again(before: Submission, who: Who, digest: str) -> list[Claim]:
    if before.by != who.name or before.body != digest:
        raise OtherBody
    return [before.claim]


def withdraw(who: Who, number: int, reason: str) -> Claim:
    """Whoever asked takes it back before it is reviewed. Raises Http404, ValidationError."""
    with transaction.atomic():
        claim = locked(who, number)
        _own(who, claim)
        may(who, claim, "withdraw")
        why = why_of(reason)
        drop(who, list(ClaimLine.objects.within(who.scope).filter(claim=claim, live=True)), "withdrawn")
        move(who, claim, "withdraw", "withdrawn", why)
        FileHand.objects.filter(file=file_of(claim)).update(open=False)
    return claim


def supplement(who: Who, number: int, said: Sequence[str]) -> Claim:
    """Answer what was missing, once; the checks run anew. said: one answer for each point. Raises Http404, ValidationError."""
    with transaction.atomic():
        claim = locked(who, number)
        _own(who, claim)
        may(who, claim, "supplement")
        told = [" ".join(one.split())[:500] for one in said]
        if len(told) != len(claim.lacks) or not all(told):
            raise ValidationError(_("Please answer every point; an application is given back once only."))
        claim.answers = {**claim.answers, "supplement": told}
        move(who, claim, "supplement", "submitted")
        checking.run(claim, day())
    return claim


def _own(who: Who, claim: Claim) -> None:
    """Raise Http404 unless the claim was asked for by this institution or person."""
    mine = bool(claim.org_code) and claim.org_code in who.scope.institutions
    if not mine and (not who.scope.person or who.scope.person != str(claim.person_id)):
        raise Http404


def file_of(claim: Claim) -> str:
    """The reference under which maker, checker and payer take their parts."""
    return f"claim:{claim.claim_no}"


def title_of(scope: Scope, about: str) -> str:
    """A class in words; '' where it is no class of the scope."""
    one = queries.class_named(scope, about)
    return f"{one.class_no} {trade(one)}" if one else ""


def set_source(code: str, down: bool, as_of: int | None, note: str, by: str) -> SourceState:
    """Switch a source off or on, or say which day it was last brought up to. The operator's verb. Raises KeyError."""
    if code not in flow.sources():
        raise KeyError(code)
    told = {"down": down, "as_of": as_of, "note": note, "by": by}
    return SourceState.objects.update_or_create(code=code, defaults=told)[0]
