"""Pages of classes: the list (T02, B42), opening one (T03), one class, its roster with the pre-check (T04), its way on."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.base.catalogues import packages
from qianxiao.masterdata.regions.queries import above, names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.duties.clock import today
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import coded, day, occupation
from qianxiao.services.training import actions, actions_roster, checks, queries, rules, words
from qianxiao.services.training.flow import OPEN, steps_from
from qianxiao.services.training.forms import DetailsForm, OpenForm, PersonForm, SessionForm
from qianxiao.services.training.lists import CLASSES
from qianxiao.services.training.models import Trainee, TrainingClass
from qianxiao.services.training.queries_outcomes import phones
from qianxiao.services.training.timetable import clock, ymd

FIELDS = ("name", "id_mask")


@opens(Right.CLASSES)
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """Classes by state and place."""
    shown, _told = show_list(request, CLASSES)
    told = {
        **shown,
        "label": _("Training classes"),
        "may_open": scope_of(request).may(Right.TEACH),
        "may_stop": scope_of(request).may(Right.CLASS_CHECK),
    }
    return render(request, "training/classes.html", told)


@opens(Right.TEACH)
@require_http_methods(["GET", "POST"])
def class_new(request: HttpRequest) -> HttpResponse:
    """From which project or package; then place and dates."""
    actor, on = actor_of(request), ymd(today())
    holder = queries.own_institution(actor.scope)
    source = request.POST.get("source") or request.GET.get("source", "")
    bought = queries.open_projects(actor.scope, on)
    told: dict[str, Any] = {
        "bought": [
            (one, f"{occupation(one.occupation)} · {coded('train_level', one.level)}") for one in bought
        ],
        "packs": [
            (one, f"{occupation(one.occupation)} · {coded('train_level', one.level)}", one.hours["total"])
            for one in queries.packages_of(holder, on)
        ],
        "source": source,
    }
    if source:
        project = queries.project_of(actor.scope, int(source[8:])) if source[8:].isdecimal() else None
        form = OpenForm(
            request.POST or None,
            scope=actor.scope,
            org_code=holder.org_code,
            day=on,
            kind=project.train_type if project else "",
        )
        told |= {"form": form, "chosen": project.title if project else _pack_title(source)}
        if request.method == "POST" and form.is_valid():
            try:
                return redirect(
                    "class-roster", number=actions.open_class(request, source, form.cleaned_data).pk
                )
            except ValidationError as error:
                form.add_error(None, error)
    return render(request, "training/new.html", told, status=422 if request.method == "POST" else 200)


def _pack_title(source: str) -> str:
    one = packages().get(source.partition(":")[2])
    if one is None:
        raise Http404
    return f"{occupation(one.occupation)} · {coded('train_level', one.level)}"


@opens(Right.CLASSES)
@require_safe
def class_page(request: HttpRequest, number: int) -> HttpResponse:
    """One class: facts, timetable, people, what may be done now."""
    return _class(request, number)


def _class(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    people = queries.roster(actor.scope, one)
    writes, decides = queries.writes(actor, one), queries.decides(actor, one)
    if people:
        record(
            request, one.class_no, len(people), FIELDS, "class", whose=[str(row.person_id) for row in people]
        )
    hours = queries.attended(actor.scope, one)
    told = {
        "one": one,
        **_heading(one),
        "sessions": [
            (
                row,
                day(row.day),
                f"{clock(row.lo)}–{clock(row.hi)}",
                words.MODES[row.mode],
                words.KINDS[row.kind],
            )
            for row in queries.sessions(actor.scope, one)
        ],
        "people": [
            (
                row,
                coded("person_group", row.person_group),
                coded("train_result", row.result),
                hours.get(row.pk, {}),
            )
            for row in people
        ],
        "modes": [(words.MODES[mode], n) for mode, n in queries.hours_by_mode(actor.scope, one)],
        "warned": [words.finding(checks.Finding(code, False, other)) for code, other in one.warned],
        "verbs": [
            (way.verb, words.VERBS[way.verb], way.why)
            for way in steps_from(one.state)
            if way.verb != "file"
            and (writes if way.right is Right.TEACH else decides and actor.scope.may(way.right))
        ],
        "writes": writes,
        "few": queries.few_hours(actor.scope, one) if writes and one.state == "finished" else [],
        "results": writes and one.state == "finished",
        "attests": writes and one.state == "assessed" and one.cert_kind in rules.attestations(),
        "open": writes and one.state in OPEN,
        "detail_form": DetailsForm(initial=one.__dict__, one=one),
        "session_form": SessionForm(scope=actor.scope, one=one),
        **more,
    }
    return render(request, "training/class.html", told, status=422 if more else 200)


def _heading(one: TrainingClass) -> dict[str, Any]:
    return {
        "trade": words.trade(one),
        "kind": coded("train_type", one.train_type),
        "paper": coded("cert_kind", one.cert_kind),
        "state": words.STATES[one.state],
        "tone": words.TONES.get(one.state, ""),
        "days": f"{day(one.starts)} – {day(one.ends)}",
        "programme": words.programme(one.programme),
        "site_kind": words.SITES.get(one.site_kind, ""),
        "names": names(above(one.region)),
    }


@opens(Right.CLASSES)
@require_safe
def class_roster(request: HttpRequest, number: int) -> HttpResponse:
    """The roster with what stands against each, and whom the intention list offers."""
    return _roster(request, number)


def _roster(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    people = queries.roster(actor.scope, one)
    found = checks.trainee_findings(one)
    changes = queries.writes(actor, one) and one.state in OPEN
    offered = queries.willing(one) if changes else []
    shown = [str(row.person_id) for row in people] + [str(row["id"]) for row in offered]
    # whoever has no learner's number does not read on the portal that the class is suspended: call them (20-02-06)
    calls = queries.writes(actor, one) and (one.state == "suspended" or one.online)
    if shown:
        record(
            request, one.class_no, len(shown), (*FIELDS, "birth", "phone_mask"), "class_roster", whose=shown
        )
    told_phones = phones(people) if calls else {}
    free = max(0, one.seats - len(people))
    said = names({row["region"] for row in offered} | {row["region"][:9] for row in offered})
    told = {
        "one": one,
        **_heading(one),
        "rows": [_trainee(row, found.get(row.pk, []), told_phones) for row in people],
        "calls": calls,
        "stopped": sum(any(line.refused for line in found.get(row.pk, [])) for row in people),
        "changes": changes,
        "leaves": queries.writes(actor, one) and one.state in (*OPEN, "approved"),
        "free": free,
        "offered": [
            (
                row,
                row["birth"] // 10000 if row["birth"] else "",
                " ".join(said[code] for code in (row["region"][:9], row["region"]) if code in said),
                n < free,
            )
            for n, row in enumerate(offered)
        ],
        "person_form": PersonForm(),
        "wishes": [(code, rules.said(line)) for code, line in rules.wishes().items()],
        "kinds": [(code, coded("train_type", code)) for code in rules.types()],
        **more,
    }
    return render(request, "training/roster.html", told, status=422 if more else 200)


def _trainee(row: Trainee, found: list[checks.Finding], told_phones: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "phone": told_phones.get(row.person_id, ""),
        "group": coded("person_group", row.person_group),
        "by_register": row.group_from == "register",
        "stops": [words.finding(line) for line in found if line.refused],
        "held": [words.finding(line) for line in found if not line.refused],
        "wish": words.wish(row.wish),
        "advice": coded("train_type", row.advised) if row.advised else words.advice(row.wish),
    }


@opens(Right.TEACH)
@require_POST
def class_add(request: HttpRequest, number: int) -> HttpResponse:
    """People of the intention list that were ticked."""
    try:
        actions_roster.add_willing(request, number, _keys(request))
    except ValidationError as error:
        return _roster(request, number, errors=error.messages)
    return redirect("class-roster", number=number)


@opens(Right.TEACH)
@require_POST
def class_person(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody by name and number."""
    queries.class_of(scope_of(request), number)
    form = PersonForm(request.POST)
    try:
        if form.is_valid():
            told = form.cleaned_data
            actions_roster.add_one(request, number, told["name"], told["id_no"], told["phone"])
            return redirect("class-roster", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _roster(request, number, person_form=form, open="person")


def _keys(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(one) for one in request.POST.getlist("person")[: queries.OFFERED]]
    except ValueError as error:
        raise Http404 from error


@opens(Right.TEACH)
@require_POST
def class_take(request: HttpRequest, number: int) -> HttpResponse:
    """Take the ticked people off the roster."""
    ticked = [int(one) for one in request.POST.getlist("trainee") if one.isdecimal() and len(one) < 19]
    try:
        actions_roster.take_out(request, number, ticked)
    except ValidationError as error:
        return _roster(request, number, errors=error.messages)
    return redirect("class-roster", number=number)


@opens(Right.TEACH, Right.CLASS_CHECK)
@require_POST
def class_wish(request: HttpRequest, number: int, trainee: int) -> HttpResponse:
    """What a trainee wishes, and the type an officer recommends instead."""
    actions_roster.keep_wish(
        request, number, trainee, request.POST.get("wish", ""), request.POST.get("advised", "")
    )
    return redirect("class-roster", number=number)


@opens(Right.CLASSES)
@require_safe
def class_check(request: HttpRequest, number: int) -> HttpResponse:
    """Everything that stands against a class before it is submitted or approved."""
    return _check(request, number)


def _check(request: HttpRequest, number: int, **more: Any) -> HttpResponse:
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    found = checks.class_findings(one)
    told = {
        "one": one,
        **_heading(one),
        "stops": [words.finding(line) for line in found if line.refused],
        "held": [words.finding(line) for line in found if not line.refused],
        "files": queries.writes(actor, one) and one.state in OPEN,
        "decides": queries.decides(actor, one) and one.state == "filed",
        "people": len(queries.roster(actor.scope, one)),
        **more,
    }
    return render(request, "training/check.html", told, status=422 if more else 200)


@opens(Right.TEACH, Right.CLASS_CHECK)
@require_POST
def class_lead(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """One step on the way of a class."""
    try:
        actions.lead(request, number, verb, request.POST.get("note", ""))
    except ValidationError as error:
        return (_check if verb in ("file", "approve") else _class)(request, number, errors=error.messages)
    return redirect("class", number=number)


@opens(Right.TEACH)
@require_POST
def class_plan(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """A session more, one less, or the details of the class."""
    actor = actor_of(request)
    one = queries.class_of(actor.scope, number)
    if not queries.writes(actor, one) or what not in ("session", "drop", "details"):
        raise Http404
    if what == "drop":
        row = request.POST.get("session", "")
        if not row.isdecimal():
            raise Http404
        try:
            actions.drop_session(request, number, int(row))
        except ValidationError as error:
            return _class(request, number, errors=error.messages)
        return redirect("class", number=number)
    form: Any = (
        SessionForm(request.POST, scope=actor.scope, one=one)
        if what == "session"
        else DetailsForm(request.POST, one=one)
    )
    try:
        if form.is_valid():
            (actions.plan_session if what == "session" else actions.keep_details)(
                request, number, form.cleaned_data
            )
            return redirect("class", number=number)
    except ValidationError as error:
        form.add_error(None, error)
    return _class(
        request, number, **{f"{'session' if what == 'session' else 'detail'}_form": form, "shown": what}
    )
