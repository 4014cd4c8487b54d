"""Verbs of classes: open one from a project or package, plan it, file it, and lead it from state to state (19-05-02)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import packages
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.schools.models import Room, Teacher
from qianxiao.services.training import checks, queries, words
from qianxiao.services.training.flow import OPEN, step
from qianxiao.services.training.models import Project, Session, TrainingClass
from qianxiao.services.training.rules import types
from qianxiao.services.training.timetable import Part, plan, ymd


def next_number(table: str) -> int:
    """The next key of a table, taken before the row, so that a number made of it is written once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def log(request: HttpRequest, one: TrainingClass, what: str, whose: Iterable[str] = ()) -> None:
    """Write down that a class was changed, and whom it concerns."""
    named = list(whose)
    record(request, one.class_no, len(named), (what,), f"class_{what}", AccessLog.Kind.CHANGE, named)


def open_class(request: HttpRequest, source: str, told: dict[str, Any]) -> TrainingClass:
    """A draft with its timetable from a project (`project:7`) or a national package (`package:P-…`) (19-14-03).

    told: room, teacher (rows), starts (date), hours_a_day; of packages also train_type. Raises Http404 for a source that
    is none, ValidationError when room or teacher is taken, or there is nothing to teach.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    holder, room, teacher = queries.own_institution(actor.scope), told["room"], told["teacher"]
    bought, code = _source(actor, source)
    pack = packages().get(code)
    if pack is None:
        raise ValidationError(_("This project has no package of modules and hours."))
    kind = bought.train_type if bought else told["train_type"]
    parts = [Part(one.zh, one.kind, one.hours) for one in pack.modules]
    lines = plan(parts, told["starts"], told["hours_a_day"], room.region)
    number = next_number("training_trainingclass")
    with transaction.atomic(), because("open", actor.username, request):
        one: TrainingClass = TrainingClass.objects.within(actor.scope).create(
            id=number, class_no=f"{room.region[:6]}{ymd(told['starts']) // 10000}{number:06}", org_code=holder.org_code,
            org_name=holder.name, region=room.region, project=bought, package=pack.code,
            programme=bought.programme if bought else told.get("programme", ""), mode="2" if bought else "1",
            train_type=kind, occupation=pack.occupation, level=pack.level, cert_kind=_paper(kind, pack.level),
            site=room.name, starts=ymd(told["starts"]), ends=lines[-1].day, hours_theory=pack.hours["theory"],
            hours_practice=pack.hours["practice"], seats=room.seats, made_by=actor.username,
            employer=told.get("employer", ""), site_kind=told.get("site_kind", ""),
        )  # fmt: skip
        _lay(actor, one, lines, room, teacher)
        log(request, one, "open")
    return one


def _source(actor: Actor, source: str) -> tuple[Project | None, str]:
    kind, _colon, key = source.partition(":")
    if kind == "project" and key.isdecimal():
        bought = queries.project_of(actor.scope, int(key))
        return bought, bought.package
    if kind == "package" and key in packages():
        return None, key
    raise Http404


def _paper(kind: str, level: str) -> str:
    """The usual paper of a type; a special ability has a paper of its own."""
    papers = types()[kind].cert
    return "3" if level == "9" and "3" in papers else papers[0]


def _lay(
    actor: Actor, one: TrainingClass, lines: Iterable[Any], room: Room | None, teacher: Teacher | None
) -> None:
    """Write sessions; what another class holds refuses all of them, with the other's number."""
    rows = [
        Session(
            training_class=one, region=one.region, org_code=one.org_code, day=line.day, lo=line.lo, hi=line.hi,
            hours=line.hours, kind=line.kind, subject=line.subject, mode="workshop" if line.kind == "practice" else "classroom",
            room=room, teacher=teacher,
        )
        for line in lines
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Session.objects.within(actor.scope).bulk_create(rows)
    except IntegrityError as error:
        raise ValidationError(_taken(error, rows)) from error


def _taken(error: IntegrityError, rows: list[Session]) -> str:
    """Which of both is taken, and by which class: the constraint says it happened, this says where."""
    found = checks.taken(rows)
    if found:
        return words.finding(found[0])
    return (
        _("Room or teacher is taken at one of these hours.")
        if "once" in str(error)
        else _("These hours do not fit.")
    )


def plan_session(request: HttpRequest, number: int, told: dict[str, Any]) -> Session:
    """One more session in a class that is not filed yet. Raises Http404, ValidationError for what cannot be held."""
    actor = actor_of(request)
    with transaction.atomic(), because("timetable", actor.username, request):
        one = _mine(actor, number)
        day: date = told["day"]
        row = Session(
            training_class=one, region=one.region, org_code=one.org_code, day=ymd(day), lo=told["lo"], hi=told["hi"],
            hours=told["hours"], kind=told["kind"], subject=told["subject"], mode=told["mode"], room=told.get("room"),
            teacher=told.get("teacher"),
        )  # fmt: skip
        try:
            with transaction.atomic():
                Session.objects.within(actor.scope).bulk_create([row])
        except IntegrityError as error:
            raise ValidationError(_taken(error, [row])) from error
        _stretch(actor, one)
        log(request, one, "timetable")
    return row


def drop_session(request: HttpRequest, number: int, session: int) -> None:
    """Take a session out of a class that is not filed yet. Raises Http404."""
    actor = actor_of(request)
    with transaction.atomic(), because("timetable", actor.username, request):
        one = _mine(actor, number)
        queries.session_of(actor.scope, one, session).delete()
        _stretch(actor, one)
        log(request, one, "timetable")


def _mine(actor: Actor, number: int) -> TrainingClass:
    """The own class, locked, while its plan may change. Raises Http404, ValidationError once it is filed."""
    actor.scope.need(Right.TEACH)
    one = queries.class_of(actor.scope, number, lock=True)
    if not queries.writes(actor, one):
        raise Http404
    if one.state not in OPEN:
        raise ValidationError(_("The class is filed: withdraw it first."))
    return one


def _stretch(actor: Actor, one: TrainingClass) -> None:
    """First and last day of a class are those of its timetable."""
    days = [line.day for line in queries.sessions(actor.scope, one)]
    if days:
        one.starts, one.ends = min(days), max(days)
        one.save(update_fields=["starts", "ends"])


def keep_details(request: HttpRequest, number: int, told: dict[str, Any]) -> TrainingClass:
    """What a class says of itself beside its plan: seats, employer, kind of site, programme, plan against infection."""
    actor = actor_of(request)
    names = ("seats", "employer", "site_kind", "site", "programme", "control_plan", "cert_kind", "elastic")
    with transaction.atomic(), because("details", actor.username, request):
        one = _mine(actor, number)
        for name in names:
            if name in told:
                setattr(one, name, told[name])
        one.save(update_fields=[name for name in names if name in told])
        log(request, one, "details")
    return one


def lead(request: HttpRequest, number: int, verb: str, note: str = "") -> TrainingClass:
    """Lead a class on by a verb of the flow.

    Raises Http404 for a verb that is none or not this post's, ValidationError when the state has changed meanwhile, no
    reason is given where one is asked, or something stands against it.
    """
    actor, way = actor_of(request), step(verb)
    if way is None:
        raise Http404
    actor.scope.need(way.right)
    said = " ".join(note.split())[:500]
    with transaction.atomic(), because(verb, actor.username, request):
        one = queries.class_of(actor.scope, number, lock=True)
        if way.right is Right.TEACH and not queries.writes(actor, one):
            raise Http404
        if one.state not in way.begins:
            raise ValidationError(_("The class has moved on meanwhile."))
        if way.why and len(said) < 2:
            raise ValidationError(_("Please say why."))
        _allowed(actor, one, verb)
        one.state, one.note = way.ends, said or one.note
        if verb == "file":
            one.filed_by, one.checked_by = actor.username, ""
        if verb in ("approve", "return"):
            one.checked_by = actor.username
        one.save()
        if verb in ("suspend", "resume", "drop"):
            live = verb == "resume"
            Session.objects.within(actor.scope).filter(training_class=one).update(live=live)
        log(request, one, verb)
    return one


def _allowed(actor: Actor, one: TrainingClass, verb: str) -> None:
    """What a verb needs beside its state. Raises ValidationError with every reason."""
    if verb in ("file", "approve"):
        found = checks.class_findings(one)
        if stops := [words.finding(line) for line in found if line.refused]:
            raise ValidationError(stops)
        one.warned = [[line.code, line.other] for line in found]
    if verb in ("approve", "return") and actor.username == one.filed_by:
        raise ValidationError(_("Whoever filed a class does not decide about it."))
    if verb in ("finish", "assess", "certify", "ready") and (found := checks.closing_findings(one, verb)):
        raise ValidationError([words.finding(line) for line in found])
