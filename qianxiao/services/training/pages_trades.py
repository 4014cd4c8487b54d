"""Pages of courses by placement rate (19-14-04) and of trades to suggest (20-05-04), each figure with what stands behind it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.registers.schools.words import coded, occupation
from qianxiao.services.training import rules, trades
from qianxiao.services.training.lists_outcomes import rate


def _place(actor: Actor, told: dict[str, str]) -> dict[str, Any]:
    """The places to choose from; an institution has its own classes only."""
    return {
        "regions": [] if actor.scope.institutions else places.options(actor, told),
        "region": told.get("region", ""),
    }


@opens(Right.CLASSES)
@require_safe
def class_courses(request: HttpRequest) -> HttpResponse:
    """Courses by the share of their people in work, excellent ones marked, with the evidence of demand."""
    actor, told = actor_of(request), request.GET.dict()
    asked = [str(one) for one in rules.outcome_months()]
    months = told.get("months", "") or asked[-1]
    if months not in asked:
        raise Http404
    rows = trades.courses(actor.scope, told.get("region", ""), int(months), today())
    page = {
        **_place(actor, told),
        "months": months,
        "asked": asked,
        "rows": [
            (one, occupation(one.occupation), coded("train_level", one.level), rate(one.works, one.told)) for one in rows[:200]
        ],
        "rule": trades.excellent(),
    }  # fmt: skip
    return render(request, "training/courses.html", page)


@opens(Right.CLASSES)
@require_safe
def class_trades(request: HttpRequest) -> HttpResponse:
    """Trades to suggest with needs, people who went to work, hours, and the weights that made the points."""
    actor, told = actor_of(request), request.GET.dict()
    rows = trades.suggested(actor.scope, told.get("region", ""), today())
    page = {
        **_place(actor, told),
        "rows": [(one, occupation(one.occupation)) for one in rows],
        "weights": trades.weights(),
        "months": trades.months_back(),
        "asks": actor.scope.may(Right.OUTREACH),
    }
    return render(request, "training/trades.html", page)
