"""Pages of what became of people after a class (T07): whom to ask, one form for many, a class, rates, start-ups."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.batch import nothing_ticked, ticked
from qianxiao.office.lists.batch import told as tell_batch
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import day
from qianxiao.services.training import actions_outcomes, lists_outcomes, queries, rules, words
from qianxiao.services.training import queries_outcomes as told_of
from qianxiao.services.training.checks import Finding
from qianxiao.services.training.forms_outcomes import NO_WORK, OutcomeForm
from qianxiao.services.training.lists_outcomes import FOLLOW, RATES, STARTUPS, rate
from qianxiao.services.training.models import Outcome, Trainee
from qianxiao.services.training.timetable import months_before


@opens(Right.CLASSES)
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Whoever has no outcome yet, the oldest class first; then those that were told."""
    shown, told = show_list(request, FOLLOW)
    verbs = [(reverse("outcome-tell"), _("Say what became of those ticked"))]
    page = {
        **shown,
        "label": _("What became of people"),
        "months": told["months"],
        "verbs": verbs if scope_of(request).may(Right.TEACH) else [],
        "nothing": _("Nobody is to be asked."),
    }
    return render(request, "training/outcomes.html", page)


@opens(Right.TEACH)
@require_POST
def outcome_tell(request: HttpRequest) -> HttpResponse:
    """One form for everybody who is ticked; then what became of each row."""
    scope, back = scope_of(request), reverse("outcomes")
    keys, months = ticked(request, Trainee), _months(request)
    if not keys:
        return nothing_ticked(request, back)
    rows = list(
        Trainee.objects.within(scope)
        .filter(pk__in=keys)
        .select_related("training_class")
        .order_by("name", "id")
    )
    if not rows:
        raise Http404
    before = told_of.outcomes_of(scope, [row.pk for row in rows], months)
    form = OutcomeForm(
        request.POST if "form" in request.POST else None, one=len(rows) == 1, again=bool(before),
        initial=_initial(rows, list(before.values())),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data
        try:
            licence = answer.get("licence", request.POST.get("licence", "")[:30])
            form_ = "" if answer["form"] == NO_WORK else answer["form"]
            told = {**answer, "form": form_, "licence": licence}
            fate = actions_outcomes.fate_of(told, one=len(rows) == 1)
            result = actions_outcomes.tell(request, keys, months, fate, answer.get("reason", ""))
            heading = _("What became of them after %(n)s months") % {"n": months}
            return tell_batch(request, result, lambda row: str(row.name), heading, f"{back}?months={months}")
        except ValidationError as error:
            form.add_error(None, error)
    whose = [str(row.person_id) for row in rows]
    record(request, str(months), len(rows), ("name",), "outcome_tell", whose=whose)
    page = {
        "rows": [(row, before.get((row.pk, months))) for row in rows],
        "form": form,
        "months": months,
        "back": back,
    }
    return render(request, "training/outcome_tell.html", page, status=422 if form.is_bound else 200)


def _months(request: HttpRequest) -> int:
    """After how many months is asked: said by the form, or by the list it came from. Raises Http404."""
    first = str(rules.asked_after()[0])
    said = request.POST.get("months", "") or QueryDict(request.POST.get("query", "")[:500]).get(
        "months", first
    )
    if said not in {str(one) for one in rules.asked_after()}:
        raise Http404
    return int(said)


def _initial(rows: list[Trainee], before: list[Outcome]) -> dict[str, Any]:
    """What stands there of the one who is ticked; else the enterprise of their class, where all have the same."""
    if len(rows) == 1 and before:
        one = before[0]
        return {"form": one.form or NO_WORK, "employer": one.employer, "starts": day(one.starts), "licence": one.licence, "incubator": one.incubator}  # fmt: skip
    taking = {row.training_class.employer for row in rows}
    return {"employer": taking.pop() if len(taking) == 1 else ""}


@opens(Right.CLASSES)
@require_safe
def class_rates(request: HttpRequest) -> HttpResponse:
    """Classes that ended with the share of their people who are in work."""
    shown, _told = show_list(request, RATES)
    return render(
        request, "training/rates.html", {**shown, "label": _("Classes by what became of their people")}
    )


@opens(Right.CLASSES)
@require_safe
def startups(request: HttpRequest) -> HttpResponse:
    """Start-up trainees with a registered business after 6 and 12 months, and the people behind the figure (19-10-06)."""
    shown, told = show_list(request, STARTUPS)
    rows = told_of.followed(scope_of(request), told["today"], told["months"], startup=True)
    mine = Q(outcomes__months=told["months"])
    figures = rows.aggregate(
        due=Count("pk", distinct=True),
        known=Count("pk", filter=mine, distinct=True),
        registered=Count("pk", filter=mine & ~Q(outcomes__licence=""), distinct=True),
    )
    page = {**shown, "label": _("Start-ups after training"), "months": told["months"], **figures}
    return render(request, "training/startups.html", page)


@opens(Right.CLASSES)
@require_safe
def class_outcomes(request: HttpRequest, number: int) -> HttpResponse:
    """What became of the people of one class, with the rate of direct starts and whom it counts (19-10-03)."""
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    people = [row for row in queries.roster(actor.scope, one) if row.result != told_of.DROPPED_OUT]
    kind = rules.types().get(one.train_type)
    asked = kind.months if kind else rules.outcome_months()
    found = told_of.outcomes_of(actor.scope, [row.pk for row in people])
    straight = {trainee for (trainee, _months), told in found.items() if told.direct}
    if people:
        whose = [str(row.person_id) for row in people]
        record(request, one.class_no, len(people), ("name", "employer"), "class_outcomes", whose=whose)
    open_ = {
        months: one.state in told_of.ENDED and one.ends <= months_before(today(), months) for months in asked
    }
    page = {
        "one": one,
        "trade": words.trade(one),
        "state": words.STATES[one.state],
        "people": [(row, row.pk in straight, [_cell(months, found.get((row.pk, months))) for months in asked]) for row in people],
        "asked": [(months, open_[months]) for months in asked],
        "direct": rate(len(straight), len(people)) if one.employer else "",
        "days": rules.limit("start_days", one.ends, one.region),
        "rates": [(months, _rate(found, months)) for months in asked],
        "tells": queries.writes(actor, one) and any(open_.values()),
    }  # fmt: skip
    return render(request, "training/class_outcomes.html", page)


def _rate(found: dict[tuple[int, int], Outcome], months: int) -> str:
    told = [one for (_trainee, at), one in found.items() if at == months]
    return rate(sum(bool(one.form) for one in told), len(told))


def _cell(months: int, one: Outcome | None) -> dict[str, Any]:
    """An outcome as a cell; without words when it was not told."""
    if one is None:
        return {"months": months}
    held = [words.finding(Finding(code, False, other)) for code, other in one.warned]
    return {"months": months, "said": lists_outcomes.said(one), "licence": one.licence, "held": held}
