"""Pages of the vault: one record, a number for 30 seconds, who looked, two records beside each other."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.queries import changes, looks_at
from qianxiao.office.lists.listing import show
from qianxiao.registers.people import actions, queries
from qianxiao.registers.people.forms import ReasonForm, RevealForm
from qianxiao.registers.people.lists_twice import DUPLICATES
from qianxiao.registers.people.models import Person
from qianxiao.registers.people.protection import limit

FIELDS = ("name", "id_mask", "phone_mask", "account_mask", "birth", "region")
MORE = ("household", "states", "dues", "links", "history")  # the panels beside them


def _places(*persons: Person) -> dict[str, str]:
    """Names of the places of some persons, down to the village."""
    return names({code for one in persons for code in (one.region, one.region[:9], one.region[:6])})


@opens(Right.PEOPLE)
@require_safe
def record_page(request: HttpRequest, person: UUID) -> HttpResponse:
    """One record: masks, registers, other records of the same person, what changed."""
    return _record(request, person)


def _record(request: HttpRequest, person: UUID, **more: object) -> HttpResponse:
    """The record page, also with a number shown. Writes the look down first."""
    scope = scope_of(request)
    found = queries.get_person(scope, person)
    known = queries.known_as(scope, found)
    record(request, str(found.id), 1, (*FIELDS, *MORE), "record", whose=known)
    told = {
        "looked": looks_at(known, 5),
        "person": found,
        "secrets": queries.secrets(scope, found),
        "enrolments": queries.enrolments(scope, found),
        "others": queries.others(scope, found),
        "decisions": queries.decisions(scope, found),
        "may_correct": scope.may(Right.KEEP),
        "changes": changes("people_personevent", "pgh_obj_id", found.id),
        "names": _places(found),
        "reveal": RevealForm(),
        "split": ReasonForm(),
        **more,
    }
    return render(request, "people/record.html", told)


@opens(Right.PEOPLE)
@require_http_methods(["POST"])
def reveal(request: HttpRequest, person: UUID, kind: str) -> HttpResponse:
    """A number in full for some seconds; then the browser goes back to the masks by itself."""
    seconds = limit("reveal_seconds")
    try:
        text = actions.reveal(request, person, kind, request.POST.get("purpose", ""))
    except actions.Refused:
        response = _record(request, person, no_purpose=True)
        response.status_code = 422
        return response
    except actions.TooMany:
        response = _record(request, person, too_many=limit("reveals_per_hour"))
        response.status_code = 429
        return response
    found = queries.get_person(scope_of(request), person)
    told = {"person": found, "kind": kind, "text": text, "seconds": seconds}
    response = render(request, "people/reveal.html", told)
    response["Refresh"] = f"{seconds}; url={reverse('record', args=[person])}"
    return response


@opens(Right.PEOPLE)
@require_safe
def looks(request: HttpRequest, person: UUID) -> HttpResponse:
    """Who looked at this person, when, what for: the list that is printed when the person asks."""
    scope = scope_of(request)
    found = queries.get_person(scope, person)
    known = queries.known_as(scope, found)
    rows = looks_at(known)
    record(request, str(found.id), 1, ("name", "who"), "looks", whose=known)
    return render(request, "people/looks.html", {"person": found, "rows": rows})


@opens(Right.REVIEW)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Records that may be one person."""
    shown, _told = show(request, DUPLICATES)
    page = {
        **shown,
        "label": _("Records that may be one person"),
        "nothing": _("No two records wait for a decision."),
    }
    return render(request, "people/duplicates.html", page)


@opens(Right.REVIEW)
@require_http_methods(["GET", "POST"])
def duplicate(request: HttpRequest, number: int) -> HttpResponse:
    """Two records beside each other: the same, not the same, why."""
    scope = scope_of(request)
    asked = queries.get_duplicate(scope, number)
    form = ReasonForm(request.POST or None)
    verb = request.POST.get("verb", "")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if verb == "apart":
                actions.tell_apart(request, scope, number, reason)
            elif verb == "same":
                actions.merge(request, scope, asked.one_id, asked.two_id, reason)
            else:
                raise Http404
            return redirect("duplicates")
        except actions.Refused:
            form.add_error(None, actions.standing())
    whose = [str(asked.one_id), str(asked.two_id)]
    record(request, str(asked.one_id), 2, FIELDS, "duplicate", whose=whose)
    told = {
        "asked": asked,
        "pair": [asked.one, asked.two],
        "names": _places(asked.one, asked.two),
        "form": form,
        "decisions": queries.decisions(scope, asked.one, asked.two),
    }
    return render(request, "people/duplicate.html", told, status=422 if form.errors else 200)


@opens(Right.REVIEW)
@require_http_methods(["POST"])
def split(request: HttpRequest, person: UUID) -> HttpResponse:
    """Undo a merge."""
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.split(request, scope_of(request), person, form.cleaned_data["reason"])
            return redirect("record", person=person)
        except actions.Refused:
            form.add_error(None, actions.standing())
    response = _record(request, person, split=form)
    response.status_code = 422
    return response
