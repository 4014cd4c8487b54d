"""The month's books as policies/books.yaml has them: days, tiers, causes; and the tree of units that sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.masterdata.regions.queries import NATION, stem
from qianxiao.returns.close.words import english

LEVELS = {0: 0, 2: 1, 4: 2, 6: 3}  # digits of a region → tier


@dataclass(frozen=True)
class Window:
    """One step of the month after: whose it is (level, None of nobody), first and last day."""

    step: str
    level: int | None
    first: date
    last: date
    words: str


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "books.yaml")
    return told


def _said(line: dict[str, Any]) -> str:
    return str(line["en" if english() else "zh"])


def windows(period: int) -> list[Window]:
    """The steps of a period (yyyymm) in order, with their days in the month after."""
    year, month = (period // 100, period % 100 + 1) if period % 100 < 12 else (period // 100 + 1, 1)
    day = (year * 100 + month) * 100 + 1
    found = []
    for line in _file()["steps"]:
        fits = [one for one in line["values"] if one["from"] <= day <= one.get("to", day)]
        value = max(fits, key=lambda one: int(one["from"]))
        first, last = date(year, month, value["first"]), date(year, month, value["last"])
        found.append(Window(line["step"], line.get("level"), first, last, _said(line)))
    return found


def causes(kind: str = "") -> list[tuple[str, str]]:
    """Causes a class of difference may have, in words; all of them without a class."""
    fits = (one for one in _file()["causes"] if not kind or kind in one.get("for", [kind]))
    return [(one["cause"], _said(one)) for one in fits]


def cause(code: str) -> str:
    """A cause in words."""
    return dict(causes()).get(code, code)


@cache
def _classes() -> dict[str, dict[str, Any]]:
    told = read_yaml(POLICIES / "differences.yaml")
    return {line["class"]: line for line in told["classes"]}


def kinds() -> list[str]:
    """Classes of difference in the order of the policy."""
    return list(_classes())


def kind(code: str) -> str:
    """A class of difference in words."""
    return _said(_classes()[code]) if code in _classes() else code


def level(region: str) -> int | None:
    """0 the nation, 1 province, 2 prefecture, 3 county; None below."""
    return LEVELS.get(len(stem(region)))


def above(region: str) -> str:
    """The unit a unit hands its books to; '' above the nation. Some counties have no prefecture between."""
    rank, direct = level(region), _file()["direct"]
    if rank == 3:
        skips = region[2:4] in direct["pairs"] or region[:2] in direct["provinces"]
        return f"{region[:2]}0000" if skips else f"{region[:4]}00"
    return {2: f"{region[:2]}0000", 1: NATION}.get(rank or 0, "")


def tree(counties: Iterable[str]) -> dict[str, list[str]]:
    """Unit → units directly below it, for all units above these counties; counties have none below them."""
    found: dict[str, list[str]] = {}
    for county in sorted(set(counties)):
        found[county] = []
        one, upper = county, above(county)
        while upper:
            below = found.setdefault(upper, [])
            if one in below:
                break  # from here up the way is known
            below.append(one)
            one, upper = upper, above(upper)
    return found
