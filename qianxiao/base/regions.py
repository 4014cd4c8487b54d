"""Region codes through time: successors, tagged counties, ancestors (rows X-02, 20-01-01, 19-07-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from qianxiao.base.tables import OPEN_END, area_tags, kept_table, regions_path

_CODE_LENGTHS = (6, 9, 12)


@dataclass(frozen=True)
class County:
    """A province, prefecture or county code with its years; level 1 to 3."""

    code: str
    name: str
    name_en: str
    level: int
    parent: str
    valid_from: int
    valid_to: int
    successor: str


@cache
def counties() -> Mapping[str, County]:
    """Every code down to the county, current and ended, by code."""
    rows = (r for r in kept_table(regions_path()) if len(r["code"]) == 6)
    return MappingProxyType(
        {
            r["code"]: County(
                r["code"],
                r["name"],
                r["name_en"],
                int(r["level"]),
                r["parent"],
                int(r["valid_from"]),
                int(r["valid_to"]),
                r["successor"],
            )
            for r in rows
        }
    )


@cache
def successor_map(on_date: int) -> Mapping[str, str]:
    """Six-digit codes that had ended before a day (yyyymmdd) → the code in force that day (X-02).

    Follows several changes in turn; a code whose follower is not known is left out.
    """
    known = counties()
    found: dict[str, str] = {}
    for code, county in known.items():
        seen = {code}
        while county.valid_to < on_date and county.successor in known and county.successor not in seen:
            county = known[county.successor]
            seen.add(county.code)
        if county.code != code and county.valid_to >= on_date:
            found[code] = county.code
    return MappingProxyType(found)


def current_code(code: str, on_date: int = OPEN_END) -> str | None:
    """The code in force on a day for a 6-, 9- or 12-digit code, None when its county is not known.

    A township or village keeps its last digits when only its county was renumbered; whether that
    township still exists is not checked here. A county that ended without follower is returned as it is.
    """
    if len(code) not in _CODE_LENGTHS or not code.isdigit() or code[:6] not in counties():
        return None
    return successor_map(on_date).get(code[:6], code[:6]) + code[6:]


@cache
def _children(parent: str) -> tuple[str, ...]:
    return tuple(code for code, county in counties().items() if county.level == 3 and county.parent == parent)


@cache
def tag_counties(tag: str, on_date: int) -> frozenset[str]:
    """County codes in force on a day that carry a tag; a prefecture stands for its counties.

    Raises KeyError on a tag that is not listed at all; an expired tag gives the empty set.
    """
    listed = [row for row in area_tags() if row.tag == tag]
    if not listed:
        raise KeyError(f"no area tag {tag!r}")
    known = counties()
    members: set[str] = set()
    for row in listed:
        if row.valid_from <= on_date <= row.valid_to:
            members.update(_children(row.code) or (row.code,))
    return frozenset(code for code in members if known[code].valid_from <= on_date <= known[code].valid_to)


def area_tag_rows() -> list[tuple[str, str, int, int]]:
    """(tag, county code, valid_from, valid_to) for the engine: counties only, none twice in a tag.

    Counties that ended while the tag held are there too, for registers that still carry their code.
    """
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in area_tags():
        for code in _children(row.code) or (row.code,):
            if counties()[code].valid_to >= row.valid_from:
                first, last = found.get((row.tag, code), (row.valid_from, row.valid_to))
                found[row.tag, code] = (min(first, row.valid_from), max(last, row.valid_to))
    return [(tag, code, *dates) for (tag, code), dates in sorted(found.items())]
