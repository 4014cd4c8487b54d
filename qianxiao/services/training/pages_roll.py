"""Pages of attendance: today's sessions (T05), a roll call that survives a lost network, marks of a class (B43)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.words import day
from qianxiao.services.training import actions_roll, queries, words
from qianxiao.services.training.actions_elastic import own_hours
from qianxiao.services.training.flow import RUNNING
from qianxiao.services.training.forms import RollForm
from qianxiao.services.training.models import Session, TrainingClass
from qianxiao.services.training.timetable import clock, ymd


@opens(Right.TEACH)
@require_safe
def class_today(request: HttpRequest) -> HttpResponse:
    """Sessions of today with their roll calls."""
    on = ymd(today())
    rows = [
        (row, f"{clock(row.lo)}–{clock(row.hi)}", words.trade(row.training_class))
        for row in queries.of_today(scope_of(request), on)
    ]
    return render(request, "training/today.html", {"rows": rows, "day": day(on)})


@opens(Right.TEACH)
@require_http_methods(["GET", "POST"])
def class_roll(request: HttpRequest, number: int, session: int) -> HttpResponse:
    """Tick the absent; the device keeps what it could not send."""
    if request.method == "GET":
        return _roll(request, number, session)
    form, device = RollForm(request.POST, request.FILES), "device" in request.POST
    try:
        if not form.is_valid():
            raise ValidationError(_("The roll call is incomplete."))
        entry, fresh = actions_roll.call_roll(
            request, number, session, _told(request, form.cleaned_data, device)
        )
    except ValidationError as error:
        if device:
            return JsonResponse({"state": "refused", "why": " ".join(error.messages)}, status=422)
        return _roll(request, number, session, errors=error.messages)
    if device:
        return JsonResponse(
            {"state": "applied" if fresh else "known", "present": entry.present, "held": entry.held}
        )
    return redirect("class-attendance", number=number)


def _told(request: HttpRequest, told: dict[str, Any], device: bool) -> actions_roll.Roll:
    captured = (
        datetime.fromtimestamp(told["captured"] / 1000, UTC)
        if device and told["captured"]
        else timezone.now()
    )
    absent = tuple(int(one) for one in request.POST.getlist("absent") if one.isdecimal() and len(one) < 19)
    photo = actions_roll.fingerprint(told["evidence"]) if told["evidence"] else told["photo"]
    return actions_roll.Roll(
        told["key"], absent, captured, "device" if device else "page", told["reason"], photo, told["token"]
    )


def _roll(request: HttpRequest, number: int, session: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    row = queries.session_of(actor.scope, one, session)
    people = [
        one_
        for one_ in queries.roster(actor.scope, one, gone=True)
        if (one_.left_on is None or one_.left_on > row.day) and (not one_.own or row.pk in one_.own)
    ]
    if people:
        record(
            request, one.class_no, len(people), ("name",), "roll", whose=[str(p.person_id) for p in people]
        )
    marks = dict(queries.marks(actor.scope, one).filter(session=row.pk).values_list("trainee", "state"))
    told = {
        "one": one,
        "row": row,
        "trade": words.trade(one),
        "said": actions_roll.said_of(row),
        "people": [(person, marks.get(person.pk, "")) for person in people],
        "again": bool(marks),
        "may": queries.writes(actor, one) and one.state in RUNNING and row.live and row.day <= ymd(today()),
        "key": str(uuid4()),
        "token": actions_roll.token_for(actor, row),
        "now": str(int(timezone.now().timestamp() * 1000)),
        **more,
    }
    return render(request, "training/roll.html", told, status=422 if more else 200)


@opens(Right.CLASSES)
@require_safe
def class_attendance(request: HttpRequest, number: int) -> HttpResponse:
    """Every session with its roll calls, every trainee with the hours, who is in doubt."""
    return _attendance(request, number)


def _attendance(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    people = {row.pk: row for row in queries.roster(actor.scope, one, gone=True)}
    if people:
        record(
            request,
            one.class_no,
            len(people),
            ("name",),
            "attendance",
            whose=[str(p.person_id) for p in people.values()],
        )
    hours, sessions = queries.attended(actor.scope, one), queries.sessions(actor.scope, one)
    told = {
        "one": one,
        "trade": words.trade(one),
        "sessions": _sessions(request, one, sessions),
        "people": [
            (row, hours.get(row.pk, {}), _share(hours.get(row.pk, {}).get("present", 0), whole), whole)
            for row, whole in ((row, own_hours(row, sessions)) for row in people.values())
        ],
        "held": [
            (mark, people[mark.trainee], day(mark.day), f"{clock(mark.lo)}–{clock(mark.hi)}")
            for mark in queries.marks(actor.scope, one).filter(state="held").order_by("day", "session")[:200]
            if mark.trainee in people
        ],
        "inspections": [
            (row, day(row.day), [people[one_] for one_ in row.drawn if one_ in people], row.missing)
            for row in queries.inspections(actor.scope, one)
        ],
        "decides": queries.decides(actor, one) and actor.scope.may(Right.CLASS_CHECK),
        "rolls": queries.writes(actor, one) and one.state in RUNNING,
        "today": ymd(today()),
        **more,
    }
    return render(request, "training/attendance.html", told, status=422 if more else 200)


def _share(present: int, given: int) -> int:
    return present * 100 // given if given else 0


def _sessions(request: HttpRequest, one: TrainingClass, rows: list[Session]) -> list[dict[str, Any]]:
    found = queries.last_entries(scope_of(request), one)
    return [
        {
            "row": row,
            "day": day(row.day),
            "hours": f"{clock(row.lo)}–{clock(row.hi)}",
            "mode": words.MODES[row.mode],
            "entry": found.get(row.pk),
            "marks": words.doubts(found[row.pk]) if row.pk in found else [],
        }
        for row in rows
    ]


@opens(Right.CLASS_CHECK)
@require_POST
def class_settle(request: HttpRequest, number: int, session: int, trainee: int) -> HttpResponse:
    """Say whether somebody in doubt was there."""
    try:
        actions_roll.settle(
            request, number, session, trainee, request.POST.get("state", ""), request.POST.get("reason", "")
        )
    except ValidationError as error:
        return _attendance(request, number, errors=error.messages)
    return redirect("class-attendance", number=number)
