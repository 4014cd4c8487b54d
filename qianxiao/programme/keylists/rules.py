"""Criteria of key schools and majors: policies/keylists.yaml, with the weights a province has set (19-04-03, 19-04-04)."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.programme.keylists.models import Weight

SUBJECTS = ("school", "major")


@dataclass(frozen=True)
class Criterion:
    """What is measured, the value that gives a hundred points, its weight in percent until a province says otherwise."""

    criterion: str
    measure: str
    target: float
    weight: int
    zh: str
    en: str


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "keylists.yaml")
    return told


def criteria(subject: str) -> list[Criterion]:
    """The criteria of schools or of majors, in order. Raises KeyError."""
    return [Criterion(**one) for one in _told()[subject]]


def preferred() -> list[str]:
    """Kinds of programmes in which schools with results come first (19-15-06), in the reader's language."""
    which = "en" if (get_language() or "").startswith("en") else "zh"
    return [str(line[which]) for line in _told()["preferred"]]


def most_contacts() -> int:
    """How many visitors may ask one school to call on one day."""
    return int(_told()["most_contacts"])


def contacts_kept() -> timedelta:
    """How long a visitor's name and telephone are kept."""
    return timedelta(days=int(_told()["contacts_kept"]))


def most_majors() -> int:
    """How many majors a school may apply with."""
    return int(_told()["most_majors"])


def weights(province: str, subject: str) -> dict[str, int]:
    """Criterion → percent: what the province set last, else what is declared."""
    found = {one.criterion: one.weight for one in criteria(subject)}
    rows = Weight.objects.filter(province=province, subject=subject).order_by("id")
    return {**found, **dict(rows.values_list("criterion", "weight"))}
