"""Pages of cases (S08, B32): the list, one case, planning and closing it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list
from qianxiao.programme.monitoring import cases as verbs
from qianxiao.programme.monitoring import queries, words
from qianxiao.programme.monitoring.forms import CloseForm, PlanForm
from qianxiao.programme.monitoring.lists import CASES
from qianxiao.programme.monitoring.models import Case
from qianxiao.services.studies.models import Student


@opens(Right.MONITORING)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Cases of the own school, or of the schools of the region."""
    shown, _told = show_list(request, CASES)
    return render(request, "monitoring/cases.html", {**shown, "label": _("Cases of students")})


@opens(Right.MONITORING)
@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case with what happened."""
    return _case(request, number)


def _case(request: HttpRequest, number: int, what: str = "", form: object = None) -> HttpResponse:
    scope = scope_of(request)
    one = queries.get_case(scope, number)
    student: Student = Student.objects.within(scope).get(pk=one.student_id)
    record(request, str(one.student_id), 1, ("name", "trouble"), "case", whose=[str(one.student_id)])
    writes = scope.may(Right.MONITOR) and one.state == Case.State.OPEN
    first = {"measure": one.measure, "owner": one.owner, "due": one.due}
    forms = {
        "plan": PlanForm(one.kind, initial=first),
        "close": CloseForm(),
        **({what: form} if what else {}),
    }
    told = {
        "case": one,
        "student": student,
        "kind": words.TROUBLES[one.kind],
        "measure": words.MEASURES.get(one.measure, one.measure),
        "steps": [(step, words.VERBS[step.verb]) for step in queries.steps(scope, one)],
        "forms": forms if writes else {},
        "amount": one.amount,
        "open": what,
    }
    return render(request, "monitoring/case.html", told, status=422 if what else 200)


@opens(Right.MONITOR)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Plan a case, or close it."""
    one = queries.get_case(scope_of(request), number)
    if verb not in ("plan", "close"):
        raise Http404
    form = PlanForm(one.kind, request.POST) if verb == "plan" else CloseForm(request.POST)
    try:
        if form.is_valid():
            data = form.cleaned_data
            if verb == "plan":
                verbs.plan(request, number, data["measure"], data["owner"], data["due"])
            else:
                verbs.close(request, number, data["effect"], (data["amount"] or 0) * 100, data["source"])
            return redirect("monitoring-case", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _case(request, number, verb, form)
