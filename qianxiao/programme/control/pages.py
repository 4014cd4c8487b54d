"""Pages of the control of infection: schools of a place, one school with its state and reports, the switch (20-07-03)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.figures import ymd
from qianxiao.office.lists.listing import show as show_list
from qianxiao.programme.control import actions, queries, rules
from qianxiao.programme.control.forms import ReportForm, StateForm, SwitchForm
from qianxiao.programme.control.lists import SCHOOLS, TONES


@opens(Right.STUDENTS)
@require_safe
def control(request: HttpRequest) -> HttpResponse:
    """Schools with state and report; a school is led to its own page."""
    actor = actor_of(request)
    if actor.scope.institutions:
        return redirect("control-school", org_code=actor.scope.institution)
    shown, _told = show_list(request, SCHOOLS)
    page = {
        **shown,
        "label": _("Control of infection in schools"),
        "nothing": _("Every school has reported."),
        "may_switch": actor.scope.may(Right.STUDENT_CHECK),
    }
    return render(request, "control/schools.html", page)


@opens(Right.STUDENTS)
@require_safe
def school(request: HttpRequest, org_code: str) -> HttpResponse:
    """One school: how it stands, what it reported."""
    return _school(request, org_code)


def _school(request: HttpRequest, org_code: str, **more: Any) -> HttpResponse:
    actor, day = actor_of(request), today()
    one = queries.schools(actor.scope, day).filter(org_code=org_code).first()
    if one is None:
        raise Http404
    told: Any = one
    writes = org_code in actor.scope.institutions and (
        actor.scope.may(Right.ENROL) or actor.scope.may(Right.PRINCIPAL)
    )
    page = {
        "one": one,
        "state": rules.state(told.state) if told.state else _("Not told yet"),
        "tone": TONES.get(told.state or "", "wait"),
        "every": rules.rhythm(told.every),
        "off": told.every == rules.OFF,
        "period": ymd(told.period),
        "reported": told.reported,
        "statuses": [(row, rules.state(row.state)) for row in queries.statuses(actor.scope, org_code)],
        "reports": [(row, rules.rhythm(row.every)) for row in queries.reports(actor.scope, org_code)],
        "names": names({one.region}),
        "writes": writes,
        "state_form": StateForm(initial={"starts": day}),
        "report_form": ReportForm(),
        **more,
    }
    return render(request, "control/school.html", page, status=422 if more else 200)


def _try(request: HttpRequest, form: forms.Form, name: str, verb: Any) -> HttpResponse:
    own = actions.own_school(actor_of(request)).org_code
    try:
        if form.is_valid():
            verb(request, form.cleaned_data)
            return redirect("control-school", org_code=own)
    except ValidationError as error:
        form.add_error(None, error)
    return _school(request, own, **{name: form})


@opens(Right.ENROL, Right.PRINCIPAL)
@require_POST
def control_state(request: HttpRequest) -> HttpResponse:
    """A new state of the own school."""
    return _try(request, StateForm(request.POST), "state_form", actions.tell_state)


@opens(Right.ENROL, Right.PRINCIPAL)
@require_POST
def control_report(request: HttpRequest) -> HttpResponse:
    """The report of this day or week."""
    return _try(request, ReportForm(request.POST), "report_form", actions.report)


@opens(Right.STUDENT_CHECK)
@require_http_methods(["GET", "POST"])
def control_switch(request: HttpRequest) -> HttpResponse:
    """How often a region reports, with what was switched before."""
    actor = actor_of(request)
    form = SwitchForm(request.POST or None, places=places.options(actor, {}))
    try:
        if request.method == "POST" and form.is_valid():
            told = form.cleaned_data
            actions.switch(request, told["region"], told["every"], told["reason"])
            return redirect("control")
    except ValidationError as error:
        form.add_error(None, error)
    rows = queries.switches(actor.scope)
    page = {
        "form": form,
        "rows": [(row, rules.rhythm(row.every)) for row in rows],
        "names": names({row.region for row in rows}),
    }
    return render(request, "control/switch.html", page, status=422 if request.method == "POST" else 200)
