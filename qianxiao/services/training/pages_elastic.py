"""The page of an elastic class: which sessions are whose, and how far each has come (19-11-03)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.registers.schools.words import day
from qianxiao.services.training import actions_elastic, queries, words
from qianxiao.services.training.flow import OPEN, RUNNING
from qianxiao.services.training.rules import limit
from qianxiao.services.training.timetable import clock


@opens(Right.CLASSES)
@require_safe
def class_elastic(request: HttpRequest, number: int) -> HttpResponse:
    """Sessions of each trainee."""
    return _elastic(request, number)


@opens(Right.TEACH)
@require_POST
def class_own(request: HttpRequest, number: int) -> HttpResponse:
    """The institution chooses the sessions of one person after the other."""
    trainee = request.POST.get("trainee", "")
    wanted = [int(one) for one in request.POST.getlist("session") if one.isdecimal() and len(one) < 19]
    if not (trainee.isdecimal() and len(trainee) < 19):
        return _elastic(request, number, errors=[_("Tick at least one row first.")])
    try:
        actions_elastic.choose(request, number, int(trainee), wanted)
    except ValidationError as error:
        return _elastic(request, number, errors=error.messages, shown=int(trainee))
    return redirect("class-elastic", number=number)


def _elastic(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    people, sessions = queries.roster(actor.scope, one), queries.sessions(actor.scope, one)
    if people:
        whose = [str(row.person_id) for row in people]
        record(request, one.class_no, len(people), ("name",), "class_elastic", whose=whose)
    hours = queries.attended(actor.scope, one)
    said = {row.pk: f"{day(row.day)} {clock(row.lo)}–{clock(row.hi)}" for row in sessions if row.live}
    page = {
        "one": one,
        "trade": words.trade(one),
        "needed": -(-one.hours * limit("attended_percent", one.starts, one.region) // 100),
        "people": [
            (row, actions_elastic.own_hours(row, sessions), hours.get(row.pk, {}).get("present", 0),
             [(key, text, not row.own or key in row.own) for key, text in said.items()])
            for row in people
        ],
        "writes": queries.writes(actor, one) and one.elastic and one.state in (*OPEN, *RUNNING),
        **more,
    }  # fmt: skip
    return render(request, "training/elastic.html", page, status=422 if more else 200)
