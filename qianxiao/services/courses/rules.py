"""What counts as learning: dated figures of policies/learning.yaml (19-11-06)."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.queries import covers


@dataclass(frozen=True)
class Rules:
    """Figures of a place and day; seconds, but `speed` (times), `pass_share` and `time_share` (shares)."""

    class_hour: int
    beat: int
    day: int
    speed: float
    slack: int
    late: int
    pass_share: float
    time_share: float


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "learning.yaml")
    return told


def _told() -> tuple[dict[str, Any], ...]:
    return tuple(_file()["rules"])


def file_most() -> int:
    """The largest file of a lesson, in bytes."""
    return int(_file()["file_most"])


def campaigns_told() -> dict[str, dict[str, Any]]:
    """Campaigns as the file has them, by code."""
    return dict(_file()["campaigns"])


def rules_on(day: int, region: str = NATION) -> Rules:
    """The figures of the smallest region that has any on a day. Raises LookupError when there are none."""
    held = [
        one
        for one in _told()
        if one["valid_from"] <= day <= one["valid_to"] and covers(one["region"], region or NATION)
    ]
    if not held:
        raise LookupError(f"no rules of learning on {day}")
    found = max(held, key=lambda one: len(one["region"]) if one["region"] != NATION else 0)
    return Rules(**{one.name: found[one.name] for one in fields(Rules)})
