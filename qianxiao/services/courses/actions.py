"""Verbs of learners: a code handed over, coming in, a course begun, lessons learned and answered, the proof."""

import secrets
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import span
from qianxiao.office.accounts.actions import forget_failures, note_failure
from qianxiao.office.accounts.queries import actor_of, wait_until
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope, own_scope, whole_scope
from qianxiao.office.audit.actions import post_name, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.people.models import Person
from qianxiao.services.courses import queries
from qianxiao.services.courses.days import today
from qianxiao.services.courses.models import Course, Learner, Learning
from qianxiao.services.courses.numbers import learner_number, without_blanks

CODE = 8  # digits of a code


def hand_code(request: HttpRequest, name: str, id_no: str, home: str) -> tuple[Learner, str]:
    """Make somebody a learner, or give a learner a new code. Returns the code: it is shown once and kept as a hash.

    An office hands codes to people of its own region only; a school or institution to whoever stands before it with a
    card. home: for somebody nobody has written down yet. Raises ValidationError.
    """
    actor = actor_of(request)
    actor.scope.need(Right.LEARNERS)
    code = "".join(secrets.choice("0123456789") for _place in range(CODE))
    with transaction.atomic():
        person = known(actor, name, id_no, home)
        if not actor.scope.institutions and not actor.scope.holds(*span(person.region)):
            raise ValidationError(
                _("This person's record is kept elsewhere; the office there hands the code over.")
            )
        told = {
            "code": make_password(code),
            "given_by": actor.username,
            "given_post": actor.post_name,
            "given_at": timezone.now(),
            "home": person.region,
        }
        with in_scope(whole_scope()) as scope:
            learner: Learner | None = (
                Learner.objects.within(scope).select_for_update().filter(person=person).first()
            )
            if learner is None:
                learner = Learner(person=person, number=learner_number())
            for field, value in told.items():
                setattr(learner, field, value)
            learner.save()
        record(request, str(person.pk), 1, ("name",), "learner_code", AccessLog.Kind.CHANGE, [str(person.pk)])
    return learner, code


def come_in(number: str, code: str, address: str) -> Scope:
    """The own scope of a learner who knows number and code. Wrong number and wrong code answer alike.

    Raises ValidationError; after wrong ones this number waits at this address, and nowhere else.
    """
    said = without_blanks(number)
    name = f"learner {said}"
    if until := wait_until(name, address):
        seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)
        raise ValidationError(_("Too many tries. Please wait %(n)s seconds.") % {"n": seconds})
    with in_scope(whole_scope()) as scope:
        found: Learner | None = Learner.objects.within(scope).filter(number=said).first()
        # the hash is computed in any case, so that a number nobody has takes as long
        right = check_password(without_blanks(code), found.code if found else _NOBODY)
    if found is None or not right:
        note_failure(name, address)
        raise ValidationError(_("Number or code is not right."))
    forget_failures(name, address)
    return own_scope(found.person_id)


_NOBODY = make_password(secrets.token_hex(8))


def begin(scope: Scope, course: UUID) -> Learning:
    """Take a course. Beginning it again changes nothing. Raises Http404, ValidationError when it is not free here."""
    learner, day = queries.learner(scope), today()
    with transaction.atomic():
        if (held := queries.own_learning(scope, course)) is not None:
            return held
        found = queries.open_course(course, day)
        if not queries.is_free(found, _home(learner), day):
            raise ValidationError(
                _("This course is not free where you live; please ask who hands out the codes.")
            )
        made: Learning = Learning.objects.within(scope).create(
            person_id=learner.person_id,
            number=learner.number,
            home=_home(learner),
            org_code=found.org_code,
            course=found,
            began_at=timezone.now(),
        )
    return made


def _home(learner: Learner) -> str:
    """Where the learner's record is kept now: offices follow it."""
    with in_scope(whole_scope()) as scope:
        found: Person = Person.objects.within(scope).get(pk=learner.person_id)
    return found.region


def publish(request: HttpRequest, course: UUID, state: str) -> Course:
    """Open an own course to learners, or take it back. Raises Http404, ValidationError for one without lessons."""
    actor = actor_of(request)
    actor.scope.need(Right.COURSE_KEEP)
    with transaction.atomic():
        found = queries.get_course(actor.scope, course)
        if found.org_code not in actor.scope.institutions:
            raise Http404
        if state not in (Course.State.OPEN, Course.State.CLOSED):
            raise ValidationError(_("Not possible"))
        if state == Course.State.OPEN and not found.address and not found.lessons.exists():
            raise ValidationError(_("A course without a lesson cannot be opened."))
        Course.objects.filter(pk=found.pk).update(state=state, changed_at=timezone.now())
        record(request, str(found.pk), 0, (), f"course_{state}", AccessLog.Kind.CHANGE)
    return found


def now() -> datetime:
    """The moment, by the server."""
    return timezone.now()


__all__ = ["begin", "come_in", "hand_code", "now", "post_name", "publish"]
