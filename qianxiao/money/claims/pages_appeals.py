"""Appeals: the list, one with the decision it is about, the answer (B66)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.money.claims import actions_appeal, lists, queries, words
from qianxiao.money.claims.forms import HearForm
from qianxiao.money.claims.steps import who_of
from qianxiao.money.entitlements import reasons
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show


@opens(Right.APPEALS)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals of the counties in scope."""
    page, _told = show(request, lists.APPEALS)
    page |= {"label": _("Appeals"), "nothing": _("Nobody has appealed.")}
    return render(request, "claims/appeals.html", page)


@opens(Right.APPEALS)
@require_safe
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """One appeal: what was asked, what was decided and why, the answer."""
    return _appeal(request, number, HearForm())


@opens(Right.APPEALS)
@require_POST
def hear(request: HttpRequest, number: int) -> HttpResponse:
    """Answer it."""
    form = HearForm(request.POST)
    try:
        if form.is_valid():
            actions_appeal.hear(request, number, form.cleaned_data["upholds"] == "yes", form.cleaned_data["answer"])  # fmt: skip
            return redirect("appeal", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _appeal(request, number, form)


def _appeal(request: HttpRequest, number: int, form: HearForm) -> HttpResponse:
    who = who_of(request)
    one = queries.appeals(who.scope).filter(pk=number).first()
    if one is None:
        raise Http404
    line = one.line
    record(request, line.reference, 1, ("name", "reason"), "appeal", whose=[str(line.person_id)])
    told = {
        "one": one, "line": line, "title": words.title(line.claim), "state": words.APPEALS[one.state], "form": form,
        "why": reasons.why(line.entitlement), "checks": [words.check(told) for told in line.checks],
        "may": one.state == "open" and who.name not in actions_appeal.took_part(who, one),
        "mine": one.state == "open" and who.name in actions_appeal.took_part(who, one),
    }  # fmt: skip
    return render(request, "claims/appeal.html", told, status=422 if form.errors else 200)
