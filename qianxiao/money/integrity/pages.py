"""Pages of the leads: the list, one finding with its evidence and the people behind it, answering and closing it."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.integrity import actions, queries, rules, words
from qianxiao.money.integrity.forms import AnswerForm, CloseForm
from qianxiao.money.integrity.lists import FINDINGS
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list


@opens(Right.REVIEW)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Findings about institutions of the regions of the post."""
    shown, _told = show_list(request, FINDINGS)
    return render(
        request, "integrity/findings.html", {**shown, "label": _("Leads from the operating systems")}
    )


@opens(Right.REVIEW)
@require_safe
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """One finding."""
    return _finding(request, number)


def _finding(request: HttpRequest, number: int, what: str = "", form: object = None) -> HttpResponse:
    actor = actor_of(request)
    one = queries.finding_of(actor.scope, number)
    people, elsewhere = queries.people(actor.scope, one)
    record(
        request,
        f"finding {one.pk}",
        len(people),
        ("name", "evidence"),
        "finding",
        whose=[str(row.pk) for row in people],
    )
    decides = actor.scope.may(Right.LEADS)
    forms: dict[str, object] = {}
    if decides and one.state == "open":
        forms["answer"] = AnswerForm()
    if decides and one.state == "looked" and one.looked_by != actor.username:
        forms["close"] = CloseForm()
    refused: Sequence[str] = () if what in forms else getattr(form, "non_field_errors", tuple)()
    if what in forms:
        forms[what] = form
    told = {
        "one": one, "title": rules.title(one.pattern), "question": rules.question(one.pattern, one.variant, one.evidence),
        "act": words.ACTS[one.act], "state": words.STATES[one.state], "answer": words.ANSWERS.get(one.answer, ""),
        "subjects": one.subject.split("|"), "place": names({one.region[:6]}).get(one.region[:6], one.region), "classes": queries.classes(actor.scope, one), "people": people,
        "elsewhere": elsewhere, "stopped": queries.stopped(actor.scope, one), "steps": [(step, words.VERBS[step.verb], words.ANSWERS.get(step.answer, ""), words.said(step.verb, step.reason), words.by(step.by)) for step in queries.steps(actor.scope, one)],
        "forms": forms, "refused": refused, "mine": decides and one.state == "looked" and one.looked_by == actor.username,
        "sees_people": actor.scope.may(Right.PEOPLE), "measures": rules.measures(one.pattern, one.found_on),
    }  # fmt: skip
    return render(request, "integrity/finding.html", told, status=422 if what else 200)


@opens(Right.LEADS)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Answer a finding, or close it."""
    queries.finding_of(scope_of(request), number)
    if verb not in ("answer", "close"):
        raise Http404
    form = AnswerForm(request.POST) if verb == "answer" else CloseForm(request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            if verb == "answer":
                actions.answer(request, number, data["answer"], data["reason"])
            else:
                actions.close(request, number, data["agrees"] == "yes", data["reason"])
            return redirect("finding", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _finding(request, number, verb, form)
