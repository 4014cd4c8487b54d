"""Pages of proposals: the list, one proposal with checks and trial (B78), proposing a value, deciding on it (J15)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.engine.rules.model import Parameter
from qianxiao.masterdata.regions.queries import NATION, below, names, stem
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show as show_list
from qianxiao.programme.policies import actions, flow, items, queries, words
from qianxiao.programme.policies.citations import plain, short
from qianxiao.programme.policies.forms import ProposeForm, ReasonForm
from qianxiao.programme.policies.lists import PROPOSALS, title, value_said
from qianxiao.programme.policies.models import Proposal


@opens(Right.RULES)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals of the regions in scope."""
    shown, _told = show_list(request, PROPOSALS)
    return render(request, "policies/proposals.html", {**shown, "label": _("Proposed values")})


@opens(Right.RULES)
@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal."""
    return _proposal(request, number)


def _proposal(
    request: HttpRequest, number: int, refused: str = "", form: ReasonForm | None = None
) -> HttpResponse:
    actor = actor_of(request)
    one = queries.proposal(actor.scope, number)
    file = items.item(one.item)
    what = items.settable(file, one.name)
    before = what.on(stem(one.region), one.start) if isinstance(what, Parameter) else None
    counties = one.trial.get("counties", [])
    places = names({one.region, *(row["county"] for row in counties)})
    steps = flow.open_to(one, actor.username, actor.scope.rights)
    told = {
        "one": one, "file": file, "title": title(one), "value": value_said(one), "place": places.get(one.region, one.region),
        "state": words.STATES[one.state], "tone": words.TONES[one.state], "label": short(one.clause), "plain": plain(one.clause),
        "before": words.amount(what, before.value) if before and isinstance(what, Parameter) and before.number != one.pk else "",
        "errors": [found for found in one.findings if found["level"] == "error"],
        "notes": [found for found in one.findings if found["level"] != "error"],
        "checked": one.state != Proposal.State.DRAFT or bool(one.findings), "trial": one.trial, "why_none": words.UNTRIED.get(one.trial.get("none", ""), ""),
        "counties": [(places.get(row["county"], row["county"]), row) for row in counties],
        "steps": [(step, words.VERBS.get(step.verb, step.verb)) for step in queries.steps(actor.scope, one)],
        "plain_steps": [(step.verb, words.DO[step.verb]) for step in steps if not step.says],
        "said_steps": [(step.verb, words.DO[step.verb]) for step in steps if step.says],
        "form": form or ReasonForm(), "refused": refused, "waits": _waits(one, actor),
    }  # fmt: skip
    return render(request, "policies/proposal.html", told, status=422 if refused or form else 200)


def _waits(one: Proposal, actor: Actor) -> str:
    """Whom the proposal waits for, where that is not the reader."""
    if one.state == Proposal.State.TRIED and one.proposed_by == actor.username:
        return _("You proposed this: a second person approves it.")
    if one.state == Proposal.State.APPROVED and not actor.scope.may(Right.RULE_COSIGN):
        return _("It waits for the signature of finance.")
    return ""


@opens(Right.RULE_DRAFT)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, item: str, name: str) -> HttpResponse:
    """Propose another value for the own region, or one below that may have its own."""
    actor = actor_of(request)
    file = items.item(item)
    what = items.settable(file, name)
    regions = _regions(actor, what)
    form = ProposeForm(request.POST or None, what=what, regions=regions)
    if not regions:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.propose(request, item, name, form.wanted())
            return redirect("rule-proposal", number=one.pk)
        except ValidationError as error:
            form.add_error(None, error)
    here = what.on(stem(regions[0][0]), actions.today()) if isinstance(what, Parameter) else None
    told = {
        "file": file, "title": words.said(file.title), "label": words.said(what.says), "form": form, "cosign": bool(what.cosign),
        "here": f"{words.amount(what, here.value)} {words.unit(what)}" if here and isinstance(what, Parameter) else "",
    }  # fmt: skip
    return render(request, "policies/propose.html", told, status=422 if form.errors else 200)


def _regions(actor: Actor, what: Any) -> list[tuple[str, str]]:
    """The own region and those directly below, as far as their tier may have its own value and they lie in scope."""
    home = actor.post.home if actor.post else ""
    if not home or home == NATION:
        return []
    own = [(home, names([home]).get(home, home))]
    return [pair for pair in [*own, *below(home)] if len(pair[0]) == 6 and items.may_set(what, pair[0])]


@opens(Right.RULE_DRAFT, Right.RULE_PUBLISH, Right.RULE_COSIGN)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Check, try, approve, sign, give back or withdraw a proposal."""
    queries.proposal(scope_of(request), number)
    step = flow.STEPS.get(verb)
    if step is None:
        raise Http404
    if not scope_of(request).may(step.right):
        return _proposal(request, number, _("Another post does this."))
    form = ReasonForm(request.POST)
    if step.says and not form.is_valid():
        return _proposal(request, number, form=form)
    reason = form.cleaned_data.get("reason", "") if form.is_valid() else ""
    try:
        _DO[verb](request, number, reason)
    except ValidationError as error:
        return _proposal(request, number, " ".join(error.messages))
    return redirect("rule-proposal", number=number)


_DO = {
    "check": lambda request, number, _reason: actions.check(request, number),
    "try": lambda request, number, _reason: actions.trial(request, number),
    "approve": actions.approve,
    "cosign": actions.cosign,
    "return": lambda request, number, reason: actions.back(request, number, "return", reason),
    "refuse": lambda request, number, reason: actions.back(request, number, "refuse", reason),
    "withdraw": actions.withdraw,
}
