"""What each level of evidence means and how many bits it weighs: Fellegi-Sunter in integers (19-05-04)."""

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qianxiao.base.yamlfile import parse_yaml

MILLION = 1_000_000
WEIGHT_TYPES = {
    "field": "VARCHAR",
    "level": "INTEGER",
    "same": "INTEGER",
    "stranger": "INTEGER",
    "kin": "INTEGER",
    "namesake": "INTEGER",
}
LOG_TYPES = {"low": "INTEGER", "high": "INTEGER", "bits": "INTEGER"}

# Message ids of the levels, by field; pages and lists translate them.
LEVELS: dict[str, tuple[str, ...]] = {
    "id": (
        "none",
        "equal",
        "repaired",
        "household",
        "near",
        "faulty",
        "different",
        "given",
        "other_person",
        "villager",
    ),
    "name": (
        "none",
        "equal",
        "sound",
        "unreadable",
        "shape",
        "by_ear",
        "one_character",
        "surname",
        "different",
    ),
    "birth": ("none", "equal", "day_month_swapped", "two_parts", "year", "different"),
    "sex": ("none", "equal", "different"),
    "region": ("none", "village", "township", "county", "prefecture", "elsewhere"),
    "phone": ("none", "equal", "different", "household"),
    "group": ("none", "says_poor", "says_other"),
}


@dataclass(frozen=True)
class Parameters:
    """What a run decided with: learned once, then kept, so that a later month decides alike.

    people: registered people when learned; share: mentions with a registered person, per million;
    weights: field → level → parts per million [same, stranger, kin, namesake];
    single: chance of a name seen once, against 1 / people, per million (Good and Turing).
    """

    period: int
    people: int
    share: int
    single: int
    weights: dict[str, dict[int, list[int]]]


@cache
def defaults() -> dict[str, Any]:
    """The file `defaults.yaml`."""
    text = (Path(__file__).parent / "defaults.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = parse_yaml(text)
    return loaded


def centibits(part: float, whole: float = MILLION) -> int:
    """Hundredths of the binary logarithm of a share; computed once in Python so that every engine reads the same."""
    return round(100 * math.log2(max(part, 1e-9) / whole))


def weight_rows(parameters: Parameters) -> list[tuple[str | int, ...]]:
    """Rows of `link_weights`: field, level, hundredths of bits for same person, stranger, relative, namesake."""
    return [
        (field, level, *map(centibits, sides))
        for field, levels in sorted(parameters.weights.items())
        for level, sides in sorted(levels.items())
    ]


def scale_row(parameters: Parameters) -> tuple[int, ...]:
    """The row of `link_scale`: chance of a value and of a name seen once; priors of same, relative, namesake."""
    prior, whole = defaults()["prior"], MILLION * parameters.people
    sides = (MILLION, int(prior["kin"]), int(prior["namesake"]))
    once = centibits(1, parameters.people)
    return (
        once,
        once + centibits(parameters.single),
        *(centibits(parameters.share * side / MILLION, whole) for side in sides),
    )


def log_rows(parameters: Parameters) -> list[tuple[int, int, int]]:
    """Rows of `link_log`: counts from low to high weigh so many hundredths of bits (steps of 1/16 above 64)."""
    rows, low = [], 1
    while low <= 2 * parameters.people:
        high = low if low < 64 else low + low // 16
        rows.append((low, high, centibits((low + high) / 2, parameters.people)))
        low = high + 1
    rows.append((low, 2_000_000_000, 0))
    return rows
