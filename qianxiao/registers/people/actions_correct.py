"""Verbs of corrections (B10): set a field right with reason and proof, confirm as the second person, take back."""

import re
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from qianxiao.base.fold import fold
from qianxiao.base.vault import blind, mask, normal, seal
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.office.audit.actions import because, post_name, record
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people import queries
from qianxiao.registers.people.models import Correction, Person, Sealed
from qianxiao.registers.people.protection import correctable
from qianxiao.registers.people.readings import reading

_NAME = re.compile(r"[^\W\d_]+(?:[·. ][^\W\d_]+)*")
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 20
State = Correction.State


def _value(field: str, text: str) -> str:
    """A value in the form it is kept in. Raises ValidationError on one that cannot be right."""
    said = fold(text).strip()
    if field == "name" and _NAME.fullmatch(said) and len(said) <= 40:
        return said
    if field == "sex" and said in ("1", "2"):
        return said
    if field == "birth":
        try:
            day = date.fromisoformat(said)
        except ValueError:
            day = date.max
        if date(1900, 1, 1) <= day <= timezone.localdate():
            return day.strftime("%Y%m%d")
    if field == "phone":
        digits = normal("phone", said)
        if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE:
            return digits
    raise ValidationError(_("This value cannot be right."))


def correct(request: HttpRequest, person: UUID, field: str, text: str, reason: str, proof: str) -> Correction:
    """Set one field of a person in scope right, or ask for it where a second person has to confirm.

    Raises Http404 out of scope or for a field that is none, ValidationError without reason and proof, on an impossible
    or unchanged value, and while another correction of the field waits.
    """
    scope = scope_of(request)
    scope.need(Right.KEEP)
    with transaction.atomic():
        found = _locked(scope, person)
        if field not in correctable():
            raise Http404
        plain = _value(field, text)
        why, paper = (" ".join(told.split())[:500] for told in (reason, proof))
        if len(why) < 2 or len(paper) < 2:
            raise ValidationError(_("Please say why, and which paper you have seen."))
        if Correction.objects.within(scope).filter(person=found, field=field, state=State.ASKED).exists():
            raise ValidationError(_("A correction of this field waits for the second person."))
        if _is(scope, found, field, plain):
            raise ValidationError(_("This is what stands there already."))
        line = Correction(person=found, field=field, reason=why, proof=paper, at=timezone.now())
        line.before, line.told = _stands(scope, found, field)
        line.after = mask("phone", plain) if field == "phone" else plain
        line.by, line.post = request.user.get_username(), post_name(request)
        if not correctable()[field]:
            _apply(request, scope, line, plain)
        line.save()
        record(
            request,
            str(found.id),
            1,
            (field,),
            "correct",
            AccessLog.Kind.CHANGE,
            queries.known_as(scope, found),
        )
    return line


def check(request: HttpRequest, number: int, verb: str, note: str) -> Correction:
    """Confirm or refuse as the second person, or take back as the first. Raises Http404, ValidationError."""
    scope = scope_of(request)
    who = request.user.get_username()
    with transaction.atomic():
        line = queries.get_correction(scope, number, lock=True)
        mine = line.by == who
        allowed = scope.may(Right.KEEP) and mine if verb == "withdraw" else scope.may(Right.CHECK)
        if verb not in ("apply", "refuse", "withdraw"):
            raise Http404
        if line.state != State.ASKED:
            raise ValidationError(_("This correction has been decided meanwhile."))
        if not allowed or (verb != "withdraw" and mine):
            raise ValidationError(_("A second person has to confirm it."))
        line.note = " ".join(note.split())[:500]
        if verb == "refuse" and len(line.note) < 2:
            raise ValidationError(_("Please say why."))
        line.checked_by, line.checked_post, line.checked_at = who, post_name(request), timezone.now()
        if verb == "apply":
            _locked(scope, line.person_id)
            _apply(request, scope, line, line.after)
        else:
            line.state = State.REFUSED if verb == "refuse" else State.WITHDRAWN
        line.save()
        whose = queries.known_as(scope, line.person)
        record(
            request, str(line.person_id), 1, (line.field,), f"correct_{verb}", AccessLog.Kind.CHANGE, whose
        )
    return line


def _locked(scope: Scope, person: UUID) -> Person:
    """One person in scope, locked. Raises Http404."""
    queries.get_person(scope, person)
    found: Person = Person.objects.within(scope).select_for_update().get(id=person)
    return found


def _phone(scope: Scope, person: Person) -> Sealed | None:
    found: Sealed | None = Sealed.objects.within(scope).filter(person=person, kind="phone").first()
    return found


def _is(scope: Scope, person: Person, field: str, plain: str) -> bool:
    """Whether a field has this value already."""
    if field == "phone":
        held = _phone(scope, person)
        return held is not None and bytes(held.index) == blind(ring(), "phone", plain)
    return str(getattr(person, field) or "") == plain


def _stands(scope: Scope, person: Person, field: str) -> tuple[str, str]:
    """What is shown now, and what the register last said: under an earlier correction that is its own word."""
    before = Correction.objects.within(scope).filter(person=person, field=field, state=State.APPLIED).first()
    if field == "phone":
        held = _phone(scope, person)
        shown, told = person.phone_mask, bytes(held.index).hex() if held else ""
    else:
        shown = told = str(getattr(person, field) or "")
    return shown, before.told if before else told


def _apply(request: HttpRequest, scope: Scope, line: Correction, plain: str) -> None:
    """Write the value; an earlier correction of the field gives way."""
    person = line.person
    Correction.objects.within(scope).filter(person=person, field=line.field, state=State.APPLIED).update(
        state=State.OVERTAKEN
    )
    with because(f"{line.reason} ({line.proof})", line.by, request):
        if line.field == "phone":
            keys = ring()
            version, data = seal(keys, "phone", person.id, plain)
            Sealed.objects.within(scope).update_or_create(
                person=person,
                kind="phone",
                defaults={
                    "version": version,
                    "sealed": data,
                    "index": blind(keys, "phone", plain),
                    "index_version": keys.active("index"),
                },
            )
            person.phone_mask = line.after
        elif line.field == "name":
            person.name = plain
            person.pinyin, person.initials = reading(plain)
        elif line.field == "sex":
            person.sex = plain
        else:
            person.birth = int(plain)
        person.save()
    line.state, line.period = State.APPLIED, queries.newest_month()
