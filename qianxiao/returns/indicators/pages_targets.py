"""The target and how it is split (B68)."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.returns.indicators import board, definitions, queries, targets
from qianxiao.returns.indicators.pages import way

VERBS = {"proposed": _("Proposed"), "approved": _("Approved"), "refused": _("Refused")}


class DecideForm(forms.Form):
    """Whether a second person agrees."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Approve")), ("no", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


@opens(Right.FILES)
@require_safe
def targets_page(request: HttpRequest) -> HttpResponse:
    """A region's number, what was reached, how it is split."""
    post = actor_of(request).post
    return _page(request, request.GET.get("region", "") or (post.home if post else ""))


def _page(request: HttpRequest, region: str, bad: str = "", form: forms.Form | None = None) -> HttpResponse:
    actor = actor_of(request)
    queries.place(actor.scope, region)
    known = queries.periods(actor.scope)
    period = known[0] if known else 0
    split = targets.split_of(actor.scope, region, targets.day_of(period))
    crumbs = way(actor.scope, region)
    names = definitions.place_names([region, *split.children, *crumbs])
    reached = targets.reached(actor.scope, period, region, split.children)
    own = actor.scope.may(Right.TARGETS) and actor.post is not None and actor.post.home == region
    told = {
        "split": split, "region": region, "place": names[region], "names": names, "crumbs": crumbs, "period": period, "reached": reached[region],
        "rows": [(code, names[code], split.approved.get(code), split.proposed.get(code), reached[code]) for code in split.children],
        "sum": sum(split.approved.values()), "sum_proposed": sum(split.proposed.values()), "schedule": board.schedule(period) if period else None,
        "proposes": own and not split.version and bool(split.children), "decides": (form or DecideForm()) if own and split.version and split.proposed_by != actor.username else None,
        "mine": own and split.version and split.proposed_by == actor.username, "steps": [(one, VERBS[one.verb]) for one in targets.steps(actor.scope, region)], "bad": bad,
    }  # fmt: skip
    return render(request, "indicators/targets.html", told, status=422 if bad or form is not None else 200)


def _tried(request: HttpRequest, verb: Callable[[str], object]) -> HttpResponse:
    post = actor_of(request).post
    if post is None:
        raise Http404
    try:
        verb(post.home)
    except ValidationError as error:
        return _page(request, post.home, " ".join(error.messages))
    return redirect("targets")


@opens(Right.TARGETS)
@require_POST
def targets_propose(request: HttpRequest) -> HttpResponse:
    """Propose a split of the own number."""
    parts = {
        key.removeprefix("goal-"): str(text) for key, text in request.POST.items() if key.startswith("goal-")
    }
    return _tried(request, lambda home: targets.propose(request, home, parts, request.POST.get("reason", "")))


@opens(Right.TARGETS)
@require_POST
def targets_decide(request: HttpRequest) -> HttpResponse:
    """Approve or refuse what a colleague proposed."""
    form = DecideForm(request.POST)
    post = actor_of(request).post
    if not form.is_valid():
        return _page(request, post.home if post else "", form=form)
    data = form.cleaned_data
    return _tried(
        request, lambda home: targets.decide(request, home, data["agrees"] == "yes", data["reason"])
    )
