"""Verbs about teachers: write down what one did, issue the certificate of service (19-14-05, 19-14-06, 19-15-04, 19-15-05)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from qianxiao.masterdata.regions.queries import county_named
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.schools.models import Institution, Teacher
from qianxiao.registers.schools.queries import institution
from qianxiao.services.courses.queries import tags_of
from qianxiao.services.studies import queries_teachers as queries
from qianxiao.services.studies.models_teachers import (
    CLASSES,
    KINDS,
    MODES,
    ClassPlaces,
    ServiceProof,
    TeacherRecord,
)
from qianxiao.services.studies.numbers import proof_number
from qianxiao.services.studies.parameters import value
from qianxiao.services.studies.writing import day_now, said, who


def _mine(actor: Actor, number: UUID) -> Teacher:
    actor.scope.need(Right.OWN)
    one = queries.get_teacher(actor.scope, number)
    if one.org_code not in actor.scope.institutions:
        raise Http404
    return one


def tell(request: HttpRequest, number: UUID, told: dict[str, Any]) -> TeacherRecord:
    """What a teacher did. told: kind, mode, what, place, starts, ends, days, hours.

    Raises Http404, ValidationError for days that lie ahead or turn back, more days than the time holds, support
    teaching without its mode and county, two times of support teaching that overlap.
    """
    actor = actor_of(request)
    what, kind, mode = said(str(told.get("what", ""))), str(told.get("kind", "")), str(told.get("mode", ""))
    starts, ends = told.get("starts"), told.get("ends")
    days, hours = int(told.get("days") or 0), int(told.get("hours") or 0)
    if kind not in KINDS or not what or not isinstance(starts, int) or not isinstance(ends, int):
        raise ValidationError(_("Please give the kind, what it was, the first and the last day."))
    if (
        not starts <= ends <= day_now()
        or not 0 <= days <= _span(starts, ends)
        or (kind == "aid") != (hours > 0)
    ):
        raise ValidationError(
            _("The days turn back, lie ahead, are more than the time holds, or an aid task has no hours.")
        )
    service = kind == "service"
    place = county_named(str(told.get("place", ""))) if service else ""
    if service and (mode not in MODES or not place or not days):
        raise ValidationError(_("Support teaching has a mode, a county of today and its days."))
    with transaction.atomic():
        one = _mine(actor, number)
        rows = TeacherRecord.objects.within(actor.scope).filter(teacher=one, kind="service")
        if service and rows.filter(starts__lte=ends, ends__gte=starts).exists():
            raise ValidationError(_("Another time of support teaching of this teacher overlaps."))
        if (
            kind in CLASSES
            and (left := queries.free_places(actor.scope, one, kind, ends // 10000)) is not None
            and left < 1
        ):
            raise ValidationError(_("The places of this class for your school are taken."))
        made: TeacherRecord = TeacherRecord.objects.within(actor.scope).create(
            teacher=one, org_code=one.org_code, region=one.region, kind=kind, mode=mode if service else "", what=what,
            place=place, starts=starts, ends=ends, days=days, hours=hours, **who(actor),
        )  # fmt: skip
        _trail(request, one, "teacher_record")
    return made


def give_places(request: HttpRequest, org_code: str, kind: str, year: int, places: int) -> ClassPlaces:
    """How many teachers of a school may go to a class in a year; said again, the newest word holds (19-14-06).

    Raises ValidationError for a school elsewhere or in no poor area, a year long past, no class.
    """
    actor = actor_of(request)
    actor.scope.need(Right.KEY_DECIDE)
    one = Institution.objects.filter(actor.scope.within("region"), org_code=org_code).first()
    if one is None:
        raise ValidationError(_("There is no school of this code in your area."))
    day = day_now()
    most, years = (value(name, one.region, day) for name in ("class_places_most", "class_places_years"))
    if kind not in CLASSES or not 0 <= places <= most or abs(year - day // 10000) > years:
        raise ValidationError(_("Please give the class, a year about now and the number of places."))
    if not tags_of(one.region, day):
        raise ValidationError(_("These places are for schools of poor areas."))
    with transaction.atomic():
        made: ClassPlaces = ClassPlaces.objects.within(actor.scope).create(
            org_code=one.org_code, region=one.region, kind=kind, year=year, places=places, **who(actor)
        )
        record(request, one.org_code, 0, (), "class_places", AccessLog.Kind.CHANGE)
    return made


def _span(starts: int, ends: int) -> int:
    """Days from the first to the last, both counted."""
    from datetime import date

    first, last = (date(day // 10000, day // 100 % 100, day % 100) for day in (starts, ends))
    return (last - first).days + 1


def prove(request: HttpRequest, number: UUID) -> ServiceProof:
    """The certificate of all support teaching so far; its number is verified in public. Raises ValidationError without any."""
    actor = actor_of(request)
    with transaction.atomic():
        one = _mine(actor, number)
        rows = [row for row in queries.records(actor.scope, one) if row.kind == "service"]
        if not rows:
            raise ValidationError(_("This teacher has no support teaching that is written down."))
        made: ServiceProof = ServiceProof.objects.within(actor.scope).create(
            teacher=one, org_code=one.org_code, region=one.region, number=proof_number("QF", day_now()), name=one.name,
            school=institution(one.org_code).name, starts=min(row.starts for row in rows), ends=max(row.ends for row in rows),
            days=sum(row.days for row in rows), day=day_now(), **who(actor),
        )  # fmt: skip
        _trail(request, one, "teacher_prove")
    return made


def _trail(request: HttpRequest, one: Teacher, purpose: str) -> None:
    record(request, str(one.pk), 1, ("name",), purpose, AccessLog.Kind.CHANGE, [str(one.pk)])
