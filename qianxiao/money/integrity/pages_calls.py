"""Pages of the call-backs, and what became of the findings of each rule."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.money.entitlements.words import item
from qianxiao.money.integrity import actions_calls, queries_calls, rules, words
from qianxiao.money.integrity.forms import CallForm
from qianxiao.money.integrity.lists import CALLS
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list


@opens(Right.REVIEW)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Clean lines that were drawn, and what their payees said."""
    shown, _told = show_list(request, CALLS)
    return render(request, "integrity/calls.html", {**shown, "label": _("Call-backs")})


@opens(Right.REVIEW)
@require_safe
def call(request: HttpRequest, number: int) -> HttpResponse:
    """One line: whom to call, what was due, what was said."""
    return _call(request, number, CallForm())


@opens(Right.LEADS)
@require_POST
def call_said(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what the payee says."""
    queries_calls.call_of(scope_of(request), number)
    form = CallForm(request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            actions_calls.said(request, number, data["answer"], form.fen(), data["note"])
            return redirect("calls")
    except ValidationError as error:
        form.add_error(None, error)
    return _call(request, number, form, 422)


def _call(request: HttpRequest, number: int, form: CallForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    one = queries_calls.call_of(actor.scope, number)
    record(request, f"callback {one.pk}", 1, ("name", "phone"), "callback", whose=[str(one.person_id)])
    took = actor.username in one.decided_by
    told = {
        "one": one, "item": item(one.item), "received": one.received,
        "answer": words.CALLED.get(one.answer, ""), "tone": words.CALLED_TONES[one.answer], "form": form, "took": took,
        "may": actor.scope.may(Right.LEADS) and not took and one.answer in ("", "unreached"), "kept": queries_calls.kept(actor.scope, one),
    }  # fmt: skip
    return render(request, "integrity/call.html", told, status=status)


@opens(Right.REVIEW)
@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """Every rule: what it asks, what it does, how often it was right, how much waits; what the call-backs say it misses."""
    scope = actor_of(request).scope
    by_pattern: dict[int, list[queries_calls.Measured]] = {}
    for one in queries_calls.measured(scope):
        by_pattern.setdefault(one.pattern, []).append(one)
    rows = [_ruled(number, one) for number in rules.patterns() for one in by_pattern.get(number, [None])]
    answers = queries_calls.by_answer(scope)
    said = answers.get("confirmed", 0) + answers.get("denied", 0) + answers.get("less", 0)
    other = answers.get("denied", 0) + answers.get("less", 0)
    return render(
        request,
        "integrity/rules.html",
        {"rows": rows, "drawn": sum(answers.values()), "said": said, "other": other},
    )


def _ruled(number: int, one: queries_calls.Measured | None) -> dict[str, object]:
    """A line of the table: a rule in one version, or a rule that found nothing yet."""
    share = one.precision if one else None
    return {
        "number": number, "one": one, "href": f"{reverse('findings')}?pattern={number}", "title": rules.title(number), "clause": rules.clause(number),
        "acts": rules.between().join(str(words.ACTS[act]) for act in sorted(set(rules.acts(number).values()))),
        "share": "—" if share is None else f"{share:.0%}",
    }  # fmt: skip
