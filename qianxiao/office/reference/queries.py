"""Reads of the reference data. All of it is public: no scope, no person."""

import re
from dataclasses import dataclass
from functools import cache

from django.http import Http404

from qianxiao.base.paths import REFERENCE
from qianxiao.base.reference import OPEN_END, AreaTag, Code, area_tags, code_table, code_tables, current_code
from qianxiao.base.tables import read_table
from qianxiao.masterdata.regions.models import Region
from qianxiao.masterdata.regions.queries import chain, children, named

MOST = 50
_LINE = re.compile(r"^\| `([^`]+)` \| (.+?) \| (.+?) \|$")
_SIZES = (6, 9, 12)


@dataclass(frozen=True)
class Hit:
    """A code found by its own sign or one of its spellings."""

    table: str
    code: Code


@dataclass(frozen=True)
class Followed:
    """One link of the chain from an old code to today's, and how the follower is known."""

    region: Region
    method: str
    source: str


@dataclass(frozen=True)
class Place:
    """A region with the years of its code, what came before and after, and the tags it carries."""

    region: Region
    before: list[Region]
    after: list[Followed]
    today: str  # the code in force now; '' where that is not known
    tags: list[AreaTag]
    below: list[Region]


@cache
def sources() -> tuple[tuple[str, str, str], ...]:
    """File, what it holds, source with edition and licence: the table of reference/README.md."""
    text = (REFERENCE / "README.md").read_text(encoding="utf-8")
    return tuple((m[1], m[2], m[3]) for line in text.splitlines() if (m := _LINE.match(line)))


@cache
def _table_sources() -> dict[str, str]:
    return {row["table"]: row["source"] for row in read_table(REFERENCE / "codes" / "_tables.csv")}


@cache
def _found() -> dict[tuple[str, str], tuple[str, str]]:
    """(ended code, follower) → how the follower was found, source."""
    rows = read_table(REFERENCE / "region_changes.csv")
    return {(row["code"], row["successor"]): (row["method"], row["source"]) for row in rows}


def tables() -> list[tuple[str, str, str, str, int]]:
    """Code tables: name, zh, en, source, how many codes."""
    told = _table_sources()
    return [
        (name, zh, en, told.get(name, ""), len(code_table(name))) for name, (zh, en) in code_tables().items()
    ]


def table(name: str) -> tuple[str, str, str, list[Code]]:
    """A code table: zh, en, source, codes in the order of its file. Raises Http404."""
    if name not in code_tables():
        raise Http404
    zh, en = code_tables()[name]
    return zh, en, _table_sources().get(name, ""), list(code_table(name).values())


def codes_like(text: str) -> list[Hit]:
    """Codes whose label, alias or English label contains a text, at most MOST."""
    said = text.strip().casefold()
    if not said:
        return []
    hits = (
        Hit(name, one)
        for name in code_tables()
        for one in code_table(name).values()
        if any(said in word.casefold() for word in (one.zh, one.en, *one.aliases))
    )
    return [hit for hit, _turn in zip(hits, range(MOST), strict=False)]


def regions_like(text: str) -> list[Region]:
    """Regions by the beginning of a code or of a name, current and ended ones, at most MOST."""
    return named(text, MOST)


def place(code: str) -> Place:
    """One region code, old or new (X-02). Raises Http404 for a code nobody ever had."""
    if not code.isdecimal() or len(code) not in _SIZES:
        raise Http404
    before, here, after = chain(code)
    if here is None:
        raise Http404
    steps, last = [], here
    for one in after:
        method, source = _found().get((last.code, one.code), ("", ""))
        steps.append(Followed(one, method, source))
        last = one
    today = current_code(code) or ""
    if here.valid_to != OPEN_END and today == code:
        today = ""  # ended, and nobody knows what followed
    listed = {here.code, *(one.region.code for one in steps), here.parent}
    tags = [tag for tag in area_tags() if tag.code in listed]
    return Place(here, before, steps, today, tags, children(code, 300))
