"""Verbs of institutions: take in a register of them, keep the own facts, rooms, licensed occupations, teachers."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.base.catalogues import occupations
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import because, record
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.schools import queries
from qianxiao.registers.schools.models import Institution, Licensed, Room, Teacher

FACTS = ("address", "phone", "scale", "practice_area", "boarding")  # what an institution says of itself


def take_in(rows: Iterable[dict[str, Any]], source: str) -> int:
    """Institutions of a register by their codes: new ones added, known ones brought up to date. Returns how many.

    Every row has org_code, name, org_type, region, and of the other columns of the model what the register tells.
    """
    found = [Institution(**row, source=source) for row in rows]
    names = [
        "name",
        "org_type",
        "school_level",
        "region",
        "licence_from",
        "licence_to",
        "tuition",
        "ethnic_area",
        "source",
    ]
    with transaction.atomic():
        made = Institution.objects.bulk_create(
            found, update_conflicts=True, unique_fields=["org_code"], update_fields=names, batch_size=1000
        )
    return len(made)


def keep_facts(request: HttpRequest, told: dict[str, Any]) -> Institution:
    """Set what the own institution says of itself. Raises Http404 for other posts."""
    one = _own(request)
    with transaction.atomic(), because("facts", request.user.get_username(), request):
        for name in FACTS:
            if name in told:
                setattr(one, name, told[name])
        one.save(update_fields=[name for name in FACTS if name in told])
        _log(request, one, "facts")
    return one


def add_room(request: HttpRequest, name: str, kind: str, seats: int, shared: bool) -> Room:
    """A room of the own institution. Raises ValidationError for a name that is taken or no seats."""
    one = _own(request)
    said = " ".join(name.split())
    if not said or kind not in Room.KINDS or seats < 1:
        raise ValidationError(_("Please give the room a name, a kind and its seats."))
    if one.rooms.filter(name=said).exists():
        raise ValidationError(_("There is a room of this name already."))
    with transaction.atomic():
        room = Room.objects.create(
            institution=one, name=said, kind=kind, seats=seats, shared=shared, region=one.region
        )
        _log(request, one, "room")
    return room


def add_teacher(request: HttpRequest, name: str, occupation: str, certificate: str, hired: bool) -> Teacher:
    """A teacher of the own institution. Raises ValidationError without a name or for an unknown occupation."""
    one = _own(request)
    said = " ".join(name.split())
    if not said or (occupation and occupation not in occupations()):
        raise ValidationError(_("Please give the teacher's name and an occupation of the catalogue."))
    with transaction.atomic(), because("teacher", request.user.get_username(), request):
        made: Teacher = Teacher.objects.within(actor_of(request).scope).create(
            region=one.region, org_code=one.org_code, name=said, occupation=occupation, certificate=certificate.strip(),
            hired=hired,
        )  # fmt: skip
        _log(request, one, "teacher", [str(made.pk)])
    return made


def license_for(one: Institution, what: str, pairs: Iterable[tuple[str, str]], basis: str) -> int:
    """Occupations and levels an institution may teach or evaluate, by a filing; what is there stays. Returns new ones."""
    rows = [
        Licensed(institution=one, what=what, occupation=code, level=level, basis=basis)
        for code, level in pairs
    ]
    before = one.licensed_for.count()
    Licensed.objects.bulk_create(rows, ignore_conflicts=True)
    return one.licensed_for.count() - before


def _own(request: HttpRequest) -> Institution:
    actor = actor_of(request)
    actor.scope.need(Right.OWN)
    return queries.own(actor.scope)


def _log(request: HttpRequest, one: Institution, what: str, whose: list[str] | None = None) -> None:
    record(
        request,
        one.org_code,
        len(whose or ()),
        (what,),
        f"institution_{what}",
        AccessLog.Kind.CHANGE,
        whose or (),
    )
