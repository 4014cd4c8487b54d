"""Who comes when in an elastic class: sessions chosen for one trainee, enough of them, never two at once (19-11-03)."""

from collections.abc import Iterable
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.audit.actions import because
from qianxiao.registers.schools.words import day
from qianxiao.services.training import queries
from qianxiao.services.training.actions import log
from qianxiao.services.training.flow import OPEN, RUNNING
from qianxiao.services.training.models import Entry, Session, Trainee, TrainingClass
from qianxiao.services.training.rules import limit


def own_hours(row: Trainee, sessions: Iterable[Session]) -> int:
    """Class hours of the timetable that are a trainee's."""
    return sum(one.hours for one in sessions if one.live and (not row.own or one.pk in row.own))


def choose(request: HttpRequest, number: int, trainee: int, wanted: Iterable[int]) -> Trainee:
    """The sessions of one trainee; none chosen: all of them.

    Raises Http404, ValidationError for a class that is not elastic or is over, sessions that give too few hours, two at
    once, an hour at which the person is in another class (with its number), a session whose roll was called already.
    """
    actor = actor_of(request)
    actor.scope.need(Right.TEACH)
    with transaction.atomic(), because("elastic", actor.username, request):
        one = queries.class_of(actor.scope, number, lock=True)
        if not queries.writes(actor, one):
            raise Http404
        if not one.elastic or one.state not in (*OPEN, *RUNNING):
            raise ValidationError(
                _("Only in an elastic class that is not over each trainee has days of their own.")
            )
        row: Trainee = the_one(
            Trainee.objects.within(actor.scope).filter(training_class=one, left_on=None), trainee
        )
        plan = {session.pk: session for session in queries.sessions(actor.scope, one) if session.live}
        keys = sorted(set(wanted))
        if set(keys) - set(plan):
            raise Http404
        chosen = [plan[key] for key in keys]
        _enough(one, chosen)
        _apart(row, chosen)
        before = set(row.own or plan)
        called = Entry.objects.within(actor.scope).filter(session__in=before ^ set(keys or plan))
        if (
            first := called.order_by("session__day").values_list("session__day", flat=True).first()
        ) is not None:
            raise ValidationError(_("The roll of %(day)s was called already.") % {"day": day(first)})
        row.own = keys
        row.save(update_fields=["own"])
        log(request, one, "elastic", [str(row.person_id)])
    return row


def _enough(one: TrainingClass, chosen: list[Session]) -> None:
    """At least the class hours that a pass needs. Raises ValidationError."""
    hours = sum(session.hours for session in chosen)
    needed = -(-one.hours * limit("attended_percent", one.starts, one.region) // 100)
    if chosen and hours < needed:
        raise ValidationError(
            _("These sessions give %(n)s class hours; %(needed)s are needed.")
            % {"n": hours, "needed": needed}
        )


def _apart(row: Trainee, chosen: list[Session]) -> None:
    """No two at once, here or in another class of any county. Raises ValidationError."""
    ordered = sorted(chosen, key=lambda session: (session.day, session.lo))
    for one, two in pairwise(ordered):
        if one.day == two.day and two.lo < one.hi:
            raise ValidationError(
                _("Two of these sessions are at one hour (%(day)s).") % {"day": day(one.day)}
            )
    days = {session.day for session in chosen}
    with in_scope(whole_scope()) as everywhere:
        others = Trainee.objects.within(everywhere).filter(person=row.person_id, left_on=None)
        classes = others.exclude(training_class=row.training_class_id).exclude(
            training_class__state="dropped"
        )
        own = {key for keys in classes.values_list("own", flat=True) for key in keys}
        whole = classes.filter(own=[]).values("training_class")
        rows = Session.objects.within(everywhere).filter(live=True, day__in=days)
        held = [*rows.filter(training_class__in=whole).select_related("training_class"),
                *rows.filter(pk__in=own).select_related("training_class")]  # fmt: skip
    for session in chosen:
        for other in held:
            if other.day == session.day and other.lo < session.hi and session.lo < other.hi:
                raise ValidationError(
                    _("Is in class %(other)s at the same hour") % {"other": other.training_class.class_no}
                )
