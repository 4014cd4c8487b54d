"""Verbs of those who decide: one line, all that are verified, the second review, giving back once. Never the same person."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.claims import checking, flow, queries
from qianxiao.money.claims.actions import file_of
from qianxiao.money.claims.making import number as next_number
from qianxiao.money.claims.models import Claim, ClaimLine
from qianxiao.money.claims.steps import Who, apart, day, drop, locked, may, move, note, who_of, why_of
from qianxiao.office.accounts.actions import take_file
from qianxiao.office.accounts.models import FileHand
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record

DECISIONS = ("pass", "refuse", "hold")


def decide(
    request: HttpRequest, claim: int, line: int, what: str, reason: str = "", clause: str = ""
) -> ClaimLine:
    """Decide one line: pass it, refuse it with reason and clause, or keep it back until its source answers.

    A red check is passed only with a reason, and only where the flow lets a reason go over it; a check that was not
    possible only after its paper was seen. Raises Http404, ValidationError.
    """
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "first")
        apart(who, one)
        row = _line(who, one, line)
        if what not in DECISIONS:
            raise Http404
        why = why_of(reason) if what != "pass" or row.look else " ".join(reason.split())[:500]
        if what == "pass":
            _passable(row)
        row.state, row.reason, row.clause = {"pass": "passed", "refuse": "refused", "hold": "held"}[what], why, clause[:200]  # fmt: skip
        row.decided_by = who.name
        row.save(update_fields=["state", "reason", "clause", "decided_by"])
        note(who, one, f"line_{what}", one.state, one.state, why, row.number)
    return row


def _line(who: Who, claim: Claim, number: int) -> ClaimLine:
    found: ClaimLine | None = (
        ClaimLine.objects.within(who.scope)
        .select_for_update()
        .filter(claim=claim, number=number, live=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _passable(row: ClaimLine) -> None:
    """Raise ValidationError while something stands against a line that no reason may go over."""
    for one in row.checks:
        name = flow.said(flow.checks()[one["check"]])
        if one["result"] == checking.RED and not flow.checks()[one["check"]].get("over"):
            raise ValidationError(_("This check does not allow it: %(check)s") % {"check": name})
        if one["result"] == checking.GREY and one["check"] not in row.papers:
            raise ValidationError(_("Not checked, and no paper was seen: %(check)s") % {"check": name})


def paper(request: HttpRequest, claim: int, line: int, check: str, seen: str) -> ClaimLine:
    """Say which paper was seen instead of a source that could not answer; asked for only then (19-13-04).

    Raises Http404, ValidationError where the source answers.
    """
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "first")
        apart(who, one)
        row = _line(who, one, line)
        if not any(told["check"] == check and told["result"] == checking.GREY for told in row.checks):
            raise ValidationError(_("The source answers: no paper is asked for."))
        row.papers = {**row.papers, check: {"seen": why_of(seen), "by": who.name, "day": day()}}
        row.look = checking.looked_at(row)
        row.save(update_fields=["papers", "look"])
        note(who, one, "paper", one.state, one.state, seen, row.number)
    return row


def recheck(request: HttpRequest, claim: int) -> int:
    """Run the checks of a claim anew; returns how many lines a person has to look at. Raises Http404, ValidationError."""
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "first")
        looks = checking.run(one, day())
        note(who, one, "recheck", one.state, one.state)
    return looks


def first(request: HttpRequest, claim: int) -> Claim:
    """The first review: every verified line passes, those decided stand; what is kept back goes on in a claim of its own.

    Raises Http404; ValidationError while a line waits for somebody to look, for the applicant, or for a second hand.
    """
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "first")
        apart(who, one)
        take(who, one)
        if queries.to_look(who.scope, one).exists():
            raise ValidationError(_("Some lines still wait for a decision."))
        rows = list(ClaimLine.objects.within(who.scope).filter(claim=one, live=True).order_by("number"))
        for row in rows:
            if row.state == "open":
                row.state, row.decided_by = "passed", who.name
        ClaimLine.objects.within(who.scope).bulk_update(rows, ["state", "decided_by"], batch_size=1000)
        drop(who, [row for row in rows if row.state == "refused"], "refused")
        _rest(who, one, [row for row in rows if row.state == "held"])
        one.first_by = who.name
        passed = [row for row in rows if row.state == "passed"]
        one.lines_told, one.total = len(passed), sum(row.amount for row in passed)
        move(who, one, "first", "checked" if passed else "refused")
        people = [str(row.person_id) for row in passed]
        record(request, one.claim_no, len(people), ("amount",), "claim_passed", whose=people if len(people) <= 100 else ())  # fmt: skip
    return one


def take(who: Who, claim: Claim) -> None:
    """Take one's part in the file: maker, checker and payer of one file are three people (M9). Raises ValidationError."""
    if who.actor is None:
        raise Http404
    take_file(who.actor, file_of(claim))


def _rest(who: Who, claim: Claim, rows: Sequence[ClaimLine]) -> None:
    """Lines kept back go into a claim of their own and wait there; their names for notices and payments stay."""
    if not rows:
        return
    rest: Claim = Claim.objects.within(who.scope).create(
        claim_no=next_number(claim.region, day()), item=claim.item, kind=claim.kind, region=claim.region, org_code=claim.org_code,
        person_id=claim.person_id, about=claim.about, title=claim.title, state="submitted", entered_on=claim.entered_on,
        due_on=claim.due_on, made_on=claim.made_on, made_by=claim.made_by, supplemented=claim.supplemented, answers=claim.answers,
        lines_told=len(rows), total=sum(row.amount for row in rows), note=claim.claim_no,
    )  # fmt: skip
    for row in rows:
        row.claim, row.state, row.decided_by = rest, "open", ""
    ClaimLine.objects.within(who.scope).bulk_update(rows, ["claim", "state", "decided_by"])
    note(who, rest, "kept_back", "", "submitted", claim.claim_no)
    checking.run(rest, day())


def second(request: HttpRequest, claim: int, agrees: bool, reason: str = "") -> Claim:
    """The second review by somebody else: it goes on, or back to the first. Raises Http404, ValidationError."""
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "second" if agrees else "back")
        apart(who, one)
        if one.first_by == who.name:
            raise ValidationError(_("Somebody else did the first review than does the second."))
        if not agrees:
            why = why_of(reason)
            rows = ClaimLine.objects.within(who.scope).filter(claim=one, state="passed")
            rows.update(state="open", decided_by="")
            FileHand.objects.filter(file=file_of(one)).delete()
            one.first_by = ""
            move(who, one, "back", "submitted", why)
            return one
        take(who, one)
        one.second_by = who.name
        move(who, one, "second", "to_notice" if flow.flows()[one.item].notice else "to_pay")
        FileHand.objects.filter(file=file_of(one)).update(open=False)
    return one


def give_back(request: HttpRequest, claim: int, lacks: Sequence[str]) -> Claim:
    """Give an application back once, with everything that is missing. Raises Http404, ValidationError the second time."""
    who = who_of(request)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "return")
        apart(who, one)
        told = [said for said in (" ".join(point.split())[:300] for point in lacks) if said]
        if not told:
            raise ValidationError(_("Please say everything that is missing."))
        if one.kind == "auto" or one.supplemented:
            raise ValidationError(_("An application is given back once only; decide with what is there."))
        one.lacks, one.supplemented = told, True
        move(who, one, "return", "returned", "; ".join(told)[:500])
    return one


def refuse(request: HttpRequest, claim: int, reason: str, clause: str = "") -> Claim:
    """Refuse a whole claim with its reason. Raises Http404, ValidationError."""
    who = who_of(request)
    who.scope.need(Right.CLAIM_FIRST)
    with transaction.atomic():
        one = locked(who, claim)
        may(who, one, "refuse")
        apart(who, one)
        why = why_of(reason)
        rows = list(ClaimLine.objects.within(who.scope).filter(claim=one, live=True))
        for row in rows:
            row.reason, row.clause, row.decided_by = why, clause[:200], who.name
        ClaimLine.objects.within(who.scope).bulk_update(rows, ["reason", "clause", "decided_by"])
        drop(who, rows, "refused")
        one.first_by = who.name
        move(who, one, "refuse", "refused", why)
    return one
