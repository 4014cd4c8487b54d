"""What policies/supervision.yaml says: levels, thresholds, checklists, the rule of commendation; each by its dated value."""

from datetime import date
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.workdays import after
from qianxiao.base.yamlfile import read_yaml
from qianxiao.returns.indicators.definitions import said

LEVELS = ("remind", "correct", "accountable")  # 1 to 3
FINDING = "inspection"  # the rule of what an inspection found


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "supervision.yaml")
    return told


def part(name: str) -> Any:
    """A part of the file as it stands."""
    return _file()[name]


def ymd(day: date) -> int:
    """20200531 of a day."""
    return day.year * 10000 + day.month * 100 + day.day


def value(line: dict[str, Any], day: int) -> dict[str, Any] | None:
    """The dated value in force on a day (yyyymmdd); None before the first."""
    fits = [one for one in line["values"] if one["from"] <= day <= one.get("to", day)]
    return max(fits, key=lambda one: int(one["from"])) if fits else None


def rules() -> list[dict[str, Any]]:
    """What the daily task looks for."""
    return list(_file()["rules"])


def codes() -> list[str]:
    """Everything a warning may come from."""
    return [*(one["rule"] for one in rules()), FINDING]


def rule(code: str) -> dict[str, Any] | None:
    """One of them by its code."""
    return next((one for one in rules() if one["rule"] == code), None)


def level_of(line: dict[str, Any], measured: float, day: int) -> int:
    """The hardest level whose threshold something measured reaches; 0 below the first."""
    told = value(line, day) or {}
    return max(
        (at for at, name in enumerate(LEVELS, 1) if name in told and measured >= told[name]), default=0
    )


def level_name(level: int) -> str:
    """A level in words."""
    return said(_file()["levels"][level - 1])


def due(level: int, day: date) -> date:
    """The last day in time of a warning of this level that is given on a day."""
    told = value(_file()["levels"][level - 1], ymd(day))
    last = after(ymd(day), int(told["workdays"]) if told else 0)
    return date(last // 10000, last // 100 % 100, last % 100)


def harder(day: date) -> int:
    """How many levels harder what is overdue becomes."""
    told = value(_file()["overdue"], ymd(day))
    return int(told["levels"]) if told else 0


def rule_name(code: str) -> str:
    """What was found, in words."""
    line = _file()["inspection"] if code == FINDING else rule(code)
    return said(line) if line else code


def checklist(kind: str) -> list[dict[str, Any]]:
    """The points an inspection of a kind looks at."""
    return next(list(one["items"]) for one in _file()["checklists"] if one["kind"] == kind)


def kinds() -> list[tuple[str, str]]:
    """What a sample may be drawn from, in words."""
    return [(one["kind"], said(one)) for one in _file()["checklists"]]


def most_drawn() -> int:
    """The largest sample."""
    return int(_file()["inspection"]["most"])
