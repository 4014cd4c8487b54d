"""Pages of commendation: lists, candidates of a rule with their figures, one list, the second person."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.figures import ymd
from qianxiao.returns.indicators import definitions, queries
from qianxiao.returns.supervision import commend, rules, words
from qianxiao.returns.supervision.models import Commendation
from qianxiao.returns.supervision.pages import tried
from qianxiao.returns.supervision.shown import told_of
from qianxiao.returns.supervision.steps import steps


class ProposeForm(forms.Form):
    """Which month, which rule, what is said beside the list."""

    period = forms.ChoiceField(label=_("Month"), widget=forms.Select({"class": "inp"}))
    rule = forms.ChoiceField(label=_("Rule of the commendation"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What the notice says"), max_length=2000, widget=forms.Textarea({"rows": 3, "class": "inp"})
    )

    def __init__(self, periods: list[int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["period"].choices = [(str(one), ymd(one)) for one in periods]  # type: ignore[attr-defined]
        named = [(one["rule"], definitions.said(one)) for one in rules.part("commendation")]
        self.fields["rule"].choices = named  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """Whether a second person agrees."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Publish for everybody")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


@opens(Right.SUPERVISION)
@require_safe
def commendations(request: HttpRequest) -> HttpResponse:
    """Lists of the scope, and a new one."""
    return _list(request)


def _list(request: HttpRequest, bad: ProposeForm | None = None) -> HttpResponse:
    scope = actor_of(request).scope
    rows = commend.commendations(scope)
    form = (bad or ProposeForm(queries.periods(scope))) if scope.may(Right.COMMEND) else None
    told = {
        "rows": [(one, definitions.said(one.rule), words.LISTS[one.state], words.LIST_TONES[one.state], len(one.units)) for one in rows],
        "names": definitions.place_names([one.region for one in rows]), "form": form,
    }  # fmt: skip
    return render(request, "supervision/commendations.html", told, status=200 if bad is None else 422)


@opens(Right.COMMEND)
@require_POST
def commendation_propose(request: HttpRequest) -> HttpResponse:
    """Freeze who meets a rule."""
    form = ProposeForm(queries.periods(actor_of(request).scope), request.POST)
    made: list[Commendation] = []
    if tried(
        form,
        lambda data: made.append(commend.propose(request, int(data["period"]), data["rule"], data["text"])),
    ):
        return redirect("commendation", number=made[0].pk)
    return _list(request, form)


@opens(Right.SUPERVISION)
@require_safe
def commendation(request: HttpRequest, number: int) -> HttpResponse:
    """One list with the figures used."""
    return _one(request, number)


def _one(request: HttpRequest, number: int, bad: DecideForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    one = commend.commendation(actor.scope, number)
    home = actor.post.home if actor.post else ""
    decides = (
        actor.scope.may(Right.COMMEND)
        and one.state == "proposed"
        and one.region == home
        and one.proposed_by != actor.username
    )
    told = {
        **told_of(one), "form": bad or (DecideForm() if decides else None),
        "steps": [(step, words.VERBS.get(step.verb, step.verb), step.note) for step in steps(actor.scope, "commendation", number)],
    }  # fmt: skip
    return render(request, "supervision/commendation.html", told, status=200 if bad is None else 422)


@opens(Right.COMMEND)
@require_POST
def commendation_decide(request: HttpRequest, number: int) -> HttpResponse:
    """Publish or refuse."""
    commend.commendation(actor_of(request).scope, number)
    form = DecideForm(request.POST)
    if tried(form, lambda data: commend.decide(request, number, data["agrees"] == "yes", data["reason"])):
        return redirect("commendation", number=number)
    return _one(request, number, form)
