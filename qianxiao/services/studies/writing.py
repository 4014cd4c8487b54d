"""What every verb about a student writes: its event, its number, the access trail."""

from typing import Any

from django.db import connection
from django.http import HttpRequest

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.services.studies.models import StatusEvent, Student

FIELDS = ("name", "id_mask", "state")


def day_now() -> int:
    """Today (yyyymmdd) by the one clock."""
    return ymd(today())


def who(actor: Actor) -> dict[str, str]:
    """Columns of Written."""
    return {"by": actor.username, "post": actor.post_name, "request_id": actor.request_id}


def said(text: str) -> str:
    """A text somebody wrote, its blanks in order."""
    return " ".join(text.split())[:500]


def new_number(region: str, month: int, kind: str) -> str:
    """A student number, 20 characters: county, month of enrolment, kind, serial."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('studies_reg_no')")
        return f"{region[:6]:0<6}{month:06}{kind}{cursor.fetchone()[0]:07}"


def note(
    actor: Actor, student: Student, verb: str, day: int, before: dict[str, Any] | None = None, **more: Any
) -> StatusEvent:
    """Write down that something happened to a student; `before` are the changed fields as they were."""
    changed = before or {}
    event: StatusEvent = StatusEvent.objects.within(actor.scope).create(
        student=student, day=day, verb=verb, status=student.status, before=changed,
        after={name: getattr(student, name) for name in changed}, **more, **who(actor),
    )  # fmt: skip
    return event


def trail(request: HttpRequest, student: Student, purpose: str) -> None:
    """Write into the access trail that something was decided about a student."""
    record(request, str(student.id), 1, FIELDS, purpose, AccessLog.Kind.CHANGE, [str(student.person_id)])
