"""Pages of teachers (B36): the list, one teacher, the certificate of service, the aid work for pay."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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
from qianxiao.office.exports.asking import answer as take_away
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.queries import institution
from qianxiao.services.studies import actions_teachers as actions
from qianxiao.services.studies import queries_teachers as queries
from qianxiao.services.studies.forms_teachers import RecordForm
from qianxiao.services.studies.lists_teachers import TEACHERS, WORK
from qianxiao.services.studies.models_teachers import CLASSES
from qianxiao.services.studies.words_teachers import KINDS, MODES
from qianxiao.services.studies.writing import day_now


@opens(Right.STUDENTS)
@require_safe
def teachers(request: HttpRequest) -> HttpResponse:
    """Teachers with the days they owe and have."""
    shown, _told = show_list(request, TEACHERS)
    page = {**shown, "label": _("Teachers"), "nothing": _("No teacher is written down yet."), "work": False}
    return render(request, "studies/teachers.html", page)


@opens(Right.STUDENTS)
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Aid work with hours, to be taken away for pay (19-15-04)."""
    shown, _told = show_list(request, WORK)
    page = {**shown, "label": _("Aid work of teachers"), "export_to": reverse("teacher-work-export"), "work": True,
            "nothing": _("No aid work is written down yet.")}  # fmt: skip
    return render(request, "studies/teachers.html", page)


@opens(Right.STUDENTS)
@require_POST
def work_export(request: HttpRequest) -> HttpResponseBase:
    """The same as a file; the access row comes first."""
    return take_away(request, WORK)


@opens(Right.STUDENTS)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Places of the three classes for schools of poor areas, and how many are taken (19-14-06)."""
    return _places(request)


def _places(request: HttpRequest, refused: str = "") -> HttpResponse:
    scope, year = scope_of(request), day_now() // 10000
    rows = queries.places(scope, year)
    schools = {one.org_code: one for one in Institution.objects.filter(org_code__in={row[0] for row in rows})}
    told = {
        "rows": [(schools.get(org), KINDS[kind], given, went) for org, kind, given, went in rows],
        "year": year,
        "gives": scope.may(Right.KEY_DECIDE),
        "kinds": [(kind, KINDS[kind]) for kind in CLASSES],
        "refused": refused,
        "given": request.POST,
    }
    return render(request, "studies/places.html", told, status=422 if refused else 200)


@opens(Right.KEY_DECIDE)
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Give a school places."""
    told = request.POST
    numbers = [int(text) if (text := told.get(name, "").strip()).isdecimal() and len(text) < 6 else -1
               for name in ("year", "places")]  # fmt: skip
    try:
        actions.give_places(request, told.get("school", "").strip()[:64], told.get("kind", ""), *numbers)
    except ValidationError as fault:
        return _places(request, " ".join(fault.messages))
    return redirect("teacher-places")


@opens(Right.STUDENTS)
@require_safe
def teacher(request: HttpRequest, teacher: UUID) -> HttpResponse:
    """One teacher: training, practice, classes, support teaching, certificates."""
    return _teacher(request, teacher)


def _teacher(
    request: HttpRequest, number: UUID, form: RecordForm | None = None, refused: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    one = queries.get_teacher(actor.scope, number)
    record(request, str(one.pk), 1, ("name",), "teacher", whose=[str(one.pk)])
    rows = queries.records(actor.scope, one)
    mine = actor.scope.may(Right.OWN) and one.org_code in actor.scope.institutions
    told = {
        "one": one,
        "school": institution(one.org_code),
        "rows": [(row, KINDS[row.kind], MODES.get(row.mode, "")) for row in rows],
        "proofs": queries.proofs(actor.scope, one),
        "served": sum(row.days for row in rows if row.kind == "service"),
        "form": (form or RecordForm()) if mine else None,
        "refused": refused,
        "open": form is not None,
        "names": names({row.place for row in rows if row.place}),
    }
    return render(request, "studies/teacher.html", told, status=422 if form or refused else 200)


@opens(Right.ENROL, Right.PRINCIPAL)
@require_POST
def tell(request: HttpRequest, teacher: UUID) -> HttpResponse:
    """Write down what a teacher did."""
    queries.get_teacher(scope_of(request), teacher)
    form = RecordForm(request.POST)
    try:
        if form.is_valid():
            actions.tell(request, teacher, form.told())
            return redirect("teacher", teacher=teacher)
    except ValidationError as error:
        form.add_error(None, error)
    return _teacher(request, teacher, form)


@opens(Right.ENROL, Right.PRINCIPAL)
@require_POST
def prove(request: HttpRequest, teacher: UUID) -> HttpResponse:
    """Issue the certificate of service."""
    try:
        made = actions.prove(request, teacher)
    except ValidationError as error:
        return _teacher(request, teacher, refused=" ".join(error.messages))
    return redirect("teacher-proof", number=made.number)


@opens(Right.STUDENTS)
@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """A certificate of service, to be printed (19-15-05)."""
    one = queries.get_proof(scope_of(request), number)
    record(request, str(one.teacher_id), 1, ("name",), "teacher-proof", whose=[str(one.teacher_id)])
    return render(request, "studies/service.html", {"proof": one})
