"""Numbers and sentences of the analysis: policies/analysis.yaml, dated."""

from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@cache
def told() -> dict[str, Any]:
    """The file as it stands."""
    found: dict[str, Any] = read_yaml(POLICIES / "analysis.yaml")
    return found


def _newest(lines: list[dict[str, Any]], day: int) -> dict[str, Any]:
    fits = [one for one in lines if one["from"] <= day <= one.get("to", OPEN_END)]
    if not fits:
        raise LookupError(f"policies/analysis.yaml has no value on {day}")
    return max(fits, key=lambda one: int(one["from"]))


def bands(day: int) -> list[int]:
    """First year of each age band in force on a day (yyyymmdd). Raises LookupError before any."""
    return [int(one) for one in _newest(told()["ages"], day)["bands"]]


def limit(name: str, day: int) -> int:
    """A number of `limits` (lines, people) on a day."""
    return int(_newest(told()["limits"][name], day)["value"])
