"""The figures of a month's analysis (20-11-06): everybody of a region on two days, counted once in one statement.

Figures are kept as lists of [kind, one, two, before, after, people]; states are those of employ_state, '0' is not on the
platform. Everything shown is added up from them, so that the flows are the difference of the two days by construction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.masterdata.regions.queries import span, stem
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.analysis import declared
from qianxiao.returns.indicators import definitions, queries
from qianxiao.services.employment import parameters
from qianxiao.services.employment.queries import BELOW

_SQL = Path(__file__).parent / "sql" / "flows.sql"
STATES = ("1", "2", "3", "4")
NOT_THERE = "0"
Cell = list[Any]  # kind, one, two, state before, state after, people


@dataclass(frozen=True)
class Group:
    """People in work of one group before and after, how many came into it and left it."""

    kind: str
    key: str
    before: int
    after: int
    came: int
    went: int

    @property
    def change(self) -> int:
        """How many more."""
        return self.after - self.before


def days(month: int) -> tuple[int, int]:
    """The last day of the month before, and of the month (yyyymm); both yyyymmdd."""
    first = month * 100 + 1
    return parameters.before(first, 1), parameters.month_end(first)


def count(scope: Scope, region: str, month: int) -> dict[str, Any]:
    """Count a month of a region. In the transaction's scope; raises Http404 out of scope or below a county."""
    queries.place(scope, region)
    lo, hi = span(region)
    before, day = days(month)
    fresh, stale = (parameters.days(name, day, stem(region)) for name in ("fresh", "stale"))
    told: dict[str, Any] = {
        "before": before, "day": day, "lo": lo, "hi": hi, "size": BELOW.get(len(stem(region)), 12), "bands": declared.bands(day),
        "fresh": parameters.before(day, fresh), "stale": parameters.before(day, stale),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SQL.read_text(encoding="utf-8"), told)
        cells = [list(row) for row in cursor.fetchall()]
    later = {str(n) for n in declared.told()["later"]}
    cells = [cell for cell in cells if cell[0] != "later" or cell[1] in later]
    return {"before": before, "day": day, "fresh_days": fresh, "stale_days": stale, "bands": declared.bands(day), "cells": cells}  # fmt: skip


def people(cells: Iterable[Cell], keeps: Callable[[Cell], bool]) -> int:
    """People of the cells that one keeps."""
    return sum(cell[5] for cell in cells if keeps(cell))


def of(figures: dict[str, Any], kind: str) -> list[Cell]:
    """The cells of one kind."""
    return [cell for cell in figures["cells"] if cell[0] == kind]


def stock(figures: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """State → people before and after."""
    cells = of(figures, "all")
    return {
        state: (people(cells, lambda cell, s=state: cell[3] == s), people(cells, lambda cell, s=state: cell[4] == s))  # type: ignore[misc]
        for state in STATES
    }  # fmt: skip


def flows(figures: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Who moved from which state to which, most first."""
    moved = [(cell[3], cell[4], cell[5]) for cell in of(figures, "all") if cell[3] != cell[4]]
    return sorted(moved, key=lambda one: (-one[2], one[0], one[1]))


def groups(figures: dict[str, Any], kind: str) -> list[Group]:
    """People in work by group: place, county, age, or what work it is before and after (trade, spot)."""
    twice = kind in ("trade", "spot")
    told: dict[str, list[int]] = {}  # key → before, after, stayed
    for _kind, one, two, was, now, n in of(figures, kind):
        key = two if twice else one
        if was == "1":
            told.setdefault(one, [0, 0, 0])[0] += n
        if now == "1":
            told.setdefault(key, [0, 0, 0])[1] += n
        if was == now == "1" and one == key:
            told[key][2] += n
    return [Group(kind, key, was, now, now - stayed, was - stayed) for key, (was, now, stayed) in sorted(told.items()) if was or now]  # fmt: skip


def by_county(figures: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """County → the figures of that county alone, of the kinds that are told by county."""
    found: dict[str, dict[str, Any]] = {}
    for cell in figures["cells"]:
        if cell[0] in ("county", "trained", "stale"):
            found.setdefault(cell[1], {**figures, "cells": []})["cells"].append(cell)
    return found


def tagged(figures: dict[str, Any], month: int) -> list[Group]:
    """The same by area tag: sets of counties, each county once in a tag."""
    found = []
    counties = groups(figures, "county")
    for tag in definitions.tags():
        inside = definitions.tagged(tag, month)
        some = [one for one in counties if definitions.placed(one.key, figures["day"]) in inside]
        if some:
            found.append(Group("tag", tag, *(sum(getattr(one, name) for one in some) for name in ("before", "after", "came", "went"))))  # fmt: skip
    return found


def largest(figures: dict[str, Any]) -> list[Group]:
    """The largest changes of people in work, by policies/analysis.yaml: most first, never one that is none."""
    told = declared.told()["changes"]
    every = [one for kind in told["of"] for one in groups(figures, kind) if one.change]
    every.sort(
        key=lambda one: (-abs(one.change), -(one.came + one.went), told["of"].index(one.kind), one.key)
    )
    return every[: int(told["named"])]


@dataclass(frozen=True)
class Trained:
    """People trained or not: how many, of those in work, before and after."""

    people: int
    before: int
    after: int

    @property
    def share(self) -> float:
        """Percent in work."""
        return percent(self.after, self.people)


def percent(part: int, whole: int) -> float:
    """Percent with one digit; 0 of nothing."""
    return round(part * 100 / whole, 1) if whole else 0.0


def trained(figures: dict[str, Any]) -> tuple[Trained, Trained]:
    """Who passed a class by the last day, and everybody else still on the platform then."""
    cells = [cell for cell in of(figures, "trained") if cell[4] != NOT_THERE]
    one, other = (
        Trained(
            people(cells, lambda cell, t=told: cell[2] == t),  # type: ignore[misc]
            people(cells, lambda cell, t=told: cell[2] == t and cell[3] == "1"),  # type: ignore[misc]
            people(cells, lambda cell, t=told: cell[2] == t and cell[4] == "1"),  # type: ignore[misc]
        )
        for told in ("1", "0")
    )
    return one, other


def later(figures: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Months since the class → people whose newest class ended then, of those in work on the last day."""
    cells = [cell for cell in of(figures, "later") if cell[4] != NOT_THERE]
    return [
        (n, people(cells, lambda cell, k=str(n): cell[1] == k), people(cells, lambda cell, k=str(n): cell[1] == k and cell[4] == "1"))  # type: ignore[misc]
        for n in declared.told()["later"]
    ]  # fmt: skip


def confirmed(figures: dict[str, Any]) -> dict[str, int]:
    """fresh, middle, stale → people still on the platform, by how long ago they were confirmed."""
    cells = [cell for cell in of(figures, "stale") if cell[4] != NOT_THERE]
    return {
        word: people(cells, lambda cell, w=word: cell[2] == w)  # type: ignore[misc]
        for word in ("fresh", "middle", "stale")
    }
