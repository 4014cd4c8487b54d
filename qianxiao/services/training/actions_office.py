"""Verbs around classes: results, inspections by a seed, stops of an area, requests of villages, bookings, projects, outcomes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import occupations, packages
from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Wish, ask
from qianxiao.office.duties.clock import today
from qianxiao.registers.schools.models import TRAINERS, Institution, Room
from qianxiao.services.training import queries
from qianxiao.services.training.actions import log
from qianxiao.services.training.models import (
    AreaStop,
    Booking,
    Inspection,
    Project,
    Request,
    Session,
    Trainee,
    TrainingClass,
)
from qianxiao.services.training.rules import limit, types
from qianxiao.services.training.timetable import ymd

STOPPED = "class_stopped"  # a duty of policies/duties


def _change(request: HttpRequest, subject: str, what: str) -> None:
    record(request, subject, 0, (what,), f"training_{what}", AccessLog.Kind.CHANGE)


def keep_results(request: HttpRequest, number: int, passed: Iterable[int]) -> TrainingClass:
    """Who passed a class that was taught to the end; whoever attended too little has not, whatever is ticked.

    Raises Http404, ValidationError in another state, or for people with too few hours among those ticked.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    with transaction.atomic(), because("results", actor.username, request):
        one = queries.class_of(actor.scope, number, lock=True)
        if not queries.writes(actor, one):
            raise Http404
        if one.state != "finished":
            raise ValidationError(_("Results are written once the class is taught to the end."))
        wanted, few = set(passed), set(queries.few_hours(actor.scope, one))
        if wanted & few:
            raise ValidationError(
                _("People with too few hours cannot pass: %(n)s.") % {"n": len(wanted & few)}
            )
        rows = Trainee.objects.within(actor.scope).filter(training_class=one, left_on=None, cert_no="")
        rows.filter(pk__in=wanted).update(result="1", edited_by=actor.username)
        rows.exclude(pk__in=wanted).update(result="2", edited_by=actor.username)
        log(request, one, "results", [str(row.person_id) for row in rows])
    return one


def drawn(seed: str, trainees: Iterable[int], n: int) -> list[int]:
    """Trainees drawn by a seed: the same seed and roster give the same names, whoever draws and wherever."""
    return sorted(trainees, key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).digest())[:n]


def inspect(request: HttpRequest, number: int, seed: str) -> Inspection:
    """Draw names of a running class by a seed for a visit. Raises Http404, ValidationError for no seed or nobody there."""
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    said = seed.strip()
    with transaction.atomic():
        one = queries.class_of(actor.scope, number)
        if not queries.decides(actor, one):
            raise Http404
        people = [row.pk for row in queries.roster(actor.scope, one)]
        if not 1 <= len(said) <= 32 or not people:
            raise ValidationError(_("Please give a seed of up to 32 characters; the class needs people."))
        share, least = (
            limit(name, one.starts, one.region) for name in ("inspected_percent", "inspected_least")
        )
        n = max(least, -(-len(people) * share // 100))
        made: Inspection = Inspection.objects.within(actor.scope).create(
            training_class=one, region=one.region, org_code=one.org_code, day=ymd(today()), seed=said, drawn=drawn(said, people, n),
            by=actor.username,
        )  # fmt: skip
        log(request, one, "inspect")
    return made


def close_inspection(request: HttpRequest, number: int, missing: Iterable[int], note: str) -> Inspection:
    """Write down who of those drawn was not there, once. Raises Http404, ValidationError without a note when somebody is missing."""
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    said = " ".join(note.split())[:500]
    with transaction.atomic():
        one: Inspection | None = (
            Inspection.objects.within(actor.scope)
            .select_related("training_class")
            .filter(pk=number, result="open")
            .select_for_update(of=("self",))
            .first()
        )
        if one is None or not queries.decides(actor, one.training_class):
            raise Http404
        gone = [trainee for trainee in missing if trainee in one.drawn]
        if gone and len(said) < 2:
            raise ValidationError(_("Please say why."))
        one.missing, one.note, one.result = gone, said, "bad" if gone else "good"
        one.save(update_fields=["missing", "note", "result"])
        log(request, one.training_class, "inspected")
    return one


def stop_area(request: HttpRequest, told: Mapping[str, Any]) -> AreaStop:
    """Suspend all running classes of an area in one act, or move them online, and tell their institutions (20-02-06).

    told: region, starts, ends (dates), online, reason. Raises Http404 outside of the own county, ValidationError for days
    the wrong way round or no reason.
    """
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    region, said = told["region"], " ".join(told["reason"].split())[:500]
    if len(region) < 6 or not actor.scope.holds(*span(region)):
        raise Http404
    first, last = ymd(told["starts"]), ymd(told["ends"])
    if last < first or len(said) < 2:
        raise ValidationError(_("Please give the days in their order and a reason."))
    lo, hi = span(region)
    with transaction.atomic(), because("area", actor.username, request):
        rows = TrainingClass.objects.within(actor.scope, lo, hi).filter(
            state="approved", starts__lte=last, ends__gte=first, online=False
        )
        found = list(rows.select_for_update().values_list("pk", flat=True))
        chosen = TrainingClass.objects.within(actor.scope).filter(pk__in=found)
        if told["online"]:
            chosen.update(online=True, note=said)
            Session.objects.within(actor.scope).filter(
                training_class__in=found, day__range=(first, last)
            ).update(mode="media", room=None)
        else:
            chosen.update(state="suspended", note=said)
            Session.objects.within(actor.scope).filter(training_class__in=found).update(live=False)
        made: AreaStop = AreaStop.objects.within(actor.scope).create(
            region=region,
            starts=first,
            ends=last,
            online=told["online"],
            reason=said,
            classes=len(found),
            by=actor.username,
        )
        wishes = [
            Wish(org_code=row.org_code, subject=row.class_no, page="class", page_no=row.pk) for row in chosen
        ]
        with in_scope(whole_scope()) as everywhere:  # institutions of elsewhere are told as well
            ask(replace(actor, scope=everywhere), STOPPED, first // 100, wishes)
        _change(request, region, "stop")
    return made


def ask_class(request: HttpRequest, told: Mapping[str, Any]) -> Request:
    """A village asks for a class on the spot (19-11-02). Raises Http404, ValidationError for an unknown occupation."""
    actor = actor_of(request)
    actor.scope.need(Right.OUTREACH)
    home = actor.post.home if actor.post else ""
    if len(home) < 6 or told["occupation"] not in occupations() or told["train_type"] not in types():
        raise ValidationError(_("Please choose an occupation of the catalogue."))
    with transaction.atomic(), because("request", actor.username, request):
        made: Request = Request.objects.within(actor.scope).create(
            region=home, occupation=told["occupation"], train_type=told["train_type"], people=told["people"],
            wished=ymd(told["wished"]), note=told["note"], by=actor.username,
        )  # fmt: skip
        _change(request, home, "request")
    return made


def answer_request(request: HttpRequest, number: int, class_no: str, answer: str) -> Request:
    """Answer a village with a class that is scheduled, or with why there is none. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    said = " ".join(answer.split())[:500]
    with transaction.atomic(), because("request", actor.username, request):
        one: Request | None = (
            Request.objects.within(actor.scope).select_for_update().filter(pk=number).first()
        )
        if one is None:
            raise Http404
        if one.state != "asked":
            raise ValidationError(_("This request was answered meanwhile."))
        if class_no.strip():
            found = (
                TrainingClass.objects.within(actor.scope)
                .filter(class_no=class_no.strip(), state__in=("filed", "approved"))
                .first()
            )
            if found is None:
                raise ValidationError(_("There is no class of this number that is filed or running here."))
            # the village does not see classes: what it is told stands in the answer
            one.state, one.training_class, one.answer = "scheduled", found, f"{found.class_no} {said}".strip()
        elif len(said) < 2:
            raise ValidationError(_("Please say why."))
        else:
            one.state, one.answer = "refused", said
        one.save()
        _change(request, one.region, "request")
    return one


def book(request: HttpRequest, told: Mapping[str, Any]) -> Booking:
    """Book a shared room or base of whomever (19-11-03). Raises ValidationError when it is booked or held by a class."""
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    holder, room, day = queries.own_institution(actor.scope), told["room"], ymd(told["day"])
    if not isinstance(room, Room) or not room.shared:
        raise Http404
    with in_scope(whole_scope()) as scope:
        held = Session.objects.within(scope).filter(
            room=room, day=day, live=True, lo__lt=told["hi"], hi__gt=told["lo"]
        )
        other = (
            held.exclude(org_code=holder.org_code).values_list("training_class__class_no", flat=True).first()
        )
    if other:
        raise ValidationError(_("The room is taken by class %(other)s.") % {"other": other})
    try:
        with transaction.atomic(), because("booking", actor.username, request):
            made: Booking = Booking.objects.within(actor.scope).create(
                region=holder.region, org_code=holder.org_code, room=room, day=day, lo=told["lo"], hi=told["hi"],
                purpose=told["purpose"], by=actor.username,
            )  # fmt: skip
            _change(request, room.name, "booking")
    except IntegrityError as error:
        raise ValidationError(_("The room is booked at these hours.")) from error
    return made


def buy(request: HttpRequest, told: Mapping[str, Any]) -> Project:
    """A project: what is bought from which institution, for how many people and fen (20-02-10).

    Raises ValidationError for an institution that does not train, a package that is none, days the wrong way round.
    """
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    home = actor.post.home if actor.post else ""
    holder = Institution.objects.filter(org_code=told["org_code"], org_type__in=TRAINERS).first()
    pack = packages().get(told["package"])
    if holder is None or pack is None or told["ends"] < told["starts"]:
        raise ValidationError(
            _("Please give a training institution, a package, and the days in their order.")
        )
    if not actor.scope.holds(*span(home)) or told["advance"] > told["budget"]:
        raise ValidationError(_("The advance is not more than the budget."))
    try:
        with transaction.atomic(), because("project", actor.username, request):
            made: Project = Project.objects.within(actor.scope).create(
                region=home, org_code=holder.org_code, project_no=told["project_no"], title=told["title"], programme=told["programme"],
                basis=told["basis"], selection=told["selection"], contract_no=told["contract_no"], budget=told["budget"],
                advance=told["advance"], people=told["people"], train_type=told["train_type"], occupation=pack.occupation,
                level=pack.level, package=pack.code, starts=ymd(told["starts"]), ends=ymd(told["ends"]), by=actor.username,
            )  # fmt: skip
            _change(request, made.project_no, "project")
    except IntegrityError as error:
        raise ValidationError(_("There is a project of this number already.")) from error
    return made
