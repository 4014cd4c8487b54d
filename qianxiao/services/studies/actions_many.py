"""Verbs about many students at once: the yes to ticked registrations, a term for all but the named, matching the poor."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists.batch import Outcome, found_of
from qianxiao.registers.people.queries import newest_month
from qianxiao.registers.schools import queries as schools
from qianxiao.services.studies import queries
from qianxiao.services.studies.actions import take
from qianxiao.services.studies.models import ACTIVE, Student
from qianxiao.services.studies.parameters import autumn_month, open_term, school_year
from qianxiao.services.studies.writing import FIELDS, day_now, who

_TERM = """
WITH entered AS (
    INSERT INTO studies_termentry (student_id, term, day, at, by, post, request_id)
    SELECT s.id, %(term)s, %(day)s, now(), %(by)s, %(post)s, %(request_id)s FROM studies_student s
    WHERE s.org_code = %(org)s AND s.status = %(status)s AND s.term <> %(term)s AND NOT s.reg_no = ANY (%(away)s)
    ON CONFLICT (student_id, term) DO NOTHING RETURNING student_id
)
UPDATE studies_student s SET term = %(term)s, grade = greatest(1, least(s.years, %(school_year)s + 1
    - (s.level_month / 100 - CASE WHEN s.level_month %% 100 < %(autumn)s THEN 1 ELSE 0 END)))
FROM entered e WHERE e.student_id = s.id
"""
_MATCH = """
UPDATE studies_student s SET poor = p.registered, poor_period = %(period)s FROM people_person p
WHERE p.id = s.person_id AND (s.poor <> p.registered OR (p.registered AND s.poor_period < %(period)s))
"""


def review_all(request: HttpRequest, keys: list[UUID]) -> Outcome:
    """This post's yes to the ticked registrations; what does not go is told row by row. Raises Http404 without the right."""
    actor = actor_of(request)
    step = queries.review_of(actor)
    if step is None:
        raise Http404
    outcome = Outcome()
    with transaction.atomic():
        for student in found_of(keys, queries.students(actor.scope), outcome):
            try:
                with transaction.atomic():
                    take(actor, student, step, {})
                outcome.done.append(student)
            except Http404:
                outcome.missing += 1
            except ValidationError as error:
                outcome.refused.append((student, " ".join(error.messages)))
        whose = [str(one.person_id) for one in outcome.done]
        record(
            request, f"{len(whose)}", len(whose), FIELDS, f"student_{step.verb}", AccessLog.Kind.CHANGE, whose
        )
    return outcome


def register_term(request: HttpRequest, away: list[str]) -> tuple[str, int]:
    """Register every student of the own school who attends for the open term, all but the named; returns term and how many.

    away: student numbers of those who are not there. Raises Http404 without the right, ValidationError for a number
    that is no student of the school who attends.
    """
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    school, day = schools.own(actor.scope), day_now()
    named = list(dict.fromkeys(number.strip() for number in away if number.strip()))
    with transaction.atomic(), connection.cursor() as cursor:
        rows = Student.objects.within(actor.scope).filter(org_code=school.org_code, status=ACTIVE)
        there = set(rows.filter(reg_no__in=named).values_list("reg_no", flat=True))
        if lost := [number for number in named if number not in there]:
            raise ValidationError(
                _("No student of this school who attends has this number: %(numbers)s")
                % {"numbers": _(", ").join(lost[:5])}
            )
        term = open_term(day, school.region)
        values: dict[str, Any] = {
            "term": term,
            "day": day,
            "org": school.org_code,
            "status": ACTIVE,
            "away": named,
            "school_year": school_year(term),
            "autumn": autumn_month(),
        }
        cursor.execute(_TERM, values | who(actor))
        done = int(cursor.rowcount)
        record(request, school.org_code, done, ("term",), "student_term", AccessLog.Kind.CHANGE)
    return term, done


def match_poor() -> int:
    """Set who is poor as the register of poor people says it in its newest month; returns changed students.

    The only way the mark is set or taken: nobody types it.
    """
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute(_MATCH, {"period": newest_month()})
        return int(cursor.rowcount)
