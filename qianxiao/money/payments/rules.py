"""Limits of payments and weights of allocation, as policies/payments.yaml and policies/funds.yaml have them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@cache
def _file(name: str) -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / f"{name}.yaml")
    return told


def _in_force(line: Mapping[str, Any], day: int, region: str = "") -> int:
    fits = [
        one
        for one in line["values"]
        if one["from"] <= day <= one.get("to", OPEN_END) and region.startswith(one.get("region", ""))
    ]
    if not fits:
        raise KeyError(f"no value on {day}: {line}")
    return int(max(fits, key=lambda one: (len(one.get("region", "")), one["from"]))["value"])


def limit(name: str, day: int, region: str = "") -> int:
    """A limit of payments in force on a day (yyyymmdd) in a region. Raises KeyError where there is none."""
    return _in_force(_file("payments")["parameters"][name], day, region)


def factors(day: int, region: str = "") -> dict[str, int]:
    """The weights of need, workload and performance in percent, in their order (20-06-04)."""
    return {name: _in_force(line, day, region) for name, line in _file("funds")["factors"].items()}


def said(line: Mapping[str, Any]) -> str:
    """The words of a line in the reader's language."""
    return str(line["en" if (get_language() or "").startswith("en") else "zh"])


def factor_words() -> dict[str, str]:
    """The names of the factors in the reader's language."""
    return {name: said(line) for name, line in _file("funds")["factors"].items()}
