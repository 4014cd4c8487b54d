"""Pages of inspections: plans, one with its sample and the proof that the seed draws it again, one of the sample."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.returns.close.queries import closes
from qianxiao.returns.indicators import definitions, targets
from qianxiao.returns.supervision import actions_inspect, queries_inspect, rules, words
from qianxiao.returns.supervision.forms import PlanForm, SayForm
from qianxiao.returns.supervision.models import Inspection, InspectionLine
from qianxiao.returns.supervision.pages import tried

_TONES = {"": "wait", InspectionLine.FINE: "ok", InspectionLine.FOUND: "bad"}


@opens(Right.SUPERVISION)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections of the own unit, and a new one."""
    return _list(request)


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Units below the own one, and the counties of each."""
    home = actor.post.home if actor.post else ""
    codes = queries_inspect.places(targets.children(home))
    names = definitions.place_names(codes)
    return [(code, names[code]) for code in codes]


def _list(request: HttpRequest, bad: PlanForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    rows = queries_inspect.inspections(actor.scope, actor.post.home if actor.post else "")
    form = None
    if actor.scope.may(Right.SUPERVISE):
        form = bad or PlanForm(_places(actor), [one.period for one in closes()])
    told = {
        "rows": rows, "names": definitions.place_names([row.place for row, _seen, _found in rows]), "kinds": dict(rules.kinds()), "form": form,
    }  # fmt: skip
    return render(request, "supervision/inspections.html", told, status=200 if bad is None else 422)


@opens(Right.SUPERVISE)
@require_POST
def inspection_plan(request: HttpRequest) -> HttpResponse:
    """Plan one: the sample is drawn at once."""
    form = PlanForm(_places(actor_of(request)), [one.period for one in closes()], request.POST)
    made: list[Inspection] = []

    def verb(data: dict[str, Any]) -> None:
        made.append(
            actions_inspect.plan(
                request,
                data["place"],
                int(data["period"]),
                data["kind"],
                data["wanted"],
                data["team"],
                data["visit"],
            )
        )

    if tried(form, verb):
        return redirect("inspection", number=made[0].pk)
    return _list(request, form)


@opens(Right.SUPERVISION)
@require_safe
def inspection(request: HttpRequest, number: int) -> HttpResponse:
    """One inspection: its sample, what was found, the seed."""
    scope = actor_of(request).scope
    one, rows = queries_inspect.inspection(scope, number), queries_inspect.lines(scope, number)
    people, findings = queries_inspect.named(scope, rows), queries_inspect.findings(scope, rows)
    if people:
        record(request, one.place, len(people), ("name", "id_mask"), "inspection", whose=list(people))
    told = {
        "one": one, "kind": dict(rules.kinds())[one.kind], "same": queries_inspect.same(scope, one, rows),
        "names": definitions.place_names([one.region, one.place, *{row.region[:6] for row in rows}]),
        "rows": [(row, people.get(row.ref), words.OUTCOMES[row.outcome], _TONES[row.outcome], findings.get(row.pk, []), row.region[:6]) for row in rows],
        "seen": sum(row.outcome != "" for row in rows), "found": sum(row.outcome == InspectionLine.FOUND for row in rows),
        "points": [(definitions.said(point), rules.level_name(rules.LEVELS.index(point["level"]) + 1), point["clause"]) for point in one.checklist],
    }  # fmt: skip
    return render(request, "supervision/inspection.html", told)


@opens(Right.SUPERVISION)
@require_safe
def inspection_line(request: HttpRequest, number: int) -> HttpResponse:
    """One of a sample."""
    return _line(request, number)


def _line(request: HttpRequest, number: int, bad: SayForm | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = queries_inspect.line(actor.scope, number)
    people = queries_inspect.named(actor.scope, [row])
    if people:
        record(request, row.region, len(people), ("name", "id_mask"), "inspection", whose=list(people))
    own = actor.scope.may(Right.SUPERVISE) and actor.post is not None and actor.post.home == row.inspector
    told = {
        "row": row, "person": people.get(row.ref), "kind": dict(rules.kinds())[row.kind], "outcome": words.OUTCOMES[row.outcome], "tone": _TONES[row.outcome],
        "names": definitions.place_names([row.region[:6], row.inspector]), "county": row.region[:6], "own": own,
        "findings": [(one, words.found(one), rules.level_name(one.level), words.LEVEL_TONES[one.level]) for one in queries_inspect.findings(actor.scope, [row]).get(row.pk, [])],
        "form": (bad or SayForm(_points(actor, row))) if bad is not None or (own and not row.outcome) else None,
    }  # fmt: skip
    return render(request, "supervision/line.html", told, status=200 if bad is None else 422)


def _points(actor: Actor, row: InspectionLine) -> list[tuple[str, str]]:
    """The points of the checklist as they stood when it was planned; nothing for who does not see the plan."""
    found = Inspection.objects.within(actor.scope).filter(pk=row.inspection_id).first()
    return [(point["item"], definitions.said(point)) for point in found.checklist] if found else []


@opens(Right.SUPERVISE)
@require_POST
def inspection_say(request: HttpRequest, number: int) -> HttpResponse:
    """What a visit showed."""
    actor = actor_of(request)
    row = queries_inspect.line(actor.scope, number)
    form = SayForm(_points(actor, row), request.POST)
    if tried(
        form, lambda data: actions_inspect.say(request, number, data["outcome"], data["items"], data["note"])
    ):
        return redirect("inspection", number=row.inspection_id)
    return _line(request, number, form)
