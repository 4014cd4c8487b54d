"""A timetable from the parts of a package: hours spread over days, never through the midday break, whole class hours."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qianxiao.services.training.rules import limit


@dataclass(frozen=True)
class Part:
    """One part of what is taught: class hours, theory or practice."""

    subject: str
    kind: str
    hours: int


@dataclass(frozen=True)
class Planned:
    """One session to be: day yyyymmdd, minutes of the day, class hours."""

    day: int
    lo: int
    hi: int
    hours: int
    kind: str
    subject: str


def ymd(day: date) -> int:
    """20200531 of a date."""
    return day.year * 10000 + day.month * 100 + day.day


def as_date(day: int) -> date:
    """A date of 20200531. Raises ValueError on a day there is not."""
    return date(day // 10000, day // 100 % 100, day % 100)


def months_before(day: date, months: int) -> int:
    """The same day some months before, or the last of its month where there is none; yyyymmdd."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return year * 10000 + (month + 1) * 100 + min(day.day, monthrange(year, month + 1)[1])


def clock(minute: int) -> str:
    """08:30 of 510."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _slots(first: date, hours_a_day: int, region: str, every_day: bool) -> Iterator[tuple[int, int, int]]:
    """(day, first minute, class hours that fit) of one block after the other."""
    day = first
    while True:
        on = ymd(day)
        if every_day or day.isoweekday() <= limit("week_days", on, region):
            length, begins = limit("hour_minutes", on, region), limit("day_starts", on, region)
            before = min(hours_a_day, (limit("break_starts", on, region) - begins) // length)
            if before > 0:
                yield on, begins, before
            if hours_a_day > before:
                yield on, limit("break_ends", on, region), hours_a_day - before
        day += timedelta(days=1)


def plan(
    parts: Iterable[Part], first: date, hours_a_day: int, region: str, every_day: bool = False
) -> list[Planned]:
    """The sessions of all parts one after the other from a day on. Raises ValueError for no hours a day."""
    if hours_a_day < 1:
        raise ValueError("a day needs at least one class hour")
    slots, made = _slots(first, hours_a_day, region, every_day), []
    day, minute, left = next(slots)
    for part in parts:
        open_ = part.hours
        while open_ > 0:
            if not left:
                day, minute, left = next(slots)
            took = min(open_, left)
            length = limit("hour_minutes", day, region)
            made.append(Planned(day, minute, minute + took * length, took, part.kind, part.subject))
            open_, left, minute = open_ - took, left - took, minute + took * length
    return made
