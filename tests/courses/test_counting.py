"""What a sign of life counts for, over random signs: nothing twice, nothing faster than life (19-11-06, pattern 22)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.services.courses.counting import Judged, Sign, Span, judge
from qianxiao.services.courses.models import Beat
from qianxiao.services.courses.numbers import proof_number, well_formed
from qianxiao.services.courses.rules import Rules, rules_on

V = Beat.Verdict
NOW = datetime(2020, 7, 1, 12, tzinfo=UTC)
RULES = Rules(
    class_hour=2700, beat=60, day=43200, speed=1.5, slack=5, late=604800, pass_share=0.6, time_share=0.8
)


def _sign(ago: int, seconds: int, session: str = "a", place: int = 0) -> Sign:
    return Sign("k", session, NOW - timedelta(seconds=ago), seconds, place)


def _judge(sign: Sign, *others: Span, recorded: bool = False, today: int = 0) -> Judged:
    return judge(sign, NOW, RULES, 0, recorded, others, today)


def test_the_figures_are_data() -> None:
    assert rules_on(20200501, "621126") == RULES
    with pytest.raises(LookupError):
        rules_on(20010101)


@pytest.mark.parametrize(
    ("sign", "others", "more", "wanted"),
    [
        (_sign(60, 60), (), {}, (V.COUNTED, 60, 0)),
        (_sign(60, 4000), (), {}, (V.COUNTED, 120, 0)),
        (_sign(700_000, 60), (), {}, (V.LATE, 60, 0)),
        (_sign(60, 60), (Span("b", NOW - timedelta(seconds=90), 60),), {}, (V.DOUBLE, 60, 30)),
        (_sign(60, 60), (Span("b", NOW - timedelta(seconds=120), 60),), {}, (V.COUNTED, 60, 0)),
        (_sign(60, 60), (Span("a", NOW - timedelta(seconds=80), 60),), {}, (V.COUNTED, 20, 0)),
        (_sign(60, 60, place=96), (), {"recorded": True}, (V.FAST, 60, 0)),
        (_sign(60, 60, place=90), (), {"recorded": True}, (V.COUNTED, 60, 0)),
        (_sign(60, 60), (), {"today": 43_150}, (V.DAY, 60, 0)),
    ],
)
def test_one_sign(
    sign: Sign, others: tuple[Span, ...], more: dict[str, object], wanted: tuple[str, int, int]
) -> None:
    found = _judge(sign, *others, **more)  # type: ignore[arg-type]
    assert (found.verdict, found.seconds, found.taken_back) == wanted


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 400)), max_size=12))
def test_one_page_never_lives_longer_than_the_clock(told: list[tuple[int, int]]) -> None:
    """However often and in whatever order one page tells the same minutes, their sum is no more than went by."""
    held: list[Span] = []
    for ago, seconds in sorted(told, reverse=True):
        sign = _sign(ago, seconds)
        found = _judge(sign, *held)
        if found.verdict == V.COUNTED and found.seconds:
            # what is kept ends where the sign ends, and begins where nothing was kept yet
            ends = sign.began_at + timedelta(seconds=min(seconds, 2 * RULES.beat))
            held.append(Span("a", ends - timedelta(seconds=found.seconds), found.seconds))
    assert sum(one.seconds for one in held) <= 900 + 2 * RULES.beat


@given(st.integers(2019, 2099), st.integers(0, 15))
def test_a_proof_number_with_a_slip_is_nobodys(year: int, place: int) -> None:
    number = proof_number(year * 10000 + 101)
    assert well_formed(number)
    swapped = number[:place] + number[place : place + 2][::-1] + number[place + 2 :]
    assert swapped == number or not well_formed(swapped)
    wrong = number[:place] + ("7" if number[place] != "7" else "8") + number[place + 1 :]
    assert not well_formed(wrong)
