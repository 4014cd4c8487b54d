"""Scoped reads of the vault: search, one person, duplicates. Nothing here opens a sealed number."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.http import Http404

from qianxiao.base.vault import KINDS, Secret, blind, normal
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.registers.people.models import (
    Correction,
    Decision,
    Duplicate,
    Enrolment,
    Headcount,
    Intake,
    Person,
    Sealed,
)

PAGE = 50
LAST = chr(0x10FFFF)  # behind every prefix
_NUMBER = re.compile(r"[0-9Xx\s\-+]{6,}")


@dataclass
class Found:
    """What a search gave: how it was understood, the persons, whether more exist."""

    how: str  # number, name, reading or nothing
    persons: list[Person]
    more: bool = False


def _in(scope: Scope) -> "QuerySet[Person]":
    """Persons kept inside the scope; none for an institution or an empty scope."""
    scope.need(Right.PEOPLE)
    return Person.objects.within(scope)


def listed(scope: Scope) -> "QuerySet[Person]":
    """Registered persons in scope, each once; a record taken for another one stands at that one."""
    return _in(scope).filter(same_as__isnull=True, registered=True)


def named(rows: "QuerySet[Person]", text: str) -> "QuerySet[Person]":
    """Those whose name, pinyin or initials begin so; initials have to be whole. Nobody for less than two signs."""
    said = " ".join(text.split())
    if len(said) < 2 or _NUMBER.fullmatch(said):
        return rows.none()
    if not said.isascii():
        return rows.filter(name__gte=said, name__lt=said + LAST)
    word = re.sub(r"[^a-z0-9]", "", said.lower())
    return (
        rows.filter(Q(pinyin__gte=word, pinyin__lt=word + LAST) | Q(initials=word)) if word else rows.none()
    )


def tally(scope: Scope, lo: str, hi: str, column: str = "", state: str = "") -> int:
    """People in [lo, hi) by the counts kept when the newest month was loaded; whole counties only."""
    rows = Headcount.objects.within(scope, lo, hi)
    if column:
        rows = rows.filter(**{column: state})
    return int(rows.aggregate(n=Sum("n"))["n"] or 0)


def counted(scope: Scope) -> bool:
    """Whether a month's counts are kept at all."""
    return bool(Headcount.objects.within(scope).exists())


def search(scope: Scope, text: str) -> Found:
    """Persons in scope by full number (ID, telephone, account, register), name, pinyin or initials.

    A number has to be complete; a name or a reading may be the beginning of one, of two signs or more.
    """
    said = " ".join(text.split())
    if len(said) < 2:
        scope.need(Right.PEOPLE)
        return Found("nothing", [])
    if _NUMBER.fullmatch(said):
        return Found("number", _by_number(scope, said))
    if said.isascii():
        word = re.sub(r"[^a-z0-9]", "", said.lower())
        either = Q(pinyin__gte=word, pinyin__lt=word + LAST) | Q(initials=word)
        enrolled = (
            Enrolment.objects.within(scope)
            .filter(number__in=[said, said.upper()])
            .values_list("person_id", flat=True)
        )
        either |= Q(id__in=list(enrolled[:PAGE]))  # a list, not a join: each part then has its index
        rows = _in(scope).filter(either) if word else _in(scope).none()
        how = "reading"
    else:
        rows, how = _in(scope).filter(name__gte=said, name__lt=said + LAST), "name"
    found = list(rows.order_by("name", "region", "id")[: PAGE + 1])
    return Found(how, found[:PAGE], len(found) > PAGE)


def _by_number(scope: Scope, text: str) -> list[Person]:
    """Persons in scope who hold exactly this number, under any index key still in use."""
    keys = ring()
    told = {kind: normal(kind, text) for kind in KINDS}
    indexes = [
        blind(keys, kind, plain, version)
        for kind, plain in told.items()
        for version in (keys.versions("index") if plain else [])
    ]
    held = Sealed.objects.within(scope).filter(index__in=indexes).values_list("person_id", flat=True)
    enrolled = Enrolment.objects.within(scope).filter(number=text).values_list("person_id", flat=True)
    ids = {*held[: PAGE * 4], *enrolled[:PAGE]}
    return list(_in(scope).filter(id__in=ids).order_by("name", "region", "id")[:PAGE])


def get_person(scope: Scope, person: UUID) -> Person:
    """One person in scope. Raises Http404: out of scope is not there."""
    found = _in(scope).filter(id=person).first()
    if found is None:
        raise Http404
    return found


def by_enrolment(scope: Scope, register: str, number: str) -> Person | None:
    """The person behind a register's number, in scope; None when the vault has not taken the register in."""
    return _in(scope).filter(enrolments__register=register, enrolments__number=number).first()


def handed_into(scope: Scope, register: str, numbers: list[str]) -> set[str]:
    """Those numbers of a register whose persons are kept in scope though the register places them elsewhere."""
    held = Enrolment.objects.within(scope).filter(register=register, number__in=numbers, person__handed=True)
    return set(held.values_list("number", flat=True))


def secrets(scope: Scope, person: Person) -> dict[str, Secret]:
    """The sealed numbers of a person in scope by kind; printed they are masks."""
    get_person(scope, person.id)
    rows = Sealed.objects.within(scope).filter(person=person)
    return {row.kind: secret(row, person) for row in rows}


def secret(row: Sealed, person: Person) -> Secret:
    """A stored number as a value that prints as its mask."""
    shown = str(getattr(person, {"id_no": "id_mask", "phone": "phone_mask"}.get(row.kind, "account_mask")))
    return Secret(row.kind, row.person_id, row.version, bytes(row.sealed), shown)


def enrolments(scope: Scope, person: Person) -> list[Enrolment]:
    """Registers a person in scope stands in."""
    get_person(scope, person.id)
    return list(Enrolment.objects.within(scope).filter(person=person).order_by("register", "number"))


def known_as(scope: Scope, person: Person) -> list[str]:
    """Every number the access log may name this person by: the vault's own and those of registers."""
    return [str(person.id), *(line.number for line in enrolments(scope, person))]


def others(scope: Scope, person: Person) -> list[Person]:
    """Records that were found to be the same person, in scope."""
    return list(_in(scope).filter(Q(same_as=person) | Q(id=person.same_as_id)).order_by("name", "id"))


def duplicates(scope: Scope) -> "QuerySet[Duplicate]":
    """Open questions whose both records lie in scope."""
    scope.need(Right.REVIEW)
    rows: QuerySet[Duplicate] = Duplicate.objects.within(scope).filter(state="open")
    return rows


def get_duplicate(scope: Scope, number: int) -> Duplicate:
    """One question with both records in scope, open or decided. Raises Http404."""
    scope.need(Right.REVIEW)
    rows = Duplicate.objects.within(scope).filter(id=number)
    found: Duplicate | None = rows.select_related("one", "two").first()
    if found is None:
        raise Http404
    return found


def decisions(scope: Scope, *persons: Person) -> list[Decision]:
    """What was decided about records in scope, newest first."""
    for person in persons:
        get_person(scope, person.id)
    ids = [person.id for person in persons]
    return list(Decision.objects.filter(Q(one__in=ids) | Q(two__in=ids)).order_by("-id")[:PAGE])


def is_number(text: str) -> bool:
    """Whether a search text is meant as a number."""
    return bool(_NUMBER.fullmatch(" ".join(text.split())))


def values_by_key(scope: Scope) -> dict[tuple[str, int], int]:
    """How many sealed values, indexes and links of the log each key version holds. Counts only."""
    held: dict[tuple[str, int], int] = {}
    for kind, version, count in (
        Sealed.objects.within(scope).values_list("kind", "version").annotate(n=Count("id"))
    ):
        held[kind, version] = count
    for version, count in Sealed.objects.within(scope).values_list("index_version").annotate(n=Count("id")):
        held["index", version] = count
    for version, count in AccessLog.objects.values_list("key_version").annotate(n=Count("id")):
        held["chain", version] = count
    return held


def corrections(scope: Scope, person: Person) -> list[Correction]:
    """What was corrected in a record in scope, newest first."""
    get_person(scope, person.id)
    return list(Correction.objects.within(scope).filter(person=person).order_by("-id")[:PAGE])


def newest_month() -> int:
    """The newest month of the register of poor people that was taken in; 0 before any."""
    return Intake.objects.filter(register="poor").aggregate(newest=Max("period"))["newest"] or 0


def corrections_by_number(scope: Scope, person: Person, numbers: list[str]) -> list[Correction]:
    """Those corrections of a person in scope whose numbers a close names, in their order."""
    wanted = [int(one) for one in numbers if one.isdecimal() and len(one) < 19]
    return list(Correction.objects.within(scope).filter(person=person, id__in=wanted).order_by("id"))


def all_corrections(scope: Scope) -> "QuerySet[Correction]":
    """Corrections of people in scope, each with its person."""
    scope.need(Right.PEOPLE)
    rows: QuerySet[Correction] = Correction.objects.within(scope).select_related("person")
    return rows


def get_correction(scope: Scope, number: int, lock: bool = False) -> Correction:
    """One correction of a person in scope, locked for a decision if asked. Raises Http404."""
    scope.need(Right.PEOPLE)
    rows = Correction.objects.within(scope).filter(id=number).select_related("person")
    found: Correction | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    return found
