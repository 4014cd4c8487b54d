"""Verbs about one student: register, every step of the flow, move to another school (19-05-01)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import majors
from qianxiao.masterdata.regions.queries import county_named
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.people.models import Person
from qianxiao.registers.people.queries import newest_month
from qianxiao.registers.schools import queries as schools
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies import queries
from qianxiao.services.studies.actions_conflict import end_conflicts, hold
from qianxiao.services.studies.flow import STEPS, Step
from qianxiao.services.studies.models import ACTIVE, FULL_TIME, GRADUATED, ON_ROLL, PENDING, Conflict, Student
from qianxiao.services.studies.parameters import counts_from, months_before, term_start, value
from qianxiao.services.studies.writing import day_now, new_number, note, said, trail


@dataclass(frozen=True)
class Entry:
    """What a school writes about somebody who enrols; month yyyymm, home the county's code or full name."""

    name: str
    id_no: str
    home: str
    reg_kind: str
    major: str
    enrol_month: int
    class_name: str = ""
    school_no: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Registered:
    """The new student, whether the term's registration was closed already, the question another school's claim raised."""

    student: Student
    late: bool
    conflict: Conflict | None


def register(request: HttpRequest, entry: Entry) -> Registered:
    """Register somebody at the own school; it waits for the principal, or for the student if another school has him.

    Raises Http404 without the right, ValidationError for an institution that keeps no roll, a wrong number or name,
    a month, kind or major that is none, somebody who is on the own roll already.
    """
    actor = actor_of(request)
    actor.scope.need(Right.ENROL)
    school = schools.own(actor.scope)
    with transaction.atomic():
        found = enter(actor, school, entry)
        trail(request, found.student, "student_register")
    return found


def enter(actor: Actor, school: Institution, entry: Entry) -> Registered:
    """The registration itself, inside the transaction of a verb."""
    day = day_now()
    check_entry(school, entry, day)
    person = known(actor, entry.name, entry.id_no, county_named(entry.home), entry.phone)
    return enrol(actor, school, person, entry, day)


def enrol(actor: Actor, school: Institution, person: Person, entry: Entry, day: int) -> Registered:
    """Somebody who is known becomes a pending student of a school of this post."""
    mine = Student.objects.within(actor.scope).filter(
        person=person, org_code=school.org_code, status__in=[PENDING, *ON_ROLL]
    )
    if twice := mine.first():
        raise ValidationError(
            _("This person is registered at this school already, under the number %(number)s.")
            % {"number": twice.reg_no}
        )
    term, late = counts_from(entry.enrol_month, day, school.region)
    major = majors()[entry.major]
    student: Student = Student.objects.within(actor.scope).create(
        org_code=school.org_code, region=school.region, home=person.region[:6], person=person,
        reg_no=new_number(school.region, entry.enrol_month, entry.reg_kind), school_no=entry.school_no,
        name=person.name, sex=person.sex, birth=person.birth, id_mask=person.id_mask, reg_kind=entry.reg_kind,
        major=entry.major, stage=major.stage, years=major.years, class_name=entry.class_name, status_date=day,
        enrol_month=entry.enrol_month, level_month=entry.enrol_month, first_term=term, waits="principal", poor=person.registered,
        poor_period=newest_month() if person.registered else 0,
    )  # fmt: skip
    note(actor, student, "register", day)
    other = queries.claimed(person.id, student) if entry.reg_kind == FULL_TIME else None
    return Registered(student, late, hold(actor, student, other, person.region) if other else None)


def check_entry(school: Institution, entry: Entry, day: int) -> None:
    """Raises ValidationError for what is certainly wrong."""
    month = day // 100
    if not school.is_school:
        raise ValidationError(
            _("Only technical schools keep students; whoever attends a training class is no student.")
        )
    if entry.major not in majors() or not _in_force(entry.major, day):
        raise ValidationError(_("Please choose a major of the catalogue in force."))
    earliest = months_before(month, value("enrol_months_back", school.region, day))
    if not 1 <= entry.enrol_month % 100 <= 12 or not earliest <= entry.enrol_month <= month:
        raise ValidationError(
            _("The month of enrolment lies between %(from)s and %(to)s.")
            % {"from": _month(earliest), "to": _month(month)}
        )


def _month(month: int) -> str:
    return f"{month // 100}-{month % 100:02}"


def _in_force(major: str, day: int) -> bool:
    one = majors()[major]
    return one.valid_from <= day <= one.valid_to


def move(request: HttpRequest, student_id: UUID, verb: str, told: dict[str, Any]) -> Student:
    """Take one step of the flow. told: day (yyyymmdd), reason, document, major, school, as the step asks.

    Raises Http404 out of scope, for a step that is none or not this post's; ValidationError when the state has changed
    meanwhile, a reason or paper lacks, a day lies outside the term.
    """
    actor = actor_of(request)
    with transaction.atomic():
        found = queries.get_student(actor.scope, student_id, lock=True)
        step = STEPS.get(verb)
        if step is None or not actor.scope.may(step.right):
            raise Http404
        take(actor, found, step, told)
        trail(request, found, f"student_{verb}")
    return found


def take(actor: Actor, student: Student, step: Step, told: dict[str, Any]) -> Student:
    """One step about a locked student, inside a transaction. Raises as `move` does."""
    if step.department and actor.username == student.principal_by:
        raise ValidationError(_("Who said yes for the school cannot say it for the department."))
    if not queries.may(actor, student, step):
        raise Http404
    if not step.fits(student.status, student.waits):
        raise ValidationError(_("This student is in another state by now; please look again."))
    day = _day(student, told.get("day")) if step.dated else day_now()
    reason, document = said(str(told.get("reason", ""))), said(str(told.get("document", "")))
    if (step.why and len(reason) < 2) or (step.dated and not document):
        raise ValidationError(_("Please give the reason and the number of the document."))
    if step.verb == "confirm" and student.reg_kind == FULL_TIME:
        other = queries.claimed(student.person_id, student, roll_only=True)
        if other is not None:
            hold(actor, student, other, "")
            return student
    before = {"status": student.status, "waits": student.waits} | _change(actor, student, step, told, day)
    student.status, student.waits = step.to, step.then
    if step.to != before["status"]:
        student.status_date = day
    student.save()
    changed = {name: old for name, old in before.items() if getattr(student, name) != old}
    note(actor, student, step.verb, day, changed, reason=reason, document=document)
    if student.status not in (PENDING, *ON_ROLL):
        end_conflicts(actor, student)
    return student


def _day(student: Student, day: Any) -> int:
    """The day of a change: not ahead, of this term, not before enrolment or the change before. Raises ValidationError."""
    now = day_now()
    first = max(student.enrol_month * 100 + 1, term_start(now))
    if not isinstance(day, int) or not first <= day <= now:
        raise ValidationError(
            _("The day lies between %(from)s and %(to)s: in this term, after enrolment, and not ahead.")
            % {"from": _date(first), "to": _date(now)}
        )
    if student.status != PENDING and day < student.status_date:
        raise ValidationError(
            _("The last change is of %(day)s; a later one cannot lie before it.")
            % {"day": _date(student.status_date)}
        )
    return day


def _date(day: int) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}"


def _change(actor: Actor, student: Student, step: Step, told: dict[str, Any], day: int) -> dict[str, Any]:
    """What else a step changes; the values before. Raises ValidationError."""
    if step.verb in ("major", "advance"):
        return _change_major(student, str(told.get("major", "")), step.verb == "advance", day)
    if step.verb == "approve":
        student.principal_by = actor.username
    if step.verb == "confirm":
        student.department_by = actor.username
        student.term = student.first_term
    if step.verb == "transfer":
        _to_school(actor, student, str(told.get("school", "")), day)
    if step.to == GRADUATED:
        student.grad_cert_no = said(str(told.get("document", "")))
    return {}


def _change_major(student: Student, major: str, up: bool, day: int) -> dict[str, Any]:
    """Another major of the level, or the next level of a class; levels fall from 4 to 2."""
    new = majors().get(major)
    if new is None or not _in_force(major, day) or major == student.major:
        raise ValidationError(_("Please choose another major of the catalogue in force."))
    if up != (new.stage < student.stage) or (not up and new.stage != student.stage):
        raise ValidationError(
            _(
                "A change of major stays on the level; moving up leads to a higher one, and each has its own step."
            )
        )
    names = ("major", "stage", "years", "grade", "level_month")
    before = {name: getattr(student, name) for name in names}
    student.major, student.stage, student.years = major, new.stage, new.years
    if up:
        student.grade, student.level_month = 1, day // 100
    return before


def _to_school(actor: Actor, student: Student, code: str, day: int) -> None:
    """The same person, pending at another technical school, which goes on with it."""
    target = Institution.objects.filter(org_code=code).first()
    if target is None or not target.is_school or code == student.org_code:
        raise ValidationError(_("Please name another technical school by its code."))
    with in_scope(whole_scope()) as scope:
        whole = Actor(actor.username, actor.post, scope, actor.request_id, actor.user)
        names = ("home", "person_id", "name", "sex", "birth", "id_mask", "reg_kind", "major", "stage", "years", "grade",
                 "enrol_month", "level_month", "poor", "poor_period")  # fmt: skip
        new: Student = Student.objects.within(scope).create(
            **{name: getattr(student, name) for name in names}, org_code=code, region=target.region, status_date=day,
            reg_no=new_number(target.region, student.enrol_month, student.reg_kind), waits="principal",
            first_term=counts_from(day // 100, day, target.region)[0],
        )  # fmt: skip
        note(whole, new, "arrive", day, reason=student.reg_no)


def active(student: Student) -> bool:
    """Whether a student attends now."""
    return student.status == ACTIVE
