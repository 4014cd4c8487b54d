"""Pages of the matching desk: the queue (B22), two records side by side (B23), deciding and taking back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show
from qianxiao.programme.matching import actions, queries, words
from qianxiao.programme.matching.evidence import fields_of
from qianxiao.programme.matching.lists import DOUBTS, chosen_query
from qianxiao.programme.matching.models import WAITING
from qianxiao.programme.matching.queries import Choice
from qianxiao.registers.people.queries import by_enrolment

CLASSES = ("doubtful", "conflict")
PAIR_FIELDS = ("name", "id_mask", "phone_mask", "birth", "region")


def _choice(request: HttpRequest) -> Choice:
    """The part of the queue the address names. Raises Http404 on a view or class that does not exist."""
    asked = Choice(
        request.GET.get("view", "open"), request.GET.get("register", "")[:32], request.GET.get("class", "")
    )
    if asked.view not in queries.VIEWS or asked.doubt_class not in ("", *CLASSES):
        raise Http404
    return asked


def _query(choice: Choice, **more: str) -> str:
    return chosen_query(choice.register, choice.doubt_class, **more)


@opens(Right.REVIEW)
@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """Doubts of the scope, oldest and costliest first; chosen by view, register, class."""
    shown, told = show(request, DOUBTS)
    may = scope_of(request).may(Right.MATCH)
    page = {
        **shown,
        "view": told["view"],
        "count": shown["list"]["total"],
        "done": request.GET.get("done") == "1",
        "label": _("Doubts"),
        "nothing": _("No doubt waits here."),
        "verbs": [(reverse("match-send"), _("Send somebody to look"))]
        if told["view"] == "open" and may
        else [],
    }
    return render(request, "matching/doubts.html", page)


@opens(Right.REVIEW)
@require_safe
def doubt(request: HttpRequest, number: int) -> HttpResponse:
    """The row seen beside the registered person, field by field, with the evidence in words and bits."""
    return _doubt(request, number)


def _doubt(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    scope, choice = scope_of(request), _choice(request)
    case = queries.case(scope, number)
    one = case.doubt
    shown = [one.person_no, *(other.person_no for other in case.others)]
    record(request, one.person_no, len(shown), PAIR_FIELDS, "doubt", whose=shown)
    before = request.GET.get("before", "")
    told = {
        "case": case,
        "doubt": one,
        "fields": fields_of(one, one.reasons),
        "against": words.against_said(str(one.reasons.get("against", ""))),
        "record": by_enrolment(scope, "poor", one.person_no) if scope.may(Right.PEOPLE) else None,
        "choice": choice,
        "query": _query(choice),
        "waits": one.state in WAITING,
        "state_said": words.verb_said(one.state),
        "may_decide": scope.may(Right.MATCH),
        "seen": bytes(one.content).hex(),
        "reasons_apart": words.reasons("apart"),
        "reasons_visit": words.reasons("visit"),
        "to_send": queries.posts_to_send(scope, one)
        if one.state in WAITING and scope.may(Right.MATCH)
        else [],
        "visit": queries.sent(scope, case),
        "rulings": [
            (line, words.verb_said(line.verb), words.reason_said(line.reason)) for line in case.rulings
        ],
        "before": int(before) if before.isdecimal() and len(before) < 19 else None,
        "next": queries.next_after(scope, one, choice),
        "refused": words.refusal_said(refused) if refused else "",
        "names": names({one.seen_region, one.region, *(other.region for other in case.others)}),
    }
    return render(request, "matching/doubt.html", told, status=422 if refused else 200)


@opens(Right.MATCH)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Take the answer, then open the next doubt of the same choice."""
    actor, choice = actor_of(request), _choice(request)
    verb, told = request.POST.get("verb", ""), request.POST
    try:
        one = actions.decide(
            actor, number, verb, told.get("seen", ""), told.get(f"reason_{verb}", ""), told.get("note", ""),
            told.get("to", ""),
        )  # fmt: skip
    except actions.Refused as refused:
        return _doubt(request, number, str(refused))
    record(request, one.person_no, 1, PAIR_FIELDS, "doubt", AccessLog.Kind.CHANGE, [one.person_no])
    following = queries.next_after(actor.scope, one, choice)
    if following is None:
        return redirect(reverse("match-doubts") + _query(choice, done="1"))
    address = reverse("match-doubt", kwargs={"number": following.pk})
    return redirect(address + _query(choice, before=str(one.pk)))


@opens(Right.MATCH)
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a decision back and show the doubt again."""
    actor, choice = actor_of(request), _choice(request)
    try:
        one = actions.withdraw(actor, number)
    except actions.Refused as refused:
        return _doubt(request, number, str(refused))
    record(request, one.person_no, 1, PAIR_FIELDS, "doubt", AccessLog.Kind.CHANGE, [one.person_no])
    return redirect(reverse("match-doubt", kwargs={"number": one.pk}) + _query(choice))
