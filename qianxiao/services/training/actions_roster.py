"""Verbs of a roster: people from the intention list or by number and name, taken out again, what they wish (T04)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.office.duties.clock import today
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.people.models import Person
from qianxiao.services.training import queries
from qianxiao.services.training.actions import log
from qianxiao.services.training.flow import OPEN, RUNNING
from qianxiao.services.training.models import Trainee, TrainingClass
from qianxiao.services.training.rules import groups, limit, types, wishes
from qianxiao.services.training.timetable import ymd

_FACTS = {"register": "q.poor", "working_age": "q.working_age", "leaver": "q.leaver"}


def add_willing(request: HttpRequest, number: int, people: Iterable[UUID]) -> int:
    """Put people of the intention list on a roster; returns how many came. Others than that list's are left out.

    Raises Http404, ValidationError for a filed class or more people than seats.
    """
    actor = actor_of(request)
    with transaction.atomic(), because("roster", actor.username, request):
        one = _open(actor, number)
        lo, hi = span(one.region[:6])
        with in_scope(Scope.over((lo, hi))) as county:
            rows = Person.objects.within(county, lo, hi).filter(
                pk__in=list(people), train="in_progress", step=queries.WILLING
            )
            found = list(rows.values_list("pk", flat=True))
        made = put_on(one, found)
        _fits(actor, one)
        log(request, one, "roster", [str(key) for key in found])
    return made


def add_one(request: HttpRequest, number: int, name: str, id_no: str, phone: str) -> Trainee:
    """Put somebody on a roster by name and number, whichever county keeps the record.

    Raises Http404, ValidationError for a number that is none or another person's, for somebody who is there already.
    """
    actor = actor_of(request)
    with transaction.atomic(), because("roster", actor.username, request):
        one = _open(actor, number)
        person = known(actor, name, id_no, one.region[:6], phone)
        if not put_on(one, [person.pk]):
            raise ValidationError(_("This person is on the roster already."))
        _fits(actor, one)
        log(request, one, "roster", [str(person.pk)])
        made: Trainee = Trainee.objects.within(actor.scope).get(training_class=one, person=person)
    return made


def put_on(one: TrainingClass, people: list[UUID]) -> int:
    """The rows of a roster for people, wherever their records are kept; returns how many are new."""
    read = {
        name: limit(name, one.starts, one.region) for name in ("age_min", "age_max_male", "age_max_female")
    }
    lines = " ".join(
        "WHEN {} THEN '{}'".format(" AND ".join(_FACTS[key] for key in line if key in _FACTS), line["code"])
        for line in groups()
    )
    text = (Path(__file__).parent / "sql" / "add_people.sql").read_text(encoding="utf-8")
    with in_scope(whole_scope()), connection.cursor() as cursor:
        values: dict[str, Any] = {**read, "number": one.pk, "people": people, "today": ymd(today())}
        cursor.execute(text.replace("{group}", f"CASE {lines} ELSE '99' END"), values)
        return int(cursor.rowcount)


def take_out(request: HttpRequest, number: int, trainees: Iterable[int]) -> int:
    """Take people off a roster: before the class is filed the row goes, in a running class the person has left.

    Returns how many. Raises Http404, ValidationError in any other state.
    """
    actor = actor_of(request)
    with transaction.atomic(), because("taken out", actor.username, request):
        one = _writable(actor, number)
        if one.state not in (*OPEN, *RUNNING):
            raise ValidationError(_("The class is filed: withdraw it first."))
        rows = Trainee.objects.within(actor.scope).filter(
            training_class=one, pk__in=list(trainees), left_on=None
        )
        whose = [str(person) for person in rows.values_list("person_id", flat=True)]
        if one.state in OPEN:
            rows.delete()
        else:
            rows.update(left_on=ymd(today()), result="3", edited_by=actor.username)
        log(request, one, "taken_out", whose)
    return len(whose)


def keep_wish(request: HttpRequest, number: int, trainee: int, wish: str, advised: str) -> Trainee:
    """What a trainee wishes, and the type an officer recommends instead of the table's (19-10-01). Raises Http404."""
    actor = actor_of(request)
    if not (actor.scope.may(Right.TEACH) or actor.scope.may(Right.CLASS_CHECK)):
        raise Http404
    if (wish and wish not in wishes()) or (advised and advised not in types()):
        raise Http404
    with transaction.atomic(), because("wish", actor.username, request):
        one = queries.class_of(actor.scope, number)
        row: Trainee | None = (
            Trainee.objects.within(actor.scope).filter(training_class=one, pk=trainee).first()
        )
        if row is None:
            raise Http404
        row.wish, row.advised, row.edited_by = wish, advised, actor.username
        row.save(update_fields=["wish", "advised", "edited_by"])
        log(request, one, "wish", [str(row.person_id)])
    return row


def _writable(actor: Actor, number: int) -> TrainingClass:
    actor.scope.need(Right.TEACH)
    one = queries.class_of(actor.scope, number, lock=True)
    if not queries.writes(actor, one):
        raise Http404
    return one


def _open(actor: Actor, number: int) -> TrainingClass:
    one = _writable(actor, number)
    if one.state not in OPEN:
        raise ValidationError(_("The class is filed: withdraw it first."))
    return one


def _fits(actor: Actor, one: TrainingClass) -> None:
    there = Trainee.objects.within(actor.scope).filter(training_class=one, left_on=None).count()
    if there > one.seats:
        raise ValidationError(
            _("There are %(n)s seats and %(there)s people.") % {"n": one.seats, "there": there}
        )
