"""What a sign of life from an open lesson counts for: nothing twice, nothing faster than life (19-11-06, pattern 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from qianxiao.services.courses.models import Beat
from qianxiao.services.courses.rules import Rules

V = Beat.Verdict


@dataclass(frozen=True)
class Sign:
    """As a device tells it; times by our clock already."""

    key: str
    session: str
    began_at: datetime
    seconds: int
    place: int  # seconds into the recording


class Span(NamedTuple):
    """Time that was counted in another open page."""

    session: str
    began_at: datetime
    seconds: int


@dataclass(frozen=True)
class Judged:
    """What becomes of a sign: its verdict, its seconds, and how much of other pages' time it takes back."""

    verdict: str
    seconds: int
    taken_back: int = 0


def judge(
    sign: Sign, now: datetime, rules: Rules, before: int, recorded: bool, others: Sequence[Span], today: int
) -> Judged:
    """Judge one sign. before: place of the last one; recorded: whether it plays a recording; today: seconds counted.

    Of two pages open at once neither counts: what the other one was given for the same time is taken back.
    """
    seconds = max(0, min(sign.seconds, 2 * rules.beat))
    if (now - sign.began_at).total_seconds() > rules.late:
        return Judged(V.LATE, seconds)
    both = sum(_overlap(sign.began_at, seconds, one) for one in others if one.session != sign.session)
    if both:
        return Judged(V.DOUBLE, seconds, both)
    if recorded and sign.place - before > seconds * rules.speed + rules.slack:
        return Judged(V.FAST, seconds)
    if today + seconds > rules.day:
        return Judged(V.DAY, seconds)
    # the same page cannot live the same second twice: what it was given already is no new time
    again = sum(_overlap(sign.began_at, seconds, one) for one in others if one.session == sign.session)
    return Judged(V.COUNTED, max(0, seconds - again))


def _overlap(began_at: datetime, seconds: int, other: Span) -> int:
    """Whole seconds two stretches share."""
    ends = min(began_at + timedelta(seconds=seconds), other.began_at + timedelta(seconds=other.seconds))
    return max(0, int((ends - max(began_at, other.began_at)).total_seconds()))
