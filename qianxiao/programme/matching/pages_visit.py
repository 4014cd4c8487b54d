"""A doubt on the spot: the township or village sees both records and answers (19-05-04)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.programme.matching import actions, queries, words
from qianxiao.programme.matching.evidence import fields_of
from qianxiao.programme.matching.models import State
from qianxiao.programme.matching.pages import PAIR_FIELDS


@opens(Right.VISIT)
@require_safe
def visit(request: HttpRequest, number: int) -> HttpResponse:
    """The row seen beside the registered person, why somebody shall look, and the answer."""
    return _visit(request, number)


def _visit(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    actor = actor_of(request)
    doubt, ruling = queries.visited(actor.scope, number)
    duty = queries.visit_duty(actor.scope, ruling)
    record(request, doubt.person_no, 1, PAIR_FIELDS, "doubt", whose=[doubt.person_no])
    waits = doubt.state == State.VISIT
    told = {
        "doubt": doubt,
        "ruling": ruling,
        "why": words.reason_said(ruling.reason),
        "duty": duty,
        "fields": fields_of(doubt, doubt.reasons),
        "waits": waits,
        "mine": waits and duty is not None and actor.post is not None and duty.seat == actor.post.seat,
        "state_said": words.verb_said(doubt.state),
        "seen": bytes(doubt.content).hex(),
        "reasons_apart": words.reasons("apart"),
        "refused": words.refusal_said(refused) if refused else "",
        "names": names({doubt.seen_region, doubt.region}),
    }
    return render(request, "matching/visit.html", told, status=422 if refused else 200)


@opens(Right.VISIT)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Take the answer; the doubt is decided, or goes back to the county's queue."""
    actor, told = actor_of(request), request.POST
    verb = told.get("verb", "")
    try:
        one = actions.answer(
            actor, number, verb, told.get("seen", ""), told.get(f"reason_{verb}", ""), told.get("note", "")
        )
    except actions.Refused as refused:
        return _visit(request, number, str(refused))
    record(request, one.person_no, 1, PAIR_FIELDS, "doubt", AccessLog.Kind.CHANGE, [one.person_no])
    return redirect("match-visit", number=number)
