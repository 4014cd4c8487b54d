"""What a demo world is made of: sizes, shares and word lists, all read from qianxiao/demo/data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from qianxiao.base.yamlfile import read_yaml

DATA = Path(__file__).parent / "data"
SQL = Path(__file__).parent / "sql"
SLOTS = 4096  # a pool of words is laid out over this many slots, so that a draw is one equality join

COVERED = [
    year * 100 + month for year in (2019, 2020) for month in range(1, 13)
]  # months that can be delivered
SIZES = {"village": 300, "county": 70_000, "province": 5_000_000, "nation": 90_000_000}


@dataclass(frozen=True)
class World:
    """One piece of a demo nation, small enough to be built at once: people is the number registered."""

    piece: int
    region: str
    people: int
    villages: int
    seed: int
    nation: bool = False


@cache
def load(name: str) -> Any:
    """A data file of the demo by name. Raises FileNotFoundError."""
    return read_yaml(DATA / f"{name}.yaml")


def share_params() -> dict[str, int]:
    """Shares as SQL parameters `<group>_<name>`, per ten thousand."""
    groups = load("shares")
    return {f"{group}_{name}": int(value) for group, part in groups.items() for name, value in part.items()}


def laid_out(pool: str, words: list[str], tail: int) -> list[tuple[str, int, int, str]]:
    """Rows (pool, first slot, slots, word): weight by rank 1 / (rank + tail), every word at least once."""
    weights = [1 / (rank + tail) for rank in range(len(words))]
    counts = [max(1, int(SLOTS * weight / sum(weights))) for weight in weights]
    counts[0] += SLOTS - sum(counts)
    starts = [sum(counts[:number]) for number in range(len(words))]
    return [(pool, *row) for row in zip(starts, counts, words, strict=True)]


def pools() -> list[tuple[str, int, int, str]]:
    """Rows (pool, first slot, slots, word) of all name pools."""
    names = load("names")
    rows: list[tuple[str, int, int, str]] = []
    for pool, part in names["pools"].items():
        words = list(dict.fromkeys(list(part.get("chars", "")) + part.get("words", "").split()))
        rows += laid_out(pool, words, part["tail"])
    for pool in ("hui_given_1", "hui_given_2"):
        rows += laid_out(pool, names[pool], 6)
    return rows


def mix(region: str) -> dict[str, int]:
    """Ethnic code → people per mille in a region: the row with the longest prefix of its code."""
    table: dict[str, dict[str, int]] = load("people")["mix"]
    prefix = max((p for p in table if region.startswith(p)), key=len)
    return table[prefix]


def household_rows() -> tuple[
    list[tuple[int, int, int, int]], list[tuple[int, int, str, int, int, int]], float
]:
    """Templates (number, weight, age from, to), members (template, place, role, gap from, to, size), mean size."""
    data = load("people")
    templates, members = [], []
    people = weight = 0
    for number, row in enumerate(data["households"]):
        roles = "h" + row["members"]
        templates.append((number, row["w"], row["age"][0], row["age"][1]))
        for place, role in enumerate(roles, 1):
            lo, hi = (0, 0) if role == "h" else data["gaps"]["c" if role == "t" else role]
            members.append((number, place, role, lo, hi, len(roles)))
        people += row["w"] * len(roles)
        weight += row["w"]
    return templates, members, people / weight
