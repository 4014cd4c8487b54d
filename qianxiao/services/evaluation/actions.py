"""Verbs of exams: plan one, put people in it, enter scores, close with a second person, give papers (20-05-01, 20-05-03)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.schools.models import Institution
from qianxiao.registers.schools.queries import licensed
from qianxiao.registers.schools.queries import own as own_body
from qianxiao.services.evaluation import queries, words
from qianxiao.services.evaluation.models import Candidate, Certificate, Exam, Norm
from qianxiao.services.evaluation.rules import hours_percent, pass_points, stem
from qianxiao.services.training.actions import next_number
from qianxiao.services.training.timetable import ymd


def log(request: HttpRequest, subject: str, what: str, whose: list[str] | None = None) -> None:
    """Write down that something of evaluation was changed, and whom it concerns."""
    people = whose or []
    record(request, subject, len(people), (what,), f"exam_{what}", AccessLog.Kind.CHANGE, people)


def plan_exam(request: HttpRequest, told: Mapping[str, Any]) -> Exam:
    """An exam of the own body. told: cert_kind, occupation, level, norm, day, lo, hi, room, examiner, second_examiner.

    Raises ValidationError for what the body is not filed for, a licence that is over, a norm that is not published, a
    room or an examiner who is taken (with the other's number).
    """
    actor = actor_of(request)
    actor.scope.need(Right.CERTIFY)
    body, day = own_body(actor.scope), ymd(told["day"])
    _in_scope(body, told, day)
    number = next_number("evaluation_exam")
    taken = queries.asked(
        "exam_taken", number=number, day=day, lo=told["lo"], hi=told["hi"], room=told["room"].pk,
        examiners=[told["examiner"].pk, told["second_examiner"].pk],
    )  # fmt: skip
    if taken:
        raise ValidationError([words.taken(what, other) for what, other in taken])
    try:
        with transaction.atomic(), because("exam", actor.username, request):
            one: Exam = Exam.objects.within(actor.scope).create(
                id=number, exam_no=f"K{body.region[:6]}{day}{number:05}", region=body.region, org_code=body.org_code,
                cert_kind=told["cert_kind"], occupation=told["occupation"], level=told["level"], norm=told.get("norm"),
                day=day, lo=told["lo"], hi=told["hi"], room=told["room"], examiner=told["examiner"],
                second_examiner=told["second_examiner"], made_by=actor.username,
            )  # fmt: skip
            log(request, one.exam_no, "plan")
    except IntegrityError as error:
        raise ValidationError(
            _("Room or examiner is taken at these hours, or one examiner is named twice.")
        ) from error
    return one


def _in_scope(body: Institution, told: Mapping[str, Any], day: int) -> None:
    """What a body may examine: filed occupation and level, a licence in force, for special abilities a published norm."""
    if not body.licensed(day):
        raise ValidationError(_("The body's licence does not hold on this day."))
    if not licensed(body.org_code, "evaluate", told["occupation"], told["level"], day):
        raise ValidationError(_("The body is not filed for this occupation and level."))
    norm: Norm | None = told.get("norm")
    if told["cert_kind"] == "3":
        if norm is None or norm.state != "published" or norm.occupation != told["occupation"]:
            raise ValidationError(_("A special ability is examined by a published norm of its occupation."))
    elif told["level"] == "9" or norm is not None:
        raise ValidationError(_("Only a special ability is examined by a norm."))


def _mine(actor: Actor, number: int, *states: str) -> Exam:
    """The own exam, locked, in one of some states. Raises Http404, ValidationError."""
    actor.scope.need(Right.CERTIFY)
    one = queries.exam_of(actor.scope, number, lock=True)
    if not queries.keeps(actor, one):
        raise Http404
    if one.state not in states:
        raise ValidationError(_("The exam has moved on meanwhile."))
    return one


def add_class(request: HttpRequest, number: int, class_no: str) -> tuple[int, list[tuple[str, str]]]:
    """Put the people of a class in an exam; returns how many came, and who did not with the reason.

    Raises Http404, ValidationError for a class that is none or more people than seats.
    """
    actor = actor_of(request)
    with transaction.atomic(), because("candidates", actor.username, request):
        one = _mine(actor, number, "planned")
        rows = queries.asked(
            "class_people",
            class_no=class_no.strip(),
            occupation=one.occupation,
            level=one.level,
            percent=hours_percent(),
            day=one.day,
        )
        if not rows:
            raise ValidationError(_("There is no class of this number with people on it."))
        fit = [row for row in rows if not row[4]]
        made = Candidate.objects.within(actor.scope).bulk_create(
            [
                Candidate(
                    exam=one,
                    region=one.region,
                    org_code=one.org_code,
                    person_id=person,
                    name=name,
                    id_mask=shown,
                    class_no=class_no.strip(),
                )
                for _trainee, person, name, shown, _why in fit
            ],
            ignore_conflicts=True,
        )
        _seats(actor, one)
        log(request, one.exam_no, "candidates", [str(row[1]) for row in fit])
    return len(made), [(row[2], words.not_examined(row[4])) for row in rows if row[4]]


def add_candidate(request: HttpRequest, number: int, name: str, id_no: str) -> Candidate:
    """Put somebody in an exam by name and number (20-05-03). Raises Http404, ValidationError as `known` does."""
    actor = actor_of(request)
    with transaction.atomic(), because("candidates", actor.username, request):
        one = _mine(actor, number, "planned")
        person = known(actor, name, id_no, one.region[:6])
        if Candidate.objects.within(actor.scope).filter(exam=one, person=person).exists():
            raise ValidationError(_("This person is in the exam already."))
        made: Candidate = Candidate.objects.within(actor.scope).create(
            exam=one,
            region=one.region,
            org_code=one.org_code,
            person=person,
            name=person.name,
            id_mask=person.id_mask,
        )
        _seats(actor, one)
        log(request, one.exam_no, "candidates", [str(person.pk)])
    return made


def _seats(actor: Actor, one: Exam) -> None:
    there = Candidate.objects.within(actor.scope).filter(exam=one).count()
    if there > one.room.seats:
        raise ValidationError(
            _("There are %(n)s seats and %(there)s people.") % {"n": one.room.seats, "there": there}
        )


def enter_scores(
    request: HttpRequest, number: int, points: Mapping[int, tuple[int | None, int | None]]
) -> Exam:
    """Write scores down: candidate → theory, practice. Raises ValidationError before the exam's day and after its closing."""
    actor, needed = actor_of(request), pass_points()
    with transaction.atomic(), because("scores", actor.username, request):
        one = _mine(actor, number, "planned", "scored")
        if one.day > ymd(today()):
            raise ValidationError(_("The exam has not been held yet."))
        rows = Candidate.objects.within(actor.scope).filter(exam=one, pk__in=list(points))
        changed = list(rows)
        for row in changed:
            row.theory, row.practice = points[row.pk]
            if row.theory is None or row.practice is None:
                row.result = "0"
            else:
                row.result = "1" if row.theory >= needed[0] and row.practice >= needed[1] else "2"
        Candidate.objects.within(actor.scope).bulk_update(changed, ["theory", "practice", "result"])
        one.state, one.scored_by = "scored", actor.username
        one.save(update_fields=["state", "scored_by"])
        log(request, one.exam_no, "scores", [str(row.person_id) for row in changed])
    return one


def close(request: HttpRequest, number: int) -> Exam:
    """Close the scores as a second person of the body; nobody changes them afterwards. Raises Http404, ValidationError."""
    actor = actor_of(request)
    with transaction.atomic(), because("close", actor.username, request):
        one = _mine(actor, number, "scored")
        if one.scored_by == actor.username:
            raise ValidationError(_("A second person closes the scores."))
        if Candidate.objects.within(actor.scope).filter(exam=one, result="0").exists():
            raise ValidationError(_("Somebody has no score yet."))
        one.state, one.closed_by = "closed", actor.username
        one.save(update_fields=["state", "closed_by"])
        log(request, one.exam_no, "close")
    return one


def issue(request: HttpRequest, number: int) -> int:
    """Give papers to everybody who passed a closed exam, numbered by the dated rule; returns how many.

    Their class gets results and numbers in the same transaction. Raises Http404, ValidationError before closing or
    before the exam's day.
    """
    actor = actor_of(request)
    with transaction.atomic(), because("issue", actor.username, request):
        one, day = _mine(actor, number, "closed"), ymd(today())
        if day < one.day:
            raise ValidationError(_("No certificate before its exam."))
        body = own_body(actor.scope)
        begins, digits = stem(one.cert_kind, day, one.region, body.pk % 10**6, one.level)
        with in_scope(whole_scope()), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('evaluation.number'), hashtext(%s))", [begins]
            )
            values = {"exam": one.pk, "stem": begins, "digits": digits, "issued": day, "issuer": body.name}
            made = _run(cursor, "papers", values)
            _run(cursor, "papers_in_class", {"exam": one.pk, "by": actor.username})
        one.state = "issued"
        one.save(update_fields=["state"])
        whose = Certificate.objects.within(actor.scope).filter(exam=one).values_list("person_id", flat=True)
        log(request, one.exam_no, "issue", [str(person) for person in whose])
    return made


def _run(cursor: Any, name: str, values: Mapping[str, Any]) -> int:
    cursor.execute((queries.SQL / f"{name}.sql").read_text(encoding="utf-8"), values)
    return int(cursor.rowcount)


def withdraw(request: HttpRequest, number: int, reason: str) -> Certificate:
    """Say that a paper of the own body does not count any more, and why. Raises Http404, ValidationError."""
    actor = actor_of(request)
    actor.scope.need(Right.CERTIFY)
    said = " ".join(reason.split())[:500]
    with transaction.atomic(), because("withdrawn", actor.username, request):
        one = queries.certificate_of(actor.scope, number)
        if one.org_code not in actor.scope.institutions:
            raise Http404
        if one.withdrawn or len(said) < 2:
            raise ValidationError(_("Please say why."))
        one.withdrawn = said
        one.save(update_fields=["withdrawn"])
        log(request, one.cert_no, "withdrawn", [str(one.person_id)])
    return one
