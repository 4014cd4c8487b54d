"""Pages of the lists made from the register: school leavers with what the village says, members able to work."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.registers.households import actions, queries
from qianxiao.registers.households import derived as lists
from qianxiao.registers.households.forms import AnswerForm
from qianxiao.registers.households.pages import asked_region, crumbs_of
from qianxiao.registers.people.queries import get_person

FIELDS = ("name", "birth", "edu", "in_school", "labour", "region")


@opens(Right.PEOPLE)
@require_safe
def derived(request: HttpRequest, kind: str) -> HttpResponse:
    """A list of a county, township or village as the register stood in a month; above a county the way there."""
    return _show(request, kind)


def _show(request: HttpRequest, kind: str, told: str = "") -> HttpResponse:
    scope = scope_of(request)
    title = lists.title(kind)
    region = asked_region(request, scope)
    months = [one for one in queries.months() if one.state == "taken"]
    asked, cohort = request.GET.get("on", "").replace("-", ""), request.GET.get("cohort", "")
    month = (
        next((one for one in months if str(one.period) == asked), None) if asked else next(iter(months), None)
    )
    if (asked and month is None) or cohort not in ("", lists.FRESH, lists.EARLIER):
        raise Http404
    period = month.period if month else 0
    _own, below = queries.tallies(scope, period, region, "member")
    shown: dict[str, Any] = {
        "kind": kind,
        "title": title,
        "region": region,
        "months": months,
        "month": month,
        "told": told,
    }
    codes = {region, *(one.region for one in below), *crumbs_of(scope, region)}
    if month and queries.listed(region):
        page = lists.lines(scope, kind, region, period, cohort, request.GET.get("after", ""))
        whose = [str(line.member.person_id) for line in page.rows]
        record(request, region, len(whose), FIELDS, kind, whose=whose)
        codes |= {code for line in page.rows for code in (line.member.home, line.member.home[:9])}
        shown |= {"page": page, "count": lists.members(scope, kind, region, period).count()}
    shown |= {
        "cohort": cohort,
        "cohorts": (lists.FRESH, lists.EARLIER) if kind == "leavers" else (),
        "may_confirm": scope.may(Right.CONFIRM) and kind == "leavers" and month in months[:1],
        "clause": lists.clause(kind),
        "below": below,
        "names": names(codes),
        "crumbs": crumbs_of(scope, region),
    }
    return render(request, "households/derived.html", shown, status=422 if told else 200)


@opens(Right.CONFIRM)
@require_POST
def confirm(request: HttpRequest, person: UUID) -> HttpResponse:
    """The village says that the list is right or wrong about somebody."""
    get_person(scope_of(request), person)
    form, right = AnswerForm(request.POST), request.POST.get("right", "")
    try:
        if not form.is_valid() or right not in ("yes", "no"):
            raise ValidationError(_("Please say right or wrong, in a few words."))
        told = actions.confirm(request, person, right == "yes", form.cleaned_data["note"])
    except ValidationError as error:
        return _show(request, "leavers", " ".join(error.messages))
    return redirect(f"{reverse('derived', args=['leavers'])}?region={told.person.region}")
