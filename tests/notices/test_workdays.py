"""Working days of the State Council's calendar: holidays, days worked instead, a year nobody told about (X-07)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qianxiao.base.workdays import after, between, known, works

DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2028, 1, 1))


@pytest.mark.parametrize(
    ("day", "said"),
    [(20201009, True), (20201008, False), (20201010, True), (20201011, False), (20200627, False), (20200628, True), (20300101, True)],
)  # fmt: skip
def test_a_day(day: int, said: bool) -> None:
    assert works(day) is said


def test_five_days_over_the_long_holiday_of_2020() -> None:
    """A notice put up on Tuesday 29 September 2020 ends on the fifth working day: the 30th, then from 9 October on."""
    assert after(20200929, 5) == 20201013
    assert between(20200929, 20201013) == 5


def test_a_year_without_a_line_says_so() -> None:
    assert known(2026) and not known(2030)


@given(DAYS, st.integers(0, 60))
def test_counting_on_and_counting_between_agree(day: object, days: int) -> None:
    first = int(day.strftime("%Y%m%d"))  # type: ignore[attr-defined]
    assert between(first, after(first, days)) == days
    assert days == 0 or works(after(first, days))
