"""Pages of households that change the county that keeps them: ask, the questions that wait, answer."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.registers.households import actions, queries
from qianxiao.registers.households.forms import AnswerForm, MoveForm
from qianxiao.registers.households.pages import show


@opens(Right.KEEP)
@require_POST
def move(request: HttpRequest, household: UUID) -> HttpResponse:
    """Offer a household to another county."""
    queries.get_household(scope_of(request), household)
    form = MoveForm(request.POST)
    try:
        if form.is_valid():
            actions.ask_move(request, household, form.cleaned_data["county"], form.cleaned_data["reason"])
            return redirect("household", household=household)
    except ValidationError as error:
        form.add_error(None, error)
    return show(request, household, 422, move=form)


@opens(Right.KEEP)
@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """What waits: offered to the own county, offered by it."""
    return _moves(request)


def _moves(request: HttpRequest, told: str = "") -> HttpResponse:
    scope = scope_of(request)
    after = request.GET.get("after", "")
    page = queries.moves(scope, int(after) if after.isdecimal() and len(after) < 19 else 0)
    whose = [str(one.household_id) for one in page.rows]
    record(request, "moves", len(whose), actions.FIELDS, "moves", whose=whose)
    said = names({code[:6] for one in page.rows for code in (one.region_from, one.region_to)})
    rows = [
        (one, scope.holds(*span(one.region_to)), scope.holds(*span(one.region_from))) for one in page.rows
    ]
    shown = {"rows": rows, "page": page, "names": said, "form": AnswerForm(), "told": told}
    return render(request, "households/moves.html", shown, status=422 if told else 200)


@opens(Right.KEEP)
@require_POST
def answer(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Accept, refuse or withdraw."""
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        found = actions.decide_move(request, number, verb, form.cleaned_data["note"])
    except ValidationError as error:
        return _moves(request, " ".join(error.messages))
    return redirect("household", household=found.household_id) if verb == "accept" else redirect("moves")
