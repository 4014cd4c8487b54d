"""The history of a household as lines: month, what happened, to whom, which values, from which file and row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from qianxiao.registers.households import words
from qianxiao.registers.households.models import FOREVER, MemberVersion, Snapshot
from qianxiao.registers.households.queries import File

_MASKED = {"id_no": "id_mask", "phone": "phone_mask", "account": "account_mask"}


@dataclass(frozen=True)
class Told:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass
class Line:
    """One thing that happened; `number` orders lines of one month."""

    period: int
    verb: str
    name: str
    number: str = ""
    person: UUID | None = None
    told: list[Told] = field(default_factory=list)
    file: str = ""
    row: int = 0


def _values(
    fields: Iterable[str], before: Any, after: Any, places: dict[str, str], homes: Mapping[UUID, str]
) -> list[Told]:
    """What the named fields were and are; masks where the values are sealed."""

    def said(name: str, one: Any) -> str:
        if one is None:
            return "—"
        if name == "household":
            return homes.get(one.household_id, "—")
        return words.value(name, getattr(one, _MASKED.get(name, name)), places)

    return [Told(words.field(name), said(name, before), said(name, after)) for name in fields]


def _source(one: MemberVersion, months: Mapping[int, Snapshot]) -> tuple[str, int]:
    """File and row a version was read from; nothing where the month did not tell."""
    month = months.get(one.from_period)
    return (month.files[one.file - 1], one.row) if month and 0 < one.file <= len(month.files) else ("", 0)


def of_member(
    versions: list[MemberVersion],
    months: Mapping[int, Snapshot],
    places: dict[str, str],
    homes: Mapping[UUID, str],
) -> list[Line]:
    """What happened to one person, from the person's own versions, oldest first in the list given or not."""
    found: list[Line] = []
    before: MemberVersion | None = None
    for one in sorted(versions, key=lambda each: each.from_period):
        if before and before.to_period < one.from_period:
            found.append(Line(before.to_period, "left", before.name, one.number, one.person_id))
        told = _values(one.fields, before, one, places, homes)
        found.append(
            Line(one.from_period, one.verb, one.name, one.number, one.person_id, told, *_source(one, months))
        )
        before = one
    if before and before.to_period != FOREVER:
        found.append(Line(before.to_period, "left", before.name, before.number, before.person_id))
    return found[::-1]


def of_household(
    file: File, months: Mapping[int, Snapshot], places: dict[str, str], homes: Mapping[UUID, str]
) -> list[Line]:
    """What happened to a household and to its people while they were in it, newest first."""
    found: list[Line] = []
    before = None
    for one in sorted(file.versions, key=lambda each: each.from_period):
        told = _values(one.fields, before, one, places, {})
        found.append(Line(one.from_period, one.verb, one.head, "", None, told))
        before = one
    if before and before.to_period != FOREVER:
        found.append(Line(before.to_period, "left", before.head))
    numbers = sorted({one.number for one in file.people})
    for number in numbers:
        own = [one for one in file.people if one.number == number]
        here = [one for one in own if one.household_id == file.household.id]
        first, last = min(one.from_period for one in here), max(one.to_period for one in here)
        for line in of_member(own, months, places, homes):
            elsewhere = line.period == last and any(one.from_period == last for one in own)
            if first <= line.period < last or (line.period == last and not elsewhere):
                found.append(line)
            elif elsewhere:
                found.append(Line(line.period, "other", line.name, number, line.person))
    found.sort(key=lambda line: (-line.period, line.number))
    return found
