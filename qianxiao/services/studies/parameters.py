"""Dated, regional measures of schooling, and the terms of the school year; data of policies/studies.yaml and calendar.yaml."""

from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@cache
def _told() -> dict[str, dict[str, Any]]:
    rows = read_yaml(POLICIES / "studies.yaml")["parameters"]
    return {row["name"]: row for row in rows}


@cache
def _terms() -> tuple[tuple[int, str], ...]:
    """First day (monthday) and letter of each term, in the order of the year."""
    rows = read_yaml(POLICIES / "calendar.yaml")["terms"]
    return tuple(sorted((int(row["from"]), str(row["letter"])) for row in rows))


def value(name: str, region: str, day: int) -> int:
    """A parameter for a region on a day (yyyymmdd). Raises KeyError where none is in force."""
    fits = [
        one
        for one in _told()[name]["values"]
        if region.startswith(str(one.get("region", ""))) and one["from"] <= day <= one.get("to", OPEN_END)
    ]
    if not fits:
        raise KeyError(f"{name} has no value for region '{region}' on {day}")
    return int(max(fits, key=lambda one: len(str(one.get("region", ""))))["value"])


def term_start(day: int) -> int:
    """The first day of the term a day lies in or comes after: what happened before belongs to a closed term."""
    year = day // 10000
    starts = [y * 10000 + start for y in (year - 1, year) for start, _letter in _terms()]
    return max(start for start in starts if start <= day)


def term_of(day: int) -> str:
    """The term a day lies in or comes after: 2020S, 2020A."""
    start = term_start(day)
    return f"{start // 10000}{dict(_terms())[start % 10000]}"


def place_of(term: str) -> tuple[int, int]:
    """Where a term stands in time: S comes before A."""
    letters = [letter for _start, letter in _terms()]
    return int(term[:4]), letters.index(term[4:])


def open_term(day: int, region: str) -> str:
    """The term whose registration is open on a day: after a closing it is the next one (facts 2.4)."""
    year, date = divmod(day, 10000)
    if date <= value("closing_spring", region, day):
        return f"{year}S"
    return f"{year}A" if date <= value("closing_autumn", region, day) else f"{year + 1}S"


def counts_from(enrol_month: int, day: int, region: str) -> tuple[str, bool]:
    """The term a registration entered on a day counts from, and whether the enrolment's own term was closed already."""
    own, now = term_of(enrol_month * 100 + 1), open_term(day, region)
    late = place_of(own) < place_of(now)
    return (now if late else own), late


def months_before(month: int, back: int) -> int:
    """The month (yyyymm) so many months earlier."""
    year, rest = divmod(month // 100 * 12 + month % 100 - 1 - back, 12)
    return year * 100 + rest + 1


def autumn_month() -> int:
    """The month in which a school year begins: that of the last term of the calendar year."""
    return _terms()[-1][0] // 100


def school_year(term: str) -> int:
    """The calendar year in which the school year of a term began."""
    year, place = place_of(term)
    return year if place == len(_terms()) - 1 else year - 1


@cache
def needs() -> tuple[dict[str, str], ...]:
    """Household attribute → category and level of a needy student (20-09-01)."""
    return tuple(read_yaml(POLICIES / "studies.yaml")["needs"])
