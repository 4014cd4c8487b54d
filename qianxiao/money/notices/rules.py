"""What notices show and for how long: policies/notices.yaml (X-07)."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@dataclass(frozen=True)
class Kind:
    """A kind of notice; number: when the masked ID number is shown (always, needed, never)."""

    code: str
    clause: str
    zh: str
    en: str
    public: bool
    number: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "notices.yaml")
    return told


def kinds() -> dict[str, Kind]:
    """Kinds of notices by code."""
    return {
        code: Kind(
            code, str(one["clause"]), str(one["zh"]), str(one["en"]), bool(one["public"]), str(one["id"])
        )
        for code, one in _told()["kinds"].items()
    }


def term(kind: str, region: str, day: int) -> int:
    """Working days a notice stays up: the nearest region's newest value. Raises KeyError where none is in force."""
    fits = [
        one
        for one in _told()["kinds"][kind]["term"]["values"]
        if region.startswith(str(one.get("region", ""))) and one["from"] <= day <= one.get("to", OPEN_END)
    ]
    if not fits:
        raise KeyError(f"notice {kind} has no term for region '{region}' on {day}")
    return int(max(fits, key=lambda one: (len(str(one.get("region", ""))), one["from"]))["value"])


def place_digits() -> int:
    """Digits of the region code a line may name."""
    return int(_told()["place_digits"])


def reasons() -> list[tuple[str, str]]:
    """Kinds of objections with their words."""
    which = "en" if (get_language() or "").startswith("en") else "zh"
    return [(str(one["code"]), str(one[which])) for one in _told()["objection"]["kinds"]]


def measure(name: str) -> int:
    """answer_days (working days), most_a_day (objections), kept_days (days)."""
    return int(_told()["objection"][name])
