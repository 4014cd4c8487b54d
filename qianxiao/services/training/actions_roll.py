"""Roll calls: who is absent, written on the device with or without a network, applied once, doubts marked (T05, X-11)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, post_name
from qianxiao.office.duties.clock import today
from qianxiao.services.training import queries
from qianxiao.services.training.actions import log
from qianxiao.services.training.flow import RUNNING
from qianxiao.services.training.models import Attendance, Entry, Session, Trainee, TrainingClass
from qianxiao.services.training.rules import limit
from qianxiao.services.training.timetable import as_date, clock, ymd

_SALT = "training.roll"
SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Roll:
    """A roll call as it was written down: who is absent, when, under which key it is sent, with which evidence."""

    key: UUID
    absent: tuple[int, ...]
    captured: datetime
    source: str = "page"
    reason: str = ""
    photo: str = ""
    token: str = ""


def token_for(actor: Actor, session: Session) -> str:
    """The signed code a page carries for one session and one user: what comes back later came from such a page."""
    return signing.dumps([session.pk, actor.username], salt=_SALT)


def issued(actor: Actor, session: Session, token: str) -> datetime:
    """When a code was given out. Raises ValidationError for a code of another session, another user, too old or none."""
    hours = limit("sent_hours", session.day, session.region) + limit(
        "late_hours", session.day, session.region
    )
    try:
        told = signing.loads(token, salt=_SALT, max_age=timedelta(hours=hours))
        stamp = signing.b62_decode(token.rsplit(":", 2)[1])  # payload, seconds, signature: checked above
    except (signing.BadSignature, ValueError, IndexError) as error:
        raise ValidationError(_("The code of this page has run out: open the roll call anew.")) from error
    if told != [session.pk, actor.username]:
        raise ValidationError(_("The code of this page belongs to another session."))
    return datetime.fromtimestamp(stamp, UTC)


def call_roll(request: HttpRequest, number: int, session: int, told: Roll) -> tuple[Entry, bool]:
    """Apply a roll call once; returns its entry and whether it was applied now.

    The same key again changes nothing. Raises Http404 out of scope, ValidationError for a class that is not running, a
    session that has not begun, a code that does not fit, or a change without a reason.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    with transaction.atomic(), because("roll", actor.username, request):
        one = queries.class_of(
            actor.scope, number, lock=True
        )  # two sendings of one entry wait for each other here
        if not queries.writes(actor, one):
            raise Http404
        row = queries.session_of(actor.scope, one, session)
        if (same := queries.entry_of(actor.scope, row, told.key)) is not None:
            return same, False
        before = queries.entries(actor.scope, row)
        given_out = issued(actor, row, told.token)
        _may(one, row)
        doubts = _doubts(actor, row, told, given_out, bool(before))
        entry = _write(request, actor, row, told, doubts, edited=bool(before))
        people = (
            Trainee.objects.within(actor.scope)
            .filter(pk__in=entry.absent)
            .values_list("person_id", flat=True)
        )
        log(request, one, "roll", [str(person) for person in people])
    return entry, True


def _may(one: TrainingClass, row: Session) -> None:
    if one.state not in RUNNING or not row.live:
        raise ValidationError(_("The class is not running: no roll call now."))
    if row.day > ymd(today()):
        raise ValidationError(_("This session has not begun: no roll call before its day."))


def ends(row: Session) -> datetime:
    """The end of a session on the clock that says which day it is (in a demo another one than the wall's)."""
    day = as_date(row.day)
    shift = timezone.localdate() - today()
    at = datetime.combine(day + shift, datetime.min.time()) + timedelta(minutes=row.hi)
    return timezone.make_aware(at)


def _doubts(actor: Actor, row: Session, told: Roll, given_out: datetime, again: bool) -> list[str]:
    """What a person has to look at. Raises ValidationError for a change on the page without a reason."""
    now, found = timezone.now(), []
    if again and told.source == "page" and len(told.reason.strip()) < 2:
        raise ValidationError(_("This session has its roll call: say why it changes."))
    if again and not told.reason.strip():
        found.append("second")
    ahead = timedelta(minutes=limit("clock_minutes", row.day, row.region))
    if told.captured > now + ahead or told.captured < given_out - ahead:
        found.append("clock")
    if now - told.captured > timedelta(hours=limit("sent_hours", row.day, row.region)):
        found.append("sent_late")
    with in_scope(whole_scope()) as everywhere:
        others = Entry.objects.within(everywhere).exclude(session=row)
        if told.photo and others.filter(photo=told.photo).exists():
            found.append("photo")
        near = timedelta(seconds=limit("roll_seconds", row.day, row.region))
        close = others.filter(
            by=actor.username, captured_at__gt=told.captured - near, captured_at__lt=told.captured + near
        )
        if close.exists():
            found.append("fast")
    return found


def _write(
    request: HttpRequest, actor: Actor, row: Session, told: Roll, doubts: list[str], edited: bool
) -> Entry:
    rows = Trainee.objects.within(actor.scope).filter(
        training_class=row.training_class_id, pk__in=told.absent
    )
    absent = list(rows.values_list("pk", flat=True))
    late = told.captured - ends(row) > timedelta(hours=limit("late_hours", row.day, row.region))
    marks = mark(row, told.key, absent, late)
    made: Entry = Entry.objects.within(actor.scope).create(
        key=told.key, session=row, region=row.region, org_code=row.org_code, absent=absent, present=marks.count("present"),
        held=marks.count("held"), source=told.source, captured_at=told.captured, at=timezone.now(), late=late, edited=edited,
        doubts=doubts, reason=" ".join(told.reason.split())[:500], photo=told.photo, by=actor.username,
        post=post_name(request), request_id=actor.request_id,
    )  # fmt: skip
    return made


def mark(row: Session, key: UUID, absent: list[int], late: bool) -> list[str]:
    """Write where everybody stands, against all classes of all counties; returns the states."""
    values: dict[str, Any] = {"session": row.pk, "key": key, "absent": absent, "late": late}
    with in_scope(whole_scope()), connection.cursor() as cursor:
        for name in ("hold_people", "roll"):
            cursor.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"), values)
        return [state for (state,) in cursor.fetchall()]


def settle(request: HttpRequest, number: int, session: int, trainee: int, state: str, reason: str) -> None:
    """Say for the county whether somebody in doubt was there. Raises Http404, ValidationError without a reason."""
    actor = actor_of(request)
    actor.scope.need(Right.CLASS_CHECK)
    said = " ".join(reason.split())[:500]
    with transaction.atomic(), because("settle", actor.username, request):
        one = queries.class_of(actor.scope, number, lock=True)
        row = queries.session_of(actor.scope, one, session)
        marks = Attendance.objects.within(actor.scope).filter(
            day=row.day, session=row.pk, trainee=trainee, state="held"
        )
        found = marks.first()
        if found is None or not queries.decides(actor, one):
            raise Http404
        if state not in ("present", "absent") or len(said) < 2:
            raise ValidationError(_("Please say why."))
        marks.update(state=state, edited=True)
        Entry.objects.within(actor.scope).create(
            key=uuid5(found.entry, str(trainee)), session=row, region=row.region, org_code=row.org_code, source="office", captured_at=timezone.now(),
            absent=[trainee] if state == "absent" else [], present=int(state == "present"), at=timezone.now(), edited=True,
            reason=said, by=actor.username, post=post_name(request), request_id=actor.request_id,
        )  # fmt: skip
        log(request, one, "settle", [str(found.person)])


def fingerprint(pieces: object) -> str:
    """SHA-256 of an uploaded file, piece by piece."""
    digest = hashlib.sha256()
    for piece in pieces.chunks():  # type: ignore[attr-defined]
        digest.update(piece)
    return digest.hexdigest()


def said_of(row: Session) -> str:
    """Day and hours of a session."""
    return f"{as_date(row.day):%Y-%m-%d} {clock(row.lo)}–{clock(row.hi)}"
