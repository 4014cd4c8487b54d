"""Several doubts at once: who looks into each, then what became of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.batch import Outcome, nothing_ticked, ticked, told
from qianxiao.programme.matching import actions, queries, words
from qianxiao.programme.matching.models import Doubt

FIELDS = ("name", "seen_name", "id_mask", "region")


@opens(Right.MATCH)
@require_POST
def send_all(request: HttpRequest) -> HttpResponse:
    """Without a reason the question who goes; with it the result, row by row."""
    keys, refused = ticked(request, Doubt), ""
    if not keys:
        return nothing_ticked(request, reverse("match-doubts"))
    if "reason" in request.POST:
        try:
            return _done(request, actions.send_all(
                actor_of(request), [_visit(request, key) for key in keys],
                request.POST["reason"], request.POST.get("note", ""),
            ))  # fmt: skip
        except actions.Refused as why:
            refused = words.refusal_said(str(why))
    return _question(request, keys, refused)


def _visit(request: HttpRequest, key: int) -> actions.Visit:
    return actions.Visit(key, request.POST.get(f"seen-{key}", ""), request.POST.get(f"to-{key}", ""))


def _question(request: HttpRequest, keys: list[int], refused: str) -> HttpResponse:
    scope = scope_of(request)
    found = list(queries.queue(scope).filter(pk__in=keys).order_by("first_period", "-amount", "id"))
    whose = [one.person_no for one in found]
    record(request, "doubts", len(whose), FIELDS, "doubts", whose=whose)
    near = queries.posts_for(scope, found)
    page = {
        "rows": [(one, bytes(one.content).hex(), near[one.pk]) for one in found],
        "reasons": words.reasons("visit"),
        "reason": request.POST.get("reason", ""),
        "note": request.POST.get("note", ""),
        "refused": refused,
        "names": names({one.region for one in found}),
    }
    return render(request, "matching/send_all.html", page, status=422 if refused else 200)


def _done(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    shown = [*outcome.done, *(one for one, _why in outcome.refused)]
    whose = [one.person_no for one in shown]
    record(request, "doubts", len(whose), FIELDS, "doubts", AccessLog.Kind.CHANGE, whose)
    outcome.refused = [(one, words.refusal_said(why)) for one, why in outcome.refused]
    return told(request, outcome, _title, _("Send somebody to look"), reverse("match-doubts"))


def _title(one: Doubt) -> str:
    return f"{one.seen_name} — {one.name}"
