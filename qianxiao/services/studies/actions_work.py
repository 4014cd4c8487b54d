"""Verbs about internships, recommendations, outcomes, proofs of equal standing, needs (19-04-08, 19-04-09, 19-15-01, 20-09-01)."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.base.catalogues import majors
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.queries import newest_month
from qianxiao.registers.schools import queries as schools
from qianxiao.services.studies import queries, queries_work
from qianxiao.services.studies.certificates import certificate_of
from qianxiao.services.studies.models import ACTIVE, GRADUATED, Student
from qianxiao.services.studies.models_work import (
    DegreeProof,
    InternPost,
    Need,
    Outcome,
    Placement,
    Recommendation,
)
from qianxiao.services.studies.numbers import proof_number
from qianxiao.services.studies.parameters import needs, open_term
from qianxiao.services.studies.writing import day_now, said, trail, who

# by matching: the register of poor people, and in it households on minimum living allowance
_NEEDS = """
INSERT INTO studies_need (student_id, term, category, level, source, at, by, post, request_id)
SELECT s.id, %(term)s, c.category, c.level, %(source)s, now(), %(by)s, %(post)s, %(request_id)s
FROM studies_student s JOIN people_person p ON p.id = s.person_id AND p.registered
LEFT JOIN LATERAL (SELECT h.hh_attr FROM households_memberversion v JOIN households_household h ON h.id = v.household_id
    WHERE v.person_id = p.id AND v.to_period = 999999 LIMIT 1) AS home ON true
CROSS JOIN LATERAL (SELECT r.category, min(r.level) AS level
    FROM jsonb_to_recordset(%(needs)s::jsonb) AS r(category text, hh_attr text, level text)
    WHERE r.hh_attr IN ('', home.hh_attr) GROUP BY r.category) AS c
WHERE s.org_code = %(org)s AND s.status = ANY (%(roll)s)
ON CONFLICT (student_id, term, category) DO NOTHING
"""


def _mine(actor: Actor, number: UUID, status: str) -> Student:
    """A student of the own school in a state, locked. Raises Http404, ValidationError."""
    actor.scope.need(Right.ENROL)
    one = queries.get_student(actor.scope, number, lock=True)
    if one.org_code not in actor.scope.institutions:
        raise Http404
    if one.status != status:
        raise ValidationError(_("This student is in another state by now; please look again."))
    return one


def _late(day: Any, first: int) -> int:
    """A day not ahead and not before another. Raises ValidationError."""
    if not isinstance(day, int) or not first <= day <= day_now():
        raise ValidationError(_("Please give a day that is not ahead and not before the state it is about."))
    return day


def offer_post(request: HttpRequest, told: dict[str, Any]) -> InternPost:
    """A post for interns. told: employer, title, major, places, starts, ends. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    school = schools.own(actor.scope)
    if told["ends"] < told["starts"] or (told["major"] and told["major"] not in majors()):
        raise ValidationError(_("The last day lies before the first one."))
    with transaction.atomic():
        made: InternPost = InternPost.objects.within(actor.scope).create(
            org_code=school.org_code, region=school.region, **told, **who(actor)
        )
        record(request, school.org_code, 0, ("employer",), "intern_post", AccessLog.Kind.CHANGE)
    return made


def place(request: HttpRequest, number: UUID, post: int, reason: str) -> Placement:
    """Place a student on a post; poor students of the major go first, passing them by says why (19-04-08).

    Raises Http404, ValidationError for a post that is full, over or not of the major.
    """
    actor, why = actor_of(request), said(reason)
    with transaction.atomic():
        one = _mine(actor, number, ACTIVE)
        with connection.cursor() as cursor:  # two registrars may give the same last place away
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('studies.place'), %s)", [post])
        fits = {row.pk: row for row in queries_work.open_posts(actor.scope, one, day_now())}
        if (
            post not in fits
            or Placement.objects.within(actor.scope).filter(student=one, post_of_id=post).exists()
        ):
            raise ValidationError(_("This post is full, over, not of this major, or the student is on it."))
        passed = 0 if one.poor else queries_work.poor_without_post(actor.scope, one)
        if passed and len(why) < 2:
            text = ngettext(
                "%(n)s poor student of this major has no post yet. Please say why the order is left.",
                "%(n)s poor students of this major have no post yet. Please say why the order is left.",
                passed,
            )
            raise ValidationError(text % {"n": passed})
        made: Placement = Placement.objects.within(actor.scope).create(
            student=one, post_of_id=post, day=day_now(), passed=passed, reason=why, **who(actor)
        )
        trail(request, one, "student_place")
    return made


def recommend(request: HttpRequest, number: UUID, told: dict[str, Any]) -> Recommendation:
    """A job a graduate was recommended for, or why there was none (19-04-09). told: day, employer, job, result, reason."""
    actor = actor_of(request)
    employer, job, reason = (said(str(told.get(name, ""))) for name in ("employer", "job", "reason"))
    result = str(told.get("result", ""))
    none = result == "none"
    if (
        result not in Recommendation.RESULTS
        or (none and len(reason) < 2)
        or (not none and not (employer and job))
    ):
        raise ValidationError(_("Please give employer and job, or say why there was no recommendation."))
    with transaction.atomic():
        one = _mine(actor, number, GRADUATED)
        made: Recommendation = Recommendation.objects.within(actor.scope).create(
            student=one,
            day=_late(told.get("day"), 0),
            employer=employer,
            job=job,
            result=result,
            reason=reason,
            **who(actor),
        )
        trail(request, one, "student_recommend")
    return made


def tell_outcome(request: HttpRequest, number: UUID, told: dict[str, Any]) -> Outcome:
    """What a graduate does, first said or checked later. told: day, employed, employer, form, checked."""
    actor = actor_of(request)
    employed, employer, form = (
        bool(told.get("employed")),
        said(str(told.get("employer", ""))),
        str(told.get("form", "")),
    )
    if employed and not (employer and form):
        raise ValidationError(_("Please give the employer and the kind of employment."))
    with transaction.atomic():
        one = _mine(actor, number, GRADUATED)
        made: Outcome = Outcome.objects.within(actor.scope).create(
            student=one, day=_late(told.get("day"), one.status_date), employed=employed, employer=employer,
            form=form if employed else "", checked=bool(told.get("checked")), **who(actor),
        )  # fmt: skip
        trail(request, one, "student_outcome")
    return made


def prove(request: HttpRequest, number: UUID) -> DegreeProof:
    """The proof that a graduate of an advanced or technician class stands equal to a college graduate (19-15-01).

    Raises ValidationError unless both hold: graduated at such a level, and a certificate of that level.
    """
    actor = actor_of(request)
    with transaction.atomic():
        one = _mine(actor, number, GRADUATED)
        if one.stage not in queries_work.EQUAL:
            raise ValidationError(_("Only graduates of advanced-worker and technician classes stand equal."))
        cert = certificate_of(one.person_id, one.stage)
        if not cert:
            raise ValidationError(
                _("No certificate of this level is known of this person; the proof needs both.")
            )
        rows = DegreeProof.objects.within(actor.scope).filter(student=one, stage=one.stage)
        found: DegreeProof | None = rows.first()
        if found is None:
            found = DegreeProof.objects.within(actor.scope).create(
                student=one,
                number=proof_number("QE", day_now()),
                day=day_now(),
                stage=one.stage,
                cert_no=cert,
                **who(actor),
            )
        trail(request, one, "student_prove")
    return found


def build_needs(request: HttpRequest) -> tuple[str, int]:
    """The list of needy students of the open term as the registers say it; nobody is asked for a proof (20-09-01).

    Returns the term and how many lines are new.
    """
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    school, day = schools.own(actor.scope), day_now()
    term, month = open_term(day, school.region), newest_month()
    with transaction.atomic():
        with in_scope(whole_scope()), connection.cursor() as cursor:
            values: dict[str, Any] = {"term": term, "org": school.org_code, "roll": ["1", "2", "3"], "needs": json.dumps(needs()),
                                      "source": f"建档立卡数据 {month // 100}-{month % 100:02}"}  # fmt: skip
            cursor.execute(_NEEDS, values | who(actor))
            done = int(cursor.rowcount)
        record(request, school.org_code, done, ("term",), "student_needs", AccessLog.Kind.CHANGE)
    return term, done


def recognise(request: HttpRequest, number: UUID, level: str, source: str) -> Need:
    """The school itself recognises a need, by which paper. Raises Http404, ValidationError."""
    actor, paper = actor_of(request), said(source)
    if level not in Need.LEVELS or len(paper) < 2:
        raise ValidationError(_("Please give the level and the paper the school recognises it by."))
    with transaction.atomic():
        one = _mine(actor, number, ACTIVE)
        term = open_term(day_now(), one.region)
        if Need.objects.within(actor.scope).filter(student=one, term=term, category="school").exists():
            raise ValidationError(_("The school has recognised it for this term already."))
        made: Need = Need.objects.within(actor.scope).create(
            student=one, term=term, category="school", level=level, source=paper, **who(actor)
        )
        trail(request, one, "student_recognise")
    return made
