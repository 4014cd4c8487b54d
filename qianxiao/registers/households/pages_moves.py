"""Pages of households that change the county that keeps them: ask, the questions that wait, answer."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.households import actions, queries
from qianxiao.registers.households.forms import AnswerForm, MoveForm
from qianxiao.registers.households.lists_moves import MOVES
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


def _moves(request: HttpRequest, refused: str = "") -> HttpResponse:
    page, told = show_list(request, MOVES)
    page |= {
        "forms": told["forms"],
        "refused": refused,
        "label": _("Households between two counties"),
        "nothing": _("No household waits for an answer."),
    }
    return render(request, "households/moves.html", page, status=422 if refused else 200)


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
