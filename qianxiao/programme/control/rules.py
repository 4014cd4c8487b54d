"""States of schools and the rhythm of their reports: policies/control.yaml and what offices switched (20-07-03)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.masterdata.regions.queries import span, stem
from qianxiao.office.duties.declared import ymd

OFF = "off"


@dataclass(frozen=True)
class Rhythm:
    """How often a region reports from a day on."""

    region: str
    starts: int
    every: str


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "control.yaml")
    return told


def _said(table: str, code: str) -> str:
    line = _file()[table].get(code)
    return code if line is None else str(line["en" if (get_language() or "").startswith("en") else "zh"])


def states() -> list[tuple[str, str]]:
    """States of a school with their words."""
    return [(code, _said("states", code)) for code in _file()["states"]]


def state(code: str) -> str:
    """A state in words."""
    return _said("states", code)


def rhythms() -> list[tuple[str, str]]:
    """How often may be reported, in words."""
    return [(code, _said("rhythms", code)) for code in _file()["rhythms"]]


def rhythm(code: str) -> str:
    """One of them in words."""
    return _said("rhythms", code)


def needs_plan(code: str) -> bool:
    """Whether a school in this state needs a plan."""
    return code in _file()["needs_plan"]


def in_force(switched: Iterable[Rhythm], day: int) -> list[Rhythm]:
    """What holds on a day, the most specific region first, one line for each region."""
    told = [Rhythm(line["region"], line["from"], line["every"]) for line in _file()["reporting"]]
    newest: dict[str, Rhythm] = {}
    for one in sorted([*told, *switched], key=lambda one: one.starts):
        if one.starts <= day:
            newest[one.region] = one
    return sorted(newest.values(), key=lambda one: -len(stem(one.region)) if one.region else 0)


def every_in(rules: Iterable[Rhythm], region: str) -> str:
    """How often a place reports; not at all where nothing says so."""
    for one in rules:
        lo, hi = span(one.region) if one.region else ("", "~")
        if lo <= region < hi:
            return one.every
    return OFF


def period_of(every: str, day: date) -> int:
    """The day itself, the Monday of its week; 0 without reports."""
    if every == OFF:
        return 0
    return ymd(day if every == "daily" else day - timedelta(days=day.isoweekday() - 1))
