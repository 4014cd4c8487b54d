"""Working days: which days count for a notice or a time limit (policies/workdays.yaml, X-07, 19-13-06). Days are yyyymmdd."""

from datetime import date, timedelta
from functools import cache

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml


@cache
def _years() -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    told = read_yaml(POLICIES / "workdays.yaml")["years"]
    return {int(year): (frozenset(line["rest"]), frozenset(line["worked"])) for year, line in told.items()}


def known(year: int) -> bool:
    """Whether the days off of a year are told; in any other only weekends are known."""
    return year in _years()


def works(day: int) -> bool:
    """Whether offices work on a day. Raises ValueError for what is no day."""
    rest, worked = _years().get(day // 10000, (frozenset(), frozenset()))
    if (short := day % 10000) in worked:
        return True
    return _date(day).isoweekday() <= 5 and short not in rest


def after(day: int, days: int) -> int:
    """The working day so many working days after a day, which itself does not count; the day itself for 0."""
    one = _date(day)
    while days > 0:
        one += timedelta(days=1)
        days -= works(_number(one))
    return _number(one)


def between(first: int, last: int) -> int:
    """Working days after the first day, up to and with the last; 0 when the last is not later."""
    one, end, count = _date(first), _date(last), 0
    while one < end:
        one += timedelta(days=1)
        count += works(_number(one))
    return count


def _date(day: int) -> date:
    return date(day // 10000, day // 100 % 100, day % 100)


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
