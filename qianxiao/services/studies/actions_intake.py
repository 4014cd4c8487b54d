"""Verbs of admission: plan seats, apply, offer in the order of rank, take, decline, refuse (19-04-07, 20-07-01, 20-07-02)."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianxiao.base.catalogues import majors
from qianxiao.base.reference import code_table
from qianxiao.masterdata.regions.queries import county_named
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.actions_known import known
from qianxiao.registers.people.models import Person
from qianxiao.registers.schools import queries as schools
from qianxiao.registers.schools.models import Institution
from qianxiao.services.studies import queries_intake as queries
from qianxiao.services.studies.actions import Entry, check_entry, enrol
from qianxiao.services.studies.models_intake import Application, ApplicationEvent, IntakePlan
from qianxiao.services.studies.writing import FIELDS, day_now, said, who

State = Application.State
# verb → states it may start from, state afterwards
VERBS: dict[str, tuple[tuple[str, ...], str]] = {
    "offer": ((State.WAITING,), State.OFFERED),
    "take": ((State.OFFERED,), State.TAKEN),
    "decline": ((State.OFFERED, State.WAITING), State.DECLINED),
    "refuse": ((State.WAITING,), State.REFUSED),
}


def own_school(actor: Actor) -> Institution:
    """The school whose registrar this is. Raises Http404, ValidationError for an institution without a roll."""
    actor.scope.need(Right.ENROL)
    one = schools.own(actor.scope)
    if not one.is_school:
        raise ValidationError(
            _("Only technical schools keep students; whoever attends a training class is no student.")
        )
    return one


def plan(request: HttpRequest, major: str, seats: int) -> IntakePlan:
    """Say how many may enter a major this year. Raises ValidationError for a major that is none, seats already given."""
    actor = actor_of(request)
    school, day = own_school(actor), day_now()
    year = day // 10000
    if major not in majors() or not majors()[major].valid_from <= day <= majors()[major].valid_to:
        raise ValidationError(_("Please choose a major of the catalogue in force."))
    with transaction.atomic():
        held = queries.applications(actor.scope).filter(
            org_code=school.org_code, year=year, major=major, state__in=queries.HELD
        )
        if seats < (n := held.count()):
            raise ValidationError(_("%(n)s places are promised already.") % {"n": n})
        made: IntakePlan = IntakePlan.objects.within(actor.scope).create(
            org_code=school.org_code, region=school.region, year=year, major=major, seats=seats, **who(actor)
        )
        record(request, school.org_code, 0, ("major",), "intake_plan", AccessLog.Kind.CHANGE)
    return made


def apply(request: HttpRequest, told: Mapping[str, str], evidence: Mapping[str, str]) -> Application:
    """Write an application down. told: name, id_no, home, phone, reg_kind, major; evidence: category → where it is known from.

    Whether somebody is registered poor is found by matching. Raises Http404, ValidationError for a wrong number or
    name, a category without evidence, somebody who applied already.
    """
    actor = actor_of(request)
    school, day = own_school(actor), day_now()
    found = {code: said(text) for code, text in evidence.items()}
    if wrong := [
        code for code, text in found.items() if code not in code_table("intake_category") or len(text) < 2
    ]:
        raise ValidationError(
            _("Please say where category %(code)s is known from.") % {"code": ", ".join(wrong)}
        )
    if told["major"] not in majors():
        raise ValidationError(_("Please choose a major of the catalogue in force."))
    with transaction.atomic():
        person = known(actor, told["name"], told["id_no"], county_named(told["home"]), told["phone"])
        rows = queries.applications(actor.scope).filter(
            org_code=school.org_code, year=day // 10000, person_id=person.pk
        )
        if rows.filter(state__in=[State.WAITING, *queries.HELD]).exists():
            raise ValidationError(_("This person has applied to this school this year already."))
        made: Application = Application.objects.within(actor.scope).create(
            org_code=school.org_code, region=school.region, person=person, name=person.name, id_mask=person.id_mask,
            home=person.region[:6], year=day // 10000, major=told["major"], reg_kind=told["reg_kind"],
            categories=sorted(found), evidence=found, poor=person.registered, applied_on=day,
            tier=1 if person.registered else 2 if found else 3,
        )  # fmt: skip
        _event(actor, made, "apply", "")
        _trail(request, made, "apply")
    return made


def decide(request: HttpRequest, number: UUID, verb: str, reason: str) -> Application:
    """Offer a seat, take it (the student is registered), decline, refuse.

    An offer past somebody who ranks before says why. Raises Http404, ValidationError without a seat, without a reason
    where one is asked for, or when it was decided meanwhile.
    """
    actor = actor_of(request)
    own_school(actor)
    if verb not in VERBS:
        raise Http404
    start, to = VERBS[verb]
    why = said(reason)
    with transaction.atomic():
        one = queries.get_application(actor.scope, number)
        # two registrars may give the same last seat away
        rivals = queries.applications(actor.scope).filter(
            org_code=one.org_code, year=one.year, major=one.major
        )
        list(rivals.select_for_update().order_by("id").values_list("id", flat=True))
        one = queries.get_application(actor.scope, number, lock=True)
        if one.state not in start:
            raise ValidationError(_("This application was decided meanwhile."))
        passed = _may_offer(actor, one, why) if verb == "offer" else 0
        if verb == "refuse" and len(why) < 2:
            raise ValidationError(_("Please say why."))
        one.state = to
        if verb == "take":
            _enter(actor, one)
        one.save()
        _event(actor, one, verb, why, passed)
        _trail(request, one, verb)
    return one


def _may_offer(actor: Actor, one: Application, why: str) -> int:
    """How many are passed by. Raises ValidationError without a seat, or past somebody without a reason."""
    plan_ = queries.planned(actor.scope, one.org_code, one.year).get(one.major, 0)
    held = queries.applications(actor.scope).filter(
        org_code=one.org_code, year=one.year, major=one.major, state__in=queries.HELD
    )
    if held.count() >= plan_:
        raise ValidationError(_("No seat of this major is left this year."))
    rows = queries.before(actor.scope, one)
    passed = rows.count()
    if passed and len(why) < 2:
        first = rows[0]
        text = ngettext(
            "%(n)s applicant ranks before, first of all %(name)s. Please say why the order is left.",
            "%(n)s applicants rank before, first of all %(name)s. Please say why the order is left.",
            passed,
        )
        raise ValidationError(text % {"n": passed, "name": first.name})
    return passed


def _enter(actor: Actor, one: Application) -> None:
    """The applicant becomes a student who waits for the two yeses."""
    with in_scope(whole_scope()) as scope:
        person = Person.objects.within(scope).get(pk=one.person_id)
    day = day_now()
    entry = Entry(one.name, "", one.home, one.reg_kind, one.major, day // 100)
    school = schools.own(actor.scope)
    check_entry(school, entry, day)
    one.student_id = enrol(actor, school, person, entry, day).student.pk


def _event(actor: Actor, one: Application, verb: str, reason: str, passed: int = 0) -> None:
    ApplicationEvent.objects.within(actor.scope).create(
        application=one, org_code=one.org_code, region=one.region, verb=verb, day=day_now(), reason=reason,
        passed=passed, **who(actor),
    )  # fmt: skip


def _trail(request: HttpRequest, one: Application, verb: str) -> None:
    record(request, str(one.pk), 1, FIELDS, f"intake_{verb}", AccessLog.Kind.CHANGE, [str(one.person_id)])
