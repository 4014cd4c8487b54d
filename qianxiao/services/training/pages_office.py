"""Pages around classes: results, inspections (T09), stops of an area, requests of villages, bookings, projects (B40)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.registers.schools.words import coded, day, occupation
from qianxiao.services.training import actions_office, queries, words
from qianxiao.services.training.forms_office import BookingForm, ProjectForm, RequestForm, StopForm
from qianxiao.services.training.timetable import clock, ymd


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 19]


def _refused(request: HttpRequest, error: ValidationError, back: str) -> HttpResponse:
    return render(request, "desk/refused.html", {"told": error.messages, "back": back}, status=422)


@opens(Right.TEACH)
@require_POST
def class_results(request: HttpRequest, number: int) -> HttpResponse:
    """Who passed a class."""
    try:
        actions_office.keep_results(request, number, _numbers(request, "passed"))
    except ValidationError as error:
        return _refused(request, error, reverse("class", args=[number]))
    return redirect("class", number=number)


@opens(Right.CLASS_CHECK)
@require_POST
def class_inspect(request: HttpRequest, number: int) -> HttpResponse:
    """Draw names for a visit by a seed."""
    try:
        actions_office.inspect(request, number, request.POST.get("seed", ""))
    except ValidationError as error:
        return _refused(request, error, reverse("class-attendance", args=[number]))
    return redirect("class-attendance", number=number)


@opens(Right.CLASS_CHECK)
@require_POST
def inspection_close(request: HttpRequest, inspection: int) -> HttpResponse:
    """Who of those drawn was not there."""
    try:
        one = actions_office.close_inspection(
            request, inspection, _numbers(request, "missing"), request.POST.get("note", "")
        )
    except ValidationError as error:
        return _refused(request, error, reverse("classes"))
    return redirect("class-attendance", number=one.training_class_id)


@opens(Right.CLASS_CHECK)
@require_http_methods(["GET", "POST"])
def class_stops(request: HttpRequest) -> HttpResponse:
    """Stops of an area, and a new one."""
    actor = actor_of(request)
    form = StopForm(request.POST or None, places=places.options(actor, {}))
    try:
        if request.method == "POST" and form.is_valid():
            actions_office.stop_area(request, form.cleaned_data)
            return redirect("class-stops")
    except ValidationError as error:
        form.add_error(None, error)
    rows = queries.stops(actor.scope)
    told = {
        "form": form,
        "rows": [(row, day(row.starts), day(row.ends)) for row in rows],
        "names": names({row.region for row in rows}),
    }
    return render(request, "training/stops.html", told, status=422 if request.method == "POST" else 200)


@opens(Right.OUTREACH)
@require_http_methods(["GET", "POST"])
def class_requests(request: HttpRequest) -> HttpResponse:
    """Classes that villages ask for, and one more."""
    form = RequestForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            actions_office.ask_class(request, form.cleaned_data)
            return redirect("class-requests")
    except ValidationError as error:
        form.add_error(None, error)
    return _requests(request, form, 422 if request.method == "POST" else 200)


def _requests(request: HttpRequest, form: Any, status: int, **more: Any) -> HttpResponse:
    scope = scope_of(request)
    rows = queries.requests(scope)
    told = {
        "form": form,
        "rows": [
            (
                row,
                occupation(row.occupation),
                coded("train_type", row.train_type),
                day(row.wished),
                words.REQUESTS[row.state],
            )
            for row in rows
        ],
        "names": names({code for row in rows for code in (row.region, row.region[:9])}),
        "answers": scope.may(Right.CLASS_CHECK),
        **more,
    }
    return render(request, "training/requests.html", told, status=status)


@opens(Right.CLASS_CHECK)
@require_POST
def request_answer(request: HttpRequest, asked: int) -> HttpResponse:
    """A class for a village, or why there is none."""
    try:
        actions_office.answer_request(
            request, asked, request.POST.get("class_no", ""), request.POST.get("answer", "")
        )
    except ValidationError as error:
        return _refused(request, error, reverse("classes"))
    return redirect("classes")


@opens(Right.TEACH)
@require_http_methods(["GET", "POST"])
def bookings(request: HttpRequest) -> HttpResponse:
    """Hours of shared rooms and bases."""
    form = BookingForm(request.POST or None)
    try:
        if request.method == "POST" and form.is_valid():
            actions_office.book(request, form.cleaned_data)
            return redirect("bookings")
    except ValidationError as error:
        form.add_error(None, error)
    rows = [
        (row, day(row.day), f"{clock(row.lo)}–{clock(row.hi)}") for row in queries.bookings(scope_of(request))
    ]
    return render(
        request,
        "training/bookings.html",
        {"form": form, "rows": rows},
        status=422 if request.method == "POST" else 200,
    )


@opens(Right.CLASSES)
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Projects with people contracted and accepted beside the money (20-02-10)."""
    return _projects(request, None, 200)


@opens(Right.CLASS_CHECK)
@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest) -> HttpResponse:
    """A new project."""
    form = ProjectForm(request.POST or None, day=ymd(today()), trainers=queries.trainers(actor_of(request)))
    try:
        if request.method == "POST" and form.is_valid():
            actions_office.buy(request, form.cleaned_data)
            return redirect("projects")
    except ValidationError as error:
        form.add_error(None, error)
    return _projects(request, form, 422 if request.method == "POST" else 200)


def _projects(request: HttpRequest, form: Any, status: int) -> HttpResponse:
    scope = scope_of(request)
    rows = queries.projects(scope).order_by("region", "project_no", "id")[:200]
    told = {
        "form": form,
        "may": scope.may(Right.CLASS_CHECK),
        "rows": [
            (
                row,
                f"{occupation(row.occupation)} · {coded('train_level', row.level)}",
                day(row.starts),
                day(row.ends),
            )
            for row in rows
        ],
    }
    return render(request, "training/projects.html", told, status=status)
