"""Pages of admission (S04): the queue with its reasons and seats, an application, a decision."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import major
from qianxiao.services.studies import actions_intake as actions
from qianxiao.services.studies import queries_intake as queries
from qianxiao.services.studies.forms_intake import ApplyForm, PlanForm
from qianxiao.services.studies.lists_intake import APPLICATIONS
from qianxiao.services.studies.writing import day_now


@opens(Right.STUDENTS)
@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    """Applicants in their order; of the own school also the seats that are left."""
    return _intake(request)


def _intake(request: HttpRequest, refused: str = "", form: PlanForm | None = None) -> HttpResponse:
    actor, day = actor_of(request), day_now()
    shown, told = show_list(request, APPLICATIONS)
    mine = actor.scope.may(Right.ENROL)
    seats = (
        queries.seats(actor.scope, actor.scope.institution, day // 10000) if actor.scope.institutions else []
    )
    page = {
        **shown,
        "label": _("Admission"),
        "nothing": _("Nobody has applied."),
        "forms": told["forms"],
        "refused": refused,
        "year": day // 10000,
        "seats": [(major(one.major), one) for one in seats],
        "form": (form or PlanForm(day=day)) if mine else None,
        "open": form is not None,
    }
    return render(request, "studies/intake.html", page, status=422 if refused or form else 200)


@opens(Right.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Write an application down."""
    form = ApplyForm(request.POST if request.method == "POST" else None, day=day_now())
    if request.method == "POST":
        try:
            if form.is_valid():
                actions.apply(request, form.told(), form.evidence())
                return redirect("intake")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "studies/apply.html", {"form": form}, status=422 if form.errors else 200)


@opens(Right.ENROL)
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Say how many may enter a major this year."""
    form = PlanForm(request.POST, day=day_now())
    try:
        if form.is_valid():
            actions.plan(request, form.cleaned_data["major"], form.cleaned_data["seats"])
            return redirect("intake")
    except ValidationError as error:
        form.add_error(None, error)
    return _intake(request, form=form)


@opens(Right.ENROL)
@require_POST
def decide(request: HttpRequest, application: UUID, verb: str) -> HttpResponse:
    """Offer, take, decline, refuse."""
    try:
        one = actions.decide(request, application, verb, request.POST.get("reason", ""))
    except ValidationError as error:
        return _intake(request, " ".join(error.messages))
    return redirect("student", student=one.student_id) if verb == "take" else redirect("intake")
