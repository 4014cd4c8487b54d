"""Verbs of the monitoring: open a month, tell attendance and marks, hand the month in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.scope import Scope, in_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties import clock
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.programme.monitoring import queries
from qianxiao.programme.monitoring.cases import open_cases
from qianxiao.programme.monitoring.models import MEASURES, NONE, TROUBLES, Record
from qianxiao.programme.monitoring.rules import normal
from qianxiao.services.studies.models import ACTIVE

DUTY = "school_monitoring"
_OPEN = """
INSERT INTO monitoring_record (student_id, org_code, region, home, month, name, class_name, trouble, measure, note, by, post)
SELECT s.id, s.org_code, s.region, s.home, %(month)s, s.name, s.class_name, 'none', '', '', '', ''
FROM studies_student s WHERE s.poor AND s.status = %(active)s AND (%(org)s = '' OR s.org_code = %(org)s)
ON CONFLICT (student_id, month) DO NOTHING
"""


@dataclass(frozen=True)
class Told:
    """What the officer says of one student's month."""

    trouble: str = NONE
    measure: str = ""
    note: str = ""


def this_month() -> int:
    """yyyymm of the day that counts."""
    day = clock.today()
    return day.year * 100 + day.month


def open_month(scope: Scope, month: int, org_code: str = "") -> int:
    """Open a month's records of every supported student in scope; again it changes nothing. Returns new ones.

    Runs on the first of each month (`qianxiao monitoring open`); a school may open its own.
    """
    with in_scope(scope), connection.cursor() as cursor:
        cursor.execute(_OPEN, {"month": month, "active": ACTIVE, "org": org_code})
        return int(cursor.rowcount)


def open_own(request: HttpRequest, month: int) -> int:
    """Open the own school's month. Raises Http404, ValidationError for a month that has not begun."""
    actor = actor_of(request)
    school = queries.own_school(actor.scope)
    if month > this_month():
        raise ValidationError(_("This month has not begun."))
    with transaction.atomic():
        n = open_month(actor.scope, month, school)
        record(request, school, n, ("name",), "monitoring_opened", AccessLog.Kind.CHANGE)
    return n


def tell_facts(request: HttpRequest, month: int, lines: Iterable[str]) -> tuple[int, list[tuple[str, str]]]:
    """Attendance and marks by registration number: `number, days absent, courses failed` a line.

    What cannot be read or is not of the own school comes back with the reason; the rest is taken, again without
    another effect. Returns rows taken and the lines that were not. Records handed in stay as they are.
    """
    actor = actor_of(request)
    school = queries.own_school(actor.scope)
    rows = queries.records(actor.scope, month, school).select_related("student")
    by_number = {row.student.reg_no: row for row in rows}
    taken: list[Record] = []
    wrong: list[tuple[str, str]] = []
    for line in lines:
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("，", ",").replace("\t", ",").split(",")]
        found = by_number.get(parts[0])
        if len(parts) != 3 or not (parts[1].isdecimal() and parts[2].isdecimal()) or int(parts[1]) > 31:
            wrong.append((line, _("expected: registration number, days absent, courses failed")))
        elif found is None:
            wrong.append((line, _("no supported student of this school has this number this month")))
        elif found.handed_at is not None:
            wrong.append((line, _("this student's month was handed in already")))
        else:
            found.absent, found.failed = int(parts[1]), int(parts[2])
            taken.append(found)
    with transaction.atomic():
        Record.objects.within(actor.scope).bulk_update(taken, ["absent", "failed"], batch_size=500)
        record(request, school, len(taken), ("absent", "failed"), "monitoring_facts", AccessLog.Kind.CHANGE)
    return len(taken), wrong


def preset(row: Record) -> str:
    """What a month looks like from attendance and marks: normal, or a difficulty in studying; the officer decides."""
    told = normal(row.month)
    over = (row.absent or 0) > told.absent or (row.failed or 0) > told.failed
    return "study" if over else NONE


def hand_in(request: HttpRequest, month: int, told: Mapping[int, Told]) -> tuple[int, int]:
    """Hand in the records of a month that are told of; each difficulty opens a case. Returns records and new cases.

    Raises ValidationError with the student's name where a difficulty has no measure of its own; then nothing is kept.
    """
    actor = actor_of(request)
    school = queries.own_school(actor.scope)
    with transaction.atomic():
        rows = list(
            queries.records(actor.scope, month, school)
            .filter(handed_at=None, pk__in=told)
            .select_for_update()
        )
        for row in rows:
            said = told[row.pk]
            if said.trouble not in TROUBLES or (
                said.trouble != NONE and said.measure not in MEASURES[said.trouble]
            ):
                raise ValidationError(
                    _("%(name)s: please choose the measure that fits the difficulty.") % {"name": row.name}
                )
            row.trouble, row.note = said.trouble, " ".join(said.note.split())[:300]
            row.measure = said.measure if said.trouble != NONE else ""
            row.handed_at, row.by, row.post = timezone.now(), actor.username, actor.post_name
        fields = ["trouble", "measure", "note", "handed_at", "by", "post"]
        Record.objects.within(actor.scope).bulk_update(rows, fields, batch_size=500)
        n = open_cases(actor, [row for row in rows if row.trouble != NONE])
        whose = [str(row.student_id) for row in rows]
        record(
            request, school, len(rows), ("name", "trouble"), "monitoring_handed", AccessLog.Kind.CHANGE, whose
        )
        _settled(actor, month, school)
    return len(rows), n


def _settled(actor: Actor, month: int, school: str) -> None:
    """The month's duty is fulfilled when no student of the school is left (19-05-08)."""
    rows = queries.records(actor.scope, month, school)
    if not rows.filter(handed_at=None).exists():
        said = _("%(n)s students looked at") % {"n": rows.count()}
        settle(actor, DUTY, month, [Seen(school, "", said)])
