"""Definitions of the indicators as policies/indicators has them: words, formulas, units, shares, tags, the board."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import OPEN_END, area_tags, tag_counties, units
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.close.inputs import last_day
from qianxiao.masterdata.regions.queries import NATION, names
from qianxiao.office.lists.places import place
from qianxiao.returns.close import books
from qianxiao.returns.close.words import english

FOLDER = POLICIES / "indicators"
SPANS = {"month": "m", "year": "y", "total": "t"}
MEASURES = {"persons": "people", "times": "times", "fen": "amount"}


@dataclass(frozen=True)
class Indicator:
    """One indicator: unit persons, times or fen; kind flow or stock; group is the file it stands in."""

    code: str
    kind: str
    unit: str
    clause: str
    zh: str
    en: str
    group: str

    @property
    def measure(self) -> str:
        """The column of a cell that is this indicator."""
        return MEASURES[self.unit]


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(FOLDER / "definitions.yaml")
    return told


@cache
def indicators() -> dict[str, Indicator]:
    """Every indicator by code, in the order of the files."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for line in read_yaml(path).get("indicators", []):
            found[line["code"]] = Indicator(
                line["code"], line["kind"], line["unit"], line["clause"], line["zh"], line["en"], path.stem
            )
    return found


@cache
def version() -> str:
    """SHA-256 over the files of the definitions."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(FOLDER.glob("*.yaml")))).hexdigest()


def said(line: Any) -> str:
    """A line of a definition in the reader's language."""
    if isinstance(line, Indicator):
        return line.en if english() else line.zh
    return str(line["en" if english() else "zh"])


def formula(one: Indicator) -> str:
    """How a figure is counted, in words."""
    return said(_file()["formulas"][one.unit])


def as_of(one: Indicator) -> str:
    """At which day it stands, in words."""
    return said(_file()["as_of"][one.kind])


def spans() -> list[tuple[str, str]]:
    """Spans in words."""
    return [(code, said(line)) for code, line in _file()["spans"].items()]


def shares() -> dict[str, dict[str, Any]]:
    """Shares by code."""
    return {line["code"]: line for line in _file()["shares"]}


def board() -> dict[str, Any]:
    """The board's figures and its funnel."""
    told: dict[str, Any] = _file()["board"]
    return told


def _in_force(values: list[dict[str, Any]], day: int) -> list[dict[str, Any]]:
    return [one for one in values if one["from"] <= day <= one.get("to", OPEN_END)]


def smallest(day: int) -> int:
    """Figures about fewer people than this are not published (yyyymmdd)."""
    fits = _in_force(_file()["small"]["values"], day)
    return int(max(fits, key=lambda one: int(one["from"]))["people"]) if fits else 0


def own_unit(day: int) -> list[tuple[str, str]]:
    """Beginnings of county codes that report to a unit of their own, and that unit's two digits."""
    return [(one["prefix"], one["unit"]) for one in _in_force(_file()["units"]["values"], day)]


def placed(county: str, day: int) -> str:
    """A county's code as its reporting unit has it: 659001 is 669001, so that 兵团 and 新疆 each see and count their own."""
    for prefix, unit in own_unit(day):
        if county.startswith(prefix):
            return unit + county[2:]
    return county


def as_registered(region: str, day: int) -> str:
    """The code the registers have for a county of a unit of its own."""
    for prefix, unit in own_unit(day):
        if region.startswith(unit + prefix[2:]):
            return prefix[:2] + region[2:]
    return region


def parent(region: str) -> str:
    """The region one tier up; '' above the nation."""
    return books.above(region)


def child(region: str, home: str) -> str:
    """The region directly below `home` that holds a region; the region itself where it lies elsewhere, or is it."""
    one = region
    while (upper := parent(one)) and upper != home:
        one = upper
    return one if parent(one) == home else region


def level(region: str) -> int:
    """Tier of a region: 0 to 3; below a county 4."""
    found = books.level(region)
    return 4 if found is None else found


def unit_codes() -> list[str]:
    """The 32 reporting units as region codes, in the order of the notices."""
    return [unit.region or f"{unit.code}0000" for unit in units()]


def place_names(codes: list[str], day: int = OPEN_END) -> dict[str, str]:
    """Names of regions, of 兵团 and its counties too."""
    told = {unit.region or f"{unit.code}0000": unit.en if english() else unit.zh for unit in units()}
    told[NATION] = place(NATION, {})
    asked = {code: as_registered(code, day) for code in codes}
    found = names(asked.values())
    return {code: told.get(code) or found.get(old, code) for code, old in asked.items()}


@cache
def tags() -> list[str]:
    """The area tags that a table can be narrowed to."""
    return list(dict.fromkeys(row.tag for row in area_tags()))


@cache
def tagged(tag: str, period: int) -> frozenset[str]:
    """Counties that carried a tag on some day of a period's year (decision 0037), as their units have them."""
    day, first = last_day(period), period // 100 * 10000 + 101
    return frozenset(placed(code, day) for one in (first, day) for code in tag_counties(tag, one))
