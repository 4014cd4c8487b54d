"""Pages of registrations that two schools claim: the list, one with both numbers, what the student says (pattern 5)."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies import actions_conflict as actions
from qianxiao.services.studies import queries, words
from qianxiao.services.studies.forms import AnswerForm
from qianxiao.services.studies.lists import CONFLICTS
from qianxiao.services.studies.models import Conflict


@opens(Right.STUDENTS, Right.VISIT)
@require_safe
def conflicts(request: HttpRequest) -> HttpResponse:
    """What is asked, was settled, has ended; of the own school, region, or homes."""
    shown, _told = show_list(request, CONFLICTS)
    page = {
        **shown,
        "label": _("Registrations two schools claim"),
        "nothing": _("No student is claimed by two schools."),
    }
    return render(request, "studies/conflicts.html", page)


@opens(Right.STUDENTS, Right.VISIT)
@require_safe
def conflict(request: HttpRequest, number: int) -> HttpResponse:
    """Both numbers and schools, and nothing else of the other record."""
    return _conflict(request, number)


def _sides(one: Conflict) -> list[dict[str, str]]:
    codes = [one.org_one, one.org_two]
    known = {row.org_code: row for row in Institution.objects.filter(org_code__in=codes)}
    return [
        {"side": side, "number": number, "school": known[org].name if org in known else org, "id": str(student),
         "place": known[org].region if org in known else ""}
        for side, student, number, org in one.sides()
    ]  # fmt: skip


def _conflict(request: HttpRequest, number: int, form: AnswerForm | None = None) -> HttpResponse:
    actor, scope = actor_of(request), scope_of(request)
    one = queries.get_conflict(scope, number)
    record(request, one.name, 1, ("name",), "student-conflict", whose=[str(one.person)])
    sides = _sides(one)
    for side in sides:
        side["mine"] = "yes" if queries.sees(scope, side["id"]) else ""
    asks = one.state == Conflict.State.OPEN and queries.answers(actor, one)
    told = {
        "one": one,
        "sides": sides,
        "state": words.CONFLICTS[one.state],
        "chosen": next((side["school"] for side in sides if side["side"] == one.chosen), ""),
        "form": (form or AnswerForm(schools=_choices(sides))) if asks else None,
        "names": names({side["place"][:6] for side in sides} | {one.home, one.home[:6]}),
    }
    return render(request, "studies/conflict.html", told, status=422 if form else 200)


def _choices(sides: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(side["side"], f"{side['school']} {side['number']}") for side in sides]


@opens(Right.VISIT, Right.STUDENT_CHECK)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Write down which school the student chose."""
    one = queries.get_conflict(scope_of(request), number)
    form = AnswerForm(request.POST, schools=_choices(_sides(one)))
    try:
        if form.is_valid():
            actions.answer(request, number, form.cleaned_data["chosen"], form.cleaned_data["proof"])
            return redirect("student-conflict", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _conflict(request, number, form)
