"""Pages of questions: the quarter's differences, the month's calls, one question with its buttons (B50)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.lists import places
from qianxiao.office.lists.batch import nothing_ticked, ticked
from qianxiao.office.lists.batch import told as tell_batch
from qianxiao.office.lists.listing import show as show_list
from qianxiao.services.employment import actions_todo, queries_todo, words
from qianxiao.services.employment.lists import what
from qianxiao.services.employment.lists_todo import CALLS, COMPARE, asked
from qianxiao.services.employment.models import OF_WORK, Todo

_PAGES = {"compare": "employment-compare", "call": "employment-calls"}


def _verbs(request: HttpRequest, kind: str) -> list[tuple[str, str]]:
    """Buttons for whoever is ticked."""
    if not actor_of(request).scope.may(Right.EMPLOY):
        return []
    said = {"confirm": _("Still so"), "take": _("Take the proposal"), "unreached": _("Not reached today")}
    return [
        (reverse("employment-answer", args=[verb]), label)
        for verb, label in said.items()
        if verb != "take" or kind == "compare"
    ]


@opens(Right.EMPLOYMENT)
@require_safe
def employment_compare(request: HttpRequest) -> HttpResponse:
    """What the social-insurance file tells otherwise than the platform, to be looked up in the first working days."""
    shown, _told = show_list(request, COMPARE)
    page = {
        **shown,
        "label": _("Differences with social insurance"),
        "verbs": _verbs(request, "compare"),
        "nothing": _("No difference waits."),
    }
    return render(request, "employment/compare.html", page)


@opens(Right.EMPLOYMENT)
@require_safe
def employment_calls(request: HttpRequest) -> HttpResponse:
    """Whom to call this month."""
    shown, _told = show_list(request, CALLS)
    page = {
        **shown,
        "label": _("Monthly call-backs"),
        "verbs": _verbs(request, "call"),
        "nothing": _("Nobody has to be called."),
    }
    return render(request, "employment/calls.html", page)


@opens(Right.EMPLOYMENT)
@require_safe
def employment_todo(request: HttpRequest, number: int) -> HttpResponse:
    """One question: what stands there, what is proposed, the buttons."""
    scope = actor_of(request).scope
    row = queries_todo.todo_of(scope, number)
    one = row.record
    names = places.known([one.home, one.work_region, str(row.facts.get("work_region", ""))])
    record(request, f"employment {one.pk}", 1, ("name", "phone", "state", "employer"), "employment_todo", whose=[str(one.person_id)])  # fmt: skip
    both = [
        (words.LABELS[name], words.value(name, getattr(one, name), names), words.value(name, row.facts.get(name), names))
        for name in ("state", "since", *OF_WORK) if name in row.facts
    ]  # fmt: skip
    page = {
        "row": row, "one": one, "state": words.state(one.state), "tone": words.TONES[one.state], "what": what(one), "asked": asked(row),
        "answer": words.ANSWERS[row.answer], "answer_tone": words.ANSWER_TONES[row.answer], "both": both, "home": names.get(one.home, one.home),
        "may": scope.may(Right.EMPLOY) and not row.answer, "back": reverse(_PAGES[row.kind]), "title": COMPARE.declared.title if row.kind == "compare" else CALLS.declared.title,
    }  # fmt: skip
    return render(request, "employment/todo.html", page)


@opens(Right.EMPLOY)
@require_POST
def employment_answer(request: HttpRequest, verb: str) -> HttpResponse:
    """Answer whoever is ticked; then what became of each."""
    keys = ticked(request, Todo)
    back = reverse("employment-calls")
    if not keys:
        return nothing_ticked(request, back)
    outcome = actions_todo.answer(request, keys, verb)
    rows = [*outcome.done, *(row for row, _why in outcome.refused)]
    if not rows:
        raise Http404
    back = reverse(_PAGES[rows[0].kind])
    if not outcome.refused and not outcome.missing:
        return redirect(back)
    names = queries_todo.names(actor_of(request).scope, rows)
    return tell_batch(request, outcome, lambda row: names.get(row.pk, ""), str(_("Monthly call-backs")), back)


@opens(Right.EMPLOY)
@require_POST
def employment_run(request: HttpRequest, what: str) -> HttpResponse:
    """Make the quarter's comparison, or the month's calls."""
    if what not in _PAGES:
        raise Http404
    (actions_todo.compare if what == "compare" else actions_todo.calls)(request)
    return redirect(_PAGES[what])
