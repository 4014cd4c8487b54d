"""Readers of reference/: regions, units, area tags, code tables (X-02, 19-00-01, 20-01-01)."""

import csv
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from qianxiao.base.paths import REFERENCE

REGION_TYPES: dict[str, str] = {
    "code": "VARCHAR",
    "name": "VARCHAR",
    "name_en": "VARCHAR",
    "level": "INTEGER",
    "parent": "VARCHAR",
    "valid_from": "INTEGER",
    "valid_to": "INTEGER",
    "successor": "VARCHAR",
}
OPEN_END = 99991231


@dataclass(frozen=True)
class Unit:
    """A province-level reporting unit; region is its six-digit code, empty for 兵团 (19-00-01)."""

    code: str
    zh: str
    en: str
    ordinal: int
    region: str
    note: str


@dataclass(frozen=True)
class AreaTag:
    """An area with a tag from one day to another, both included, yyyymmdd (20-01-01, 19-07-02)."""

    tag: str
    code: str
    name: str
    valid_from: int
    valid_to: int
    source: str


@dataclass(frozen=True)
class Code:
    """One value of a code table; aliases are other spellings met in registers."""

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]


def regions_path() -> Path:
    """The region file (gzip CSV, columns of REGION_TYPES), provinces to townships, with ended codes."""
    return REFERENCE / "regions.csv.gz"


def village_paths() -> list[Path]:
    """Files of villages and neighbourhoods that ship, same columns; no code is in two of them."""
    return sorted((REFERENCE / "villages").glob("*.csv.gz"))


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, plain or gzip, all text. Raises OSError when it cannot be read, ValueError on a row of another length."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        names = next(rows, [])
        return [dict(zip(names, row, strict=True)) for row in rows if row]


@cache
def units() -> tuple[Unit, ...]:
    """The 32 reporting units in the order of the notices: 31 provinces, then 兵团 (19-00-01)."""
    rows = read_table(REFERENCE / "units.csv")
    return tuple(
        Unit(r["code"], r["zh"], r["en"], int(r["ordinal"]), r["region"], r["note"])
        for r in sorted(rows, key=lambda row: int(row["ordinal"]))
    )


@cache
def area_tags() -> tuple[AreaTag, ...]:
    """Every tagged area as listed: prefectures and counties (20-01-01, 19-07-02)."""
    return tuple(
        AreaTag(r["tag"], r["code"], r["name"], int(r["valid_from"]), int(r["valid_to"]), r["source"])
        for r in read_table(REFERENCE / "area_tags.csv")
    )


@cache
def code_table(name: str) -> Mapping[str, Code]:
    """A code table by code, in the order of its file. Raises KeyError on a table that does not exist."""
    if not re.fullmatch(r"[a-z_]+", name) or name not in code_tables():
        raise KeyError(f"no code table {name!r}")
    rows = read_table(REFERENCE / "codes" / f"{name}.csv")
    return MappingProxyType(
        {
            r["code"]: Code(r["code"], r["zh"], r["en"], tuple(a for a in r["aliases"].split(";") if a))
            for r in rows
        }
    )


@cache
def code_tables() -> Mapping[str, tuple[str, str]]:
    """Names of the code tables: table → (zh, en)."""
    return MappingProxyType(
        {r["table"]: (r["zh"], r["en"]) for r in read_table(REFERENCE / "codes" / "_tables.csv")}
    )


def all_codes_rows() -> Iterator[tuple[str, str, str, str, str]]:
    """(table, code, zh, en, alias): one row for the code, its label and each alias, spellings distinct."""
    for table in code_tables():
        for one in code_table(table).values():
            for spelling in dict.fromkeys((one.code, one.zh, *one.aliases)):
                yield table, one.code, one.zh, one.en, spelling


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Chinese names of the given codes, ended ones and villages too; a code that is not known is left out."""
    wanted = set(codes)
    paths = [regions_path(), *(village_paths() if any(len(code) == 12 for code in wanted) else [])]
    return {r["code"]: r["name"] for path in paths for r in kept_table(path) if r["code"] in wanted}


@cache
def kept_table(path: Path) -> tuple[dict[str, str], ...]:
    """Rows of a CSV file that ships with us, read once. Raises OSError."""
    return tuple(read_table(path))
