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


@dataclass(frozen=True)
class Seen:
    """Counts of the month from which parameters are learned.

    same, kin, outside: rows (field, level, number) of pairs surely the same person, of pairs of one household,
    of mentions that resemble nobody registered;
    lent_…: numbers of registered people under a name that fits nobody of theirs; once, twice: names seen so often.
    """

    period: int
    people: int
    identities: int
    matched: int
    lent_same_surname: int
    lent_other: int
    once: int
    twice: int
    same: list[Row]
    kin: list[Row]
    outside: list[Row]


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


def learn(seen: Seen) -> Parameters:
    """Parameters from what the month shows, smoothed with the starting values."""
    base = defaults()
    smoothing = int(base["smoothing"])
    weights = {
        field: {int(k): list(v) for k, v in levels.items()} for field, levels in base["fields"].items()
    }
    sources = (
        (0, "learned", seen.same),
        (2, "kin_learned", seen.kin),
        (1, "outside_learned", seen.outside),
        (3, "outside_learned", seen.outside),
    )
    for side, groups, found in sources:
        for field, levels in base[groups].items():
            _shares(weights[field], side, levels, _by_field(found).get(field, {}))
    name, number = weights["name"], weights["id"]
    # An unreadable character hides one that may differ: as likely as it is written, times a differing character.
    for side in (1, 2):
        name[3][side] = max(1, name[3][0] * name[6][side] // MILLION)
    # How often somebody outside the register gives a registered person's number: those of the same surname
    # are taken for relatives, the others for strangers.
    kin = seen.lent_same_surname * MILLION * MILLION * MILLION // (name[7][2] * int(base["prior"]["kin"]))
    outside = max(seen.identities - seen.matched, 0)
    number[1][2] = max(1, round((kin + smoothing * number[1][2]) / (seen.matched + smoothing)))
    number[1][1] = max(
        1, round((seen.lent_other * MILLION + smoothing * number[1][1]) / (outside + smoothing))
    )
    start = int(base["prior"]["share"])
    share = round((seen.matched * MILLION + smoothing * start) / (seen.identities + smoothing))
    single = (2 * seen.twice * MILLION + smoothing * MILLION) // (max(seen.once, 1) + smoothing)
    return Parameters(
        seen.period, max(seen.people, 2), min(max(share, 10_000), 990_000), min(single, MILLION), weights
    )


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
