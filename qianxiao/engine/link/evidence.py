"""What each level of evidence means and how many bits it weighs: Fellegi-Sunter in integers (19-05-04)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qianxiao.engine.engines import Row

MILLION = 1_000_000
WEIGHT_TYPES = {
    "field": "VARCHAR",
    "level": "INTEGER",
    "same": "INTEGER",
    "stranger": "INTEGER",
    "kin": "INTEGER",
}
LOG_TYPES = {"low": "INTEGER", "high": "INTEGER", "bits": "INTEGER"}

# Message ids of the levels, by field; pages and lists translate them.
LEVELS: dict[str, tuple[str, ...]] = {
    "id": ("none", "equal", "repaired", "household", "near", "faulty", "different", "given", "other_person", "villager"),
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
}


@dataclass(frozen=True)
class Parameters:
    """What a run decided with: learned once, then kept, so that a later month decides alike.

    people: registered people when learned; share: mentions with a registered person, per million;
    weights: field → level → parts per million [same, stranger, kin].
    """

    period: int
    people: int
    share: int
    weights: dict[str, dict[int, list[int]]]


@cache
def defaults() -> dict[str, Any]:
    """The file `defaults.yaml`."""
    text = (Path(__file__).parent / "defaults.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def centibits(part: float, whole: float = MILLION) -> int:
    """Hundredths of the binary logarithm of a share; computed once in Python so that every engine reads the same."""
    return round(100 * math.log2(max(part, 1e-9) / whole))


def _shares(levels: dict[int, list[int]], side: int, groups: list[list[int]], found: dict[int, int]) -> None:
    """Replace the starting values of one hypothesis by observed shares, smoothed; a group shares one value."""
    smoothing = int(defaults()["smoothing"])
    before = sum(levels[group[0]][side] for group in groups)
    pairs = sum(found.get(level, 0) for group in groups for level in group)
    for group in groups:
        seen = sum(found.get(level, 0) for level in group) * before
        value = max(1, round((seen + smoothing * levels[group[0]][side]) / (pairs + smoothing)))
        for level in group:
            levels[level][side] = value


def _by_field(counts: Iterable[Row]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for field, level, pairs in counts:
        found.setdefault(str(field), {})[int(level)] = int(pairs)
    return found


def learn(
    period: int, people: int, identities: int, matched: int, same: Iterable[Row], kin: Iterable[Row]
) -> Parameters:
    """Parameters from counts, rows (field, level, pairs): pairs surely the same person, pairs of one household."""
    base = defaults()
    weights = {field: {int(k): list(v) for k, v in levels.items()} for field, levels in base["fields"].items()}
    for side, groups, found in ((0, base["learned"], _by_field(same)), (2, base["kin_learned"], _by_field(kin))):
        for field, levels in groups.items():
            _shares(weights[field], side, levels, found.get(field, {}))
    # An unreadable character hides one that may differ: as likely as it is written, times a differing character.
    hidden, one = weights["name"][3], weights["name"][6]
    hidden[1], hidden[2] = (max(1, hidden[0] * one[side] // MILLION) for side in (1, 2))
    start, smoothing = int(base["prior"]["share"]), int(base["smoothing"])
    share = round((matched * MILLION + smoothing * start) / (identities + smoothing))
    return Parameters(period, max(people, 2), min(max(share, 10_000), 990_000), weights)


def weight_rows(parameters: Parameters) -> list[tuple[str, int, int, int, int]]:
    """Rows of `link_weights`: field, level, hundredths of bits for same person, stranger, relative."""
    return [
        (field, level, centibits(same), centibits(stranger), centibits(kin))
        for field, levels in sorted(parameters.weights.items())
        for level, (same, stranger, kin) in sorted(levels.items())
    ]


def scale_row(parameters: Parameters) -> tuple[int, int, int]:
    """The row of `link_scale`: chance of a value seen once, prior of the same person, prior of a relative."""
    same = centibits(parameters.share, MILLION * parameters.people)
    kin = centibits(parameters.share * defaults()["prior"]["kin"], MILLION * parameters.people)
    return centibits(1, parameters.people), same, kin


def log_rows(parameters: Parameters) -> list[tuple[int, int, int]]:
    """Rows of `link_log`: counts from low to high weigh so many hundredths of bits (steps of 1/16 above 64)."""
    rows, low = [], 1
    while low <= 2 * parameters.people:
        high = low if low < 64 else low + low // 16
        rows.append((low, high, centibits((low + high) / 2, parameters.people)))
        low = high + 1
    rows.append((low, 2_000_000_000, 0))
    return rows
