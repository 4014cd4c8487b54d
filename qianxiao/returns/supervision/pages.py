"""Pages of warnings: the list by unit and level (B73), one with its rectification (B74), the verbs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.listing import show
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import actions, queries, rules, words
from qianxiao.returns.supervision.flow import allowed
from qianxiao.returns.supervision.forms import AnswerForm, DecideForm
from qianxiao.returns.supervision.lists import RECTIFICATIONS
from qianxiao.returns.supervision.steps import steps


def tried(form: forms.Form, verb: Callable[[dict[str, Any]], object]) -> bool:
    """Whether a verb went through; what stands against it goes onto the form."""
    try:
        if form.is_valid():
            verb(form.cleaned_data)
            return True
    except ValidationError as error:
        form.add_error(None, error)
    return False


@opens(Right.SUPERVISION)
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """One's own warnings and those of the units below, by unit and level."""
    actor = actor_of(request)
    home = actor.post.home if actor.post else ""
    page, told = show(request, RECTIFICATIONS)
    units = queries.by_unit(actor.scope, home)
    page |= {
        "label": _("Warnings and rectification"), "nothing": _("Nothing is to be put right here."), "units": units,
        "unit_names": definitions.place_names([one["unit"] for one in units]), "levels": [rules.level_name(n) for n in (1, 2, 3)],
        "mine": told["counts"]["own"], "accepts": told["counts"]["accept"], "open": told["counts"]["open"],
    }  # fmt: skip
    return render(request, "supervision/warnings.html", page)


@opens(Right.SUPERVISION)
@require_safe
def rectification(request: HttpRequest, number: int) -> HttpResponse:
    """One warning: figures, clause, answer, what happened."""
    return _one(request, number)


def _one(request: HttpRequest, number: int, bad: forms.Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    one, home = queries.rectification(actor.scope, number), actor.post.home if actor.post else ""
    happened = steps(actor.scope, "rectification", number)
    codes = {code for step in happened if step.verb == "escalated" for code in step.note.split()}
    names = definitions.place_names([one.region, one.overseer, *codes])
    answers = actor.scope.may(Right.SUPERVISED) and allowed("answered", one, home)
    decides = (
        actor.scope.may(Right.SUPERVISE)
        and allowed("accepted", one, home)
        and one.answered_by != actor.username
    )
    told = {
        "one": one, "names": names, "rule": rules.rule_name(one.rule), "found": words.found(one), "level": rules.level_name(one.level),
        "level_tone": words.LEVEL_TONES[one.level], "state": words.STATES[one.state], "tone": words.TONES[one.state],
        "late": one.state == "open" and one.due_on < today(), "steps": [(step, words.VERBS.get(step.verb, step.verb), words.note(step, names)) for step in happened],
        "answer_form": AnswerForm() if answers else None, "decide_form": DecideForm() if decides else None,
    }  # fmt: skip
    if bad is not None:
        told["decide_form" if isinstance(bad, DecideForm) else "answer_form"] = bad
    return render(request, "supervision/rectification.html", told, status=200 if bad is None else 422)


@opens(Right.SUPERVISED)
@require_POST
def rectification_answer(request: HttpRequest, number: int) -> HttpResponse:
    """The unit answers."""
    queries.rectification(actor_of(request).scope, number)
    form = AnswerForm(request.POST)
    if tried(form, lambda data: actions.answer(request, number, data["answer"])):
        return redirect("rectification", number=number)
    return _one(request, number, form)


@opens(Right.SUPERVISE)
@require_POST
def rectification_decide(request: HttpRequest, number: int) -> HttpResponse:
    """The tier above accepts or gives back."""
    queries.rectification(actor_of(request).scope, number)
    form = DecideForm(request.POST)

    def verb(data: dict[str, Any]) -> object:
        if data["verb"] == "accept":
            return actions.accept(request, number, data["reason"])
        return actions.give_back(request, number, data["reason"], data["due"])

    if tried(form, verb):
        return redirect("rectification", number=number)
    return _one(request, number, form)
