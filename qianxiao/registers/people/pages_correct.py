"""Pages of corrections (B10), the second person's list, and one person on paper (B12)."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.listing import show
from qianxiao.registers.people import actions_correct as actions
from qianxiao.registers.people import queries
from qianxiao.registers.people.forms import CorrectForm
from qianxiao.registers.people.lists_correct import CORRECTIONS, FIELDS
from qianxiao.registers.people.protection import correctable

PRINTED = (*FIELDS, "account_mask", "region", "household", "states", "dues", "links", "history")


@opens(Right.KEEP)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, person: UUID) -> HttpResponse:
    """Set one field right; what was corrected before stands below."""
    scope = scope_of(request)
    found = queries.get_person(scope, person)
    form = CorrectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.correct(request, person, told["field"], told["value"], told["reason"], told["proof"])
            return redirect("correct", person=person)
        except ValidationError as error:
            form.add_error(None, error)
    record(request, str(found.id), 1, FIELDS, "corrections", whose=queries.known_as(scope, found))
    shown = {
        "person": found,
        "form": form,
        "lines": queries.corrections(scope, found),
        "second": correctable(),
    }
    return render(request, "people/correct.html", shown, status=422 if form.errors else 200)


@opens(Right.KEEP, Right.CHECK)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections that wait for the second person."""
    return _waiting(request)


def _waiting(request: HttpRequest, refused: str = "") -> HttpResponse:
    page, told = show(request, CORRECTIONS)
    page |= {
        "forms": told["forms"],
        "refused": refused,
        "label": _("Corrections to confirm"),
        "nothing": _("No correction waits for a second person."),
    }
    return render(request, "people/corrections.html", page, status=422 if refused else 200)


@opens(Right.KEEP, Right.CHECK)
@require_POST
def check(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Confirm, refuse or take back."""
    queries.get_correction(scope_of(request), number)
    if verb not in ("apply", "refuse", "withdraw"):
        raise Http404
    try:
        actions.check(request, number, verb, request.POST.get("note", ""))
    except ValidationError as error:
        return _waiting(request, " ".join(error.messages))
    return redirect("corrections")


@opens(Right.PEOPLE)
@require_safe
def sheet(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person on paper (B12): masks, state, money, matches, household, history; taken away, so logged as such."""
    scope = scope_of(request)
    found = queries.get_person(scope, person)
    known = queries.known_as(scope, found)
    record(request, str(found.id), 1, PRINTED, "sheet", AccessLog.Kind.EXPORT, known)
    shown = {
        "person": found,
        "enrolments": queries.enrolments(scope, found),
        "names": names({found.region, found.region[:9], found.region[:6]}),
        "at": timezone.localtime(),
        "who": request.user,
        "number": getattr(request, "request_id", ""),
    }
    return render(request, "people/sheet.html", shown)
