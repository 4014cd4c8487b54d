"""The target and how it is split (B68)."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.returns.indicators import board, definitions, queries, targets

WAYS = {targets.PLACES: _("By place"), targets.BY_SCHOOL: _("By school")}
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
    region = request.GET.get("region", "") or (post.home if post else "")
    return _page(request, region, by=request.GET.get("by", targets.PLACES))


def _page(
    request: HttpRequest,
    region: str,
    bad: str = "",
    form: forms.Form | None = None,
    by: str = targets.PLACES,
) -> HttpResponse:
    actor = actor_of(request)
    queries.place(actor.scope, region)
    known = queries.periods(actor.scope)
    period = known[0] if known else 0
    split = targets.split_of(actor.scope, region, targets.day_of(period), by)
    crumbs = queries.way(actor.scope, region)
    schools = by == targets.BY_SCHOOL
    names = definitions.place_names([region, *([] if schools else split.children), *crumbs])
    reached = targets.reached(actor.scope, period, region, [] if schools else split.children)
    if schools:
        names |= targets.schools(actor.scope, region)
        told_ = targets.reached_by_school(actor.scope, period, region)
        reached |= {key: told_.get(key.partition(":")[2], 0) for key in split.children}
    own = actor.scope.may(Right.TARGETS) and actor.post is not None and actor.post.home == region
    told = {
        "split": split, "region": region, "place": names[region], "names": names, "crumbs": crumbs, "period": period, "reached": reached[region],
        "rows": [(code, names[code], split.approved.get(code), split.proposed.get(code), reached[code]) for code in split.children],
        "sum": sum(split.approved.values()), "sum_proposed": sum(split.proposed.values()), "schedule": board.schedule(period) if period else None,
        "proposes": own and not split.version and bool(split.children), "decides": (form or DecideForm()) if own and split.version and split.proposed_by != actor.username else None,
        "mine": own and split.version and split.proposed_by == actor.username, "steps": [(one, VERBS[one.verb]) for one in targets.steps(actor.scope, region, by)], "bad": bad, "by": by, "ways": [(way_, WAYS[way_]) for way_ in targets.splits_by(region)], "schools": schools,
    }  # fmt: skip
    return render(request, "indicators/targets.html", told, status=422 if bad or form is not None else 200)


def _tried(request: HttpRequest, verb: Callable[[str, str], object]) -> HttpResponse:
    post, by = actor_of(request).post, request.POST.get("by", targets.PLACES)
    if post is None:
        raise Http404
    try:
        verb(post.home, by)
    except ValidationError as error:
        return _page(request, post.home, " ".join(error.messages), by=by)
    return redirect(f"{reverse('targets')}?by={by}" if by == targets.BY_SCHOOL else "targets")


@opens(Right.TARGETS)
@require_POST
def targets_propose(request: HttpRequest) -> HttpResponse:
    """Propose a split of the own number."""
    parts = {
        key.removeprefix("goal-"): str(text) for key, text in request.POST.items() if key.startswith("goal-")
    }
    reason = request.POST.get("reason", "")
    return _tried(request, lambda home, by: targets.propose(request, home, parts, reason, by))


@opens(Right.TARGETS)
@require_POST
def targets_decide(request: HttpRequest) -> HttpResponse:
    """Approve or refuse what a colleague proposed."""
    form = DecideForm(request.POST)
    post = actor_of(request).post
    if not form.is_valid():
        return _page(request, post.home if post else "", form=form, by=request.POST.get("by", targets.PLACES))
    data = form.cleaned_data
    return _tried(
        request, lambda home, by: targets.decide(request, home, data["agrees"] == "yes", data["reason"], by)
    )
