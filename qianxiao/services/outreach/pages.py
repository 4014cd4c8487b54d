"""Pages of free services: the log, households with none this year, one form for a visit to many (19-11-01)."""

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
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.lists.batch import nothing_ticked, ticked
from qianxiao.office.lists.batch import told as tell_batch
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.households import queries as households
from qianxiao.registers.households.models import Household
from qianxiao.services.outreach import actions, queries
from qianxiao.services.outreach.forms import VisitForm
from qianxiao.services.outreach.lists import SERVICES, UNSERVED


@opens(Right.PEOPLE)
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """What was done for whom, newest first."""
    shown, _told = show_list(request, SERVICES)
    page = {**shown, "label": _("Log of free services"), "nothing": _("No service is written down yet.")}
    return render(request, "outreach/services.html", page)


@opens(Right.PEOPLE)
@require_safe
def unserved(request: HttpRequest) -> HttpResponse:
    """Households with no service this year: figures of every place, names in a county and below."""
    actor = actor_of(request)
    told = UNSERVED.told(actor, request.GET.dict())
    region = told["region"]
    shown: dict[str, Any] = show_list(request, UNSERVED)[0] if households.listed(region) else {}
    whole, lines = queries.figures(actor.scope, region, told["day"])
    page = {
        **shown,
        "year": str(told["day"].year),
        "region": region,
        "whole": whole,
        "lines": lines if len(lines) > 1 else [],
        "names": names({region, *(one.region for one in lines)}),
        "label": _("Households with no service this year"),
        "nothing": _("Every household had a service this year."),
        "verbs": [(reverse("service-write"), _("Write a visit down"))]
        if actor.scope.may(Right.OUTREACH)
        else [],
    }
    return render(request, "outreach/unserved.html", page)


@opens(Right.OUTREACH)
@require_POST
def service_write(request: HttpRequest) -> HttpResponse:
    """One form for the households that are ticked; then what became of each."""
    scope, back = scope_of(request), reverse("unserved")
    keys = ticked(request, Household)
    if not keys:
        return nothing_ticked(request, back)
    rows = queries.chosen(scope, keys)
    if not rows:
        raise Http404
    on = ymd(today())
    people = [(str(key), name) for key, name in queries.members(scope, rows[0].pk)] if len(rows) == 1 else []
    form = VisitForm(
        request.POST if "result" in request.POST else None, on=on, people=people, initial={"day": today()}
    )
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        person = UUID(told["person"]) if told.get("person") else None
        visit = actions.Visit(
            tuple(told["kinds"]), ymd(told["day"]), " ".join(told["result"].split()), person
        )
        try:
            outcome = actions.write(request, keys, visit)
            if len(rows) == 1 and outcome.done:
                return redirect("household", household=rows[0].pk)
            return tell_batch(
                request, outcome, lambda row: f"{row.head} {row.hh_no}", _("Write a visit down"), back
            )
        except ValidationError as error:
            form.add_error(None, error)
    record(
        request, "visit", len(rows), ("hh_no", "head"), "service_write", whose=[str(row.pk) for row in rows]
    )
    said = names({code for row in rows for code in (row.region, row.region[:9])})
    page = {"form": form, "rows": rows, "names": said, "back": back}
    return render(request, "outreach/write.html", page, status=422 if form.is_bound else 200)


@opens(Right.OUTREACH)
@require_POST
def service_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a line back with a reason."""
    try:
        one = actions.withdraw(request, number, request.POST.get("reason", ""))
    except ValidationError as error:
        told = {"told": error.messages, "back": reverse("services")}
        return render(request, "desk/refused.html", told, status=422)
    return redirect("household", household=one.household_id)
