"""Kinds of free services and how far back they may be written down: policies/outreach.yaml, dated (19-11-01)."""

from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "outreach.yaml")
    return told


def kinds(day: int) -> list[tuple[str, str]]:
    """Kinds in force on a day (yyyymmdd) with their names in the reader's language."""
    return [
        (code, said(code))
        for code, line in _file()["kinds"].items()
        if line["from"] <= day <= line.get("to", OPEN_END)
    ]


def said(code: str) -> str:
    """The name of a kind; the code itself where there is none."""
    line = _file()["kinds"].get(code)
    if line is None:
        return code
    return str(line["en" if (get_language() or "").startswith("en") else "zh"])


def back_days(day: int, region: str) -> int:
    """Days back an entry may reach on a day in a region. Raises LookupError when there is no value."""
    fits = [
        one
        for one in _file()["back_days"]
        if one["from"] <= day <= one.get("to", OPEN_END) and region.startswith(one.get("region", ""))
    ]
    if not fits:
        raise LookupError(f"back_days has no value on {day}")
    return int(max(fits, key=lambda one: (len(one.get("region", "")), one["from"]))["value"])
