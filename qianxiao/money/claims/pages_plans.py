"""Pages of apprenticeship plans: the firm writes and hands in, the county files and asks advances back (E05)."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.money.claims import actions_plans, queries_apply, words
from qianxiao.money.claims.forms import PersonForm, PlanForm
from qianxiao.money.claims.steps import day, who_of
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.registers.schools.words import coded, occupation


@opens(Right.CLAIM, Right.CLAIM_FIRST)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Plans of the own firm or of the county, with a form for whoever writes them."""
    scope = scope_of(request)
    writes = scope.may(Right.CLAIM) and queries_apply.FIRM in queries_apply.asks_as(scope)
    return _plans(request, PlanForm() if writes else None)


@opens(Right.CLAIM)
@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """Write a new plan of the own firm down."""
    form = PlanForm(request.POST)
    try:
        if form.is_valid():
            return redirect("claims-plan", number=actions_plans.write(request, form.told()).pk)
    except ValidationError as error:
        form.add_error(None, error)
    return _plans(request, form)


def _plans(request: HttpRequest, form: PlanForm | None) -> HttpResponse:
    scope = scope_of(request)
    rows = list(queries_apply.plans(scope)[:200])
    told = {
        "rows": [(row, occupation(row.occupation), coded("train_level", row.level), words.PLAN_STATES[row.state]) for row in rows],
        "places": names({row.region for row in rows}), "form": form, "office": not scope.institutions,
    }  # fmt: skip
    return render(request, "claims/plans.html", told, status=422 if form and form.errors else 200)


@opens(Right.CLAIM, Right.CLAIM_FIRST)
@require_safe
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """One plan with its apprentices, and what the rule says comes back."""
    return _plan(request, number)


def _plan(request: HttpRequest, number: int, refused: list[str] | None = None) -> HttpResponse:
    who = who_of(request)
    one = queries_apply.plan(who.scope, number)
    people = queries_apply.apprentices(who.scope, one)
    whose = [str(each.person_id) for each in people]
    record(request, one.plan_no, len(whose), ("name", "id_mask"), "plan", whose=whose[:100])
    own = who.scope.may(Right.CLAIM) and bool(who.scope.institutions)
    office = who.scope.may(Right.CLAIM_FIRST)
    told = {
        "one": one, "occupation": occupation(one.occupation), "level": coded("train_level", one.level), "state": words.PLAN_STATES[one.state],
        "people": people, "writes": own and one.state == "draft", "files": office and one.state == "asked", "office": office,
        "backs": actions_plans.backs(who, one) if one.state == "filed" and one.ends < day() else [], "form": PersonForm(),
        "refused": refused or [], "own": own,
    }  # fmt: skip
    return render(request, "claims/plan.html", told, status=422 if refused else 200)


@opens(Right.CLAIM)
@require_POST
def verb(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """The firm adds and takes off people and hands in."""
    said = request.POST
    return _done(request, number, {
        "add": lambda: actions_plans.add(request, number, said.get("name", ""), said.get("id_no", "")),
        "drop": lambda: actions_plans.drop(request, number, said.get("id", "")),
        "ask": lambda: actions_plans.ask(request, number),
    }.get(verb))  # fmt: skip


@opens(Right.CLAIM_FIRST)
@require_POST
def answer(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """The county files a plan, gives it back, asks an advance back."""
    return _done(request, number, {
        "file": lambda: actions_plans.file_plan(request, number, True),
        "return": lambda: actions_plans.file_plan(request, number, False),
        "recover": lambda: actions_plans.recover(request, number, request.POST.get("id", "")),
    }.get(verb))  # fmt: skip


def _done(request: HttpRequest, number: int, deed: Callable[[], object] | None) -> HttpResponse:
    queries_apply.plan(scope_of(request), number)
    if deed is None:
        raise Http404
    try:
        deed()
    except ValidationError as error:
        return _plan(request, number, list(error.messages))
    return redirect("claims-plan", number=number)
