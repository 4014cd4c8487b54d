"""Verbs about registrations that two schools claim: hold the second, write down what the student says (pattern 5)."""

from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Kind
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.services.studies import queries
from qianxiao.services.studies.models import CANCELLED, ON_ROLL, PENDING, Conflict, Student
from qianxiao.services.studies.writing import day_now, note, said, who

CHOICE, NOTICE = "student_choice", "student_conflict"  # duties of policies/duties
ANSWERED, ENDED = "学生已作选择", "其中一校学籍已变动"  # as the records say it
CHOICES = ("one", "two", "none")


def hold(actor: Actor, student: Student, other: Student, place: str) -> Conflict:
    """Keep a second registration back until the student has chosen; both schools, their offices and the home are told.

    place: where the person's record is kept; '' looks it up. Inside the transaction of a verb.
    """
    before = {"waits": student.waits}
    student.waits = "student"
    student.save(update_fields=["waits"])
    note(actor, student, "held", day_now(), before, reason=other.reg_no)
    with in_scope(whole_scope()) as scope:
        one: Conflict = Conflict.objects.within(scope).create(
            one=other.id, two=student.id, no_one=other.reg_no, no_two=student.reg_no, org_one=other.org_code,
            org_two=student.org_code, region_one=other.region, region_two=student.region, name=student.name,
            home=place or student.person.region, person=student.person_id,
            asked=day_now() // 100,
        )  # fmt: skip
        ask_home(replace(actor, scope=scope), one)
    return one


def ask_home(actor: Actor, one: Conflict) -> None:
    """The home asks the student; both schools and the offices above them are told."""
    told = {"subject": str(one.pk), "page": "student-conflict", "page_no": one.pk}
    period = one.asked
    office = queries.asked_agency(one.home)
    if office is not None:
        ask(actor, CHOICE, period, [Wish(agency=office.pk, **told)])  # type: ignore[arg-type]
    counties = {one.region_one[:6], one.region_two[:6]}
    above = Agency.objects.filter(kind=Kind.HR, region__in=counties, code="").order_by("id")
    wishes = [Wish(agency=agency.pk, **told) for agency in above]  # type: ignore[arg-type]
    wishes += [Wish(org_code=code, **told) for code in {one.org_one, one.org_two}]  # type: ignore[arg-type]
    ask(actor, NOTICE, period, wishes)


def answer(request: HttpRequest, number: int, chosen: str, proof: str) -> Conflict:
    """Write down which school the student chose, or neither; the other registration is struck, in one transaction.

    Raises Http404 out of scope or away from the home, ValidationError without a choice and how the student was asked,
    or when it was settled meanwhile.
    """
    actor = actor_of(request)
    how = said(proof)
    with transaction.atomic():
        one = queries.get_conflict(actor.scope, number)
        if not queries.answers(actor, one):
            raise Http404
        if chosen not in CHOICES or len(how) < 2:
            raise ValidationError(
                _("Please say which school the student chose, and how the student was asked.")
            )
        _settle(actor, one.pk, chosen, how)
        record(request, one.name, 1, ("name",), "student_chose", AccessLog.Kind.CHANGE, [str(one.person)])
    return queries.get_conflict(actor.scope, number)


def _settle(actor: Actor, number: int, chosen: str, proof: str) -> None:
    """Strike what was not chosen, let the chosen one go on. Both lie with two counties: under the whole scope."""
    with in_scope(whole_scope()) as scope:
        whole = replace(actor, scope=scope)
        one = Conflict.objects.within(scope).select_for_update().get(pk=number)
        if one.state != Conflict.State.OPEN:
            raise ValidationError(_("This was settled meanwhile."))
        one.state, one.chosen, one.proof, one.answered_on = Conflict.State.SETTLED, chosen, proof, day_now()
        one.by, one.post, one.request_id = actor.username, actor.post_name, actor.request_id
        one.save()
        for side, student, _number, _org in one.sides():
            if side != chosen:
                _strike(whole, student, one)
        for side, student, _number, _org in one.sides():
            if side == chosen:
                _go_on(whole, student)
        _done(whole, one, ANSWERED)


def _strike(actor: Actor, student: UUID, why: Conflict) -> None:
    """Cancel a registration that the student did not choose."""
    found = Student.objects.within(actor.scope).select_for_update().get(pk=student)
    if found.status not in (PENDING, *ON_ROLL):
        return
    before = {"status": found.status, "waits": found.waits}
    found.status, found.waits, found.status_date = CANCELLED, "", day_now()
    found.save()
    note(actor, found, "unchosen", day_now(), before, reason=why.proof, document=f"#{why.pk}")
    end_conflicts(actor, found)


def _go_on(actor: Actor, student: UUID) -> None:
    """A held registration goes on to the principal, unless somebody else still claims the person."""
    found = Student.objects.within(actor.scope).select_for_update().get(pk=student)
    if found.waits == "student" and queries.open_conflict(actor.scope, found) is None:
        found.waits = "principal"
        found.save(update_fields=["waits"])
        note(actor, found, "freed", day_now(), {"waits": "student"})


def end_conflicts(actor: Actor, student: Student) -> None:
    """What is asked about a registration that has ended falls away; the other one goes on."""
    with in_scope(whole_scope()) as scope:
        whole = replace(actor, scope=scope)
        rows = Conflict.objects.within(scope).filter(Q(one=student.id) | Q(two=student.id), state="open")
        for one in rows.select_for_update().order_by("id"):
            one.state, one.answered_on = Conflict.State.ENDED, day_now()
            for name, value in who(actor).items():
                setattr(one, name, value)
            one.save()
            _go_on(whole, one.two if one.one == student.id else one.one)
            _done(whole, one, ENDED)


def _done(actor: Actor, one: Conflict, evidence: str) -> None:
    """The duties that asked are fulfilled."""
    seen = [Seen(subject=str(one.pk), evidence=evidence)]
    for rule in (CHOICE, NOTICE):
        settle(actor, rule, one.asked, seen)
