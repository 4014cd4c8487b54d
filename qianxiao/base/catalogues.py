"""Readers of the dated catalogues: occupations, majors, national training packages (19-14-01, 19-14-02, 19-14-03)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from qianxiao.base.paths import REFERENCE
from qianxiao.base.tables import OPEN_END, read_table


@dataclass(frozen=True)
class Occupation:
    """An occupation of the classification; levels are codes of train_level, dates yyyymmdd, both included."""

    code: str
    zh: str
    en: str
    levels: tuple[str, ...]
    standard: str
    valid_from: int
    valid_to: int
    successor: str
    source: str

    def in_force(self, day: int = OPEN_END) -> bool:
        """Whether the code counts on a day; today without one."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Major:
    """A major of technical schools: class of major, training level, entry, years, the occupation it leads to."""

    code: str
    zh: str
    en: str
    major_class: str
    stage: str
    entry: str
    years: int
    occupation: str
    valid_from: int
    valid_to: int


@dataclass(frozen=True)
class Module:
    """One part of a training package, in class hours."""

    zh: str
    en: str
    kind: str  # theory or practice
    hours: int


@dataclass(frozen=True)
class Package:
    """A national basic training package: occupation, level, modules in their order (19-14-03)."""

    code: str
    occupation: str
    level: str
    modules: tuple[Module, ...]
    valid_from: int
    valid_to: int
    source: str

    @property
    def hours(self) -> dict[str, int]:
        """Class hours by kind, and `total`."""
        told = {kind: sum(one.hours for one in self.modules if one.kind == kind) for kind in KINDS}
        return {**told, "total": sum(told.values())}


KINDS = ("theory", "practice")


@cache
def occupations() -> Mapping[str, Occupation]:
    """Every occupation there is or was, by code."""
    rows = read_table(REFERENCE / "occupations.csv")
    return MappingProxyType(
        {
            r["code"]: Occupation(
                r["code"],
                r["zh"],
                r["en"],
                tuple(r["levels"].split(";")),
                r["standard"],
                int(r["valid_from"]),
                int(r["valid_to"]),
                r["successor"],
                r["source"],
            )
            for r in rows
        }
    )


@cache
def majors() -> Mapping[str, Major]:
    """Every major by code."""
    rows = read_table(REFERENCE / "majors.csv")
    return MappingProxyType(
        {
            r["code"]: Major(
                r["code"],
                r["zh"],
                r["en"],
                r["major_class"],
                r["stage"],
                r["entry"],
                int(r["years"]),
                r["occupation"],
                int(r["valid_from"]),
                int(r["valid_to"]),
            )
            for r in rows
        }
    )


@cache
def packages() -> Mapping[str, Package]:
    """Every training package by code."""
    rows = sorted(read_table(REFERENCE / "packages.csv"), key=lambda r: (r["code"], int(r["module"])))
    parts: dict[str, list[Module]] = {}
    for r in rows:
        parts.setdefault(r["code"], []).append(Module(r["zh"], r["en"], r["kind"], int(r["hours"])))
    found = {
        r["code"]: Package(
            r["code"],
            r["occupation"],
            r["level"],
            tuple(parts[r["code"]]),
            int(r["valid_from"]),
            int(r["valid_to"]),
            r["source"],
        )
        for r in rows
    }
    return MappingProxyType(found)


def packages_for(occupation: str, level: str, day: int = OPEN_END) -> list[Package]:
    """The packages of an occupation at a level on a day."""
    return [
        one
        for one in packages().values()
        if (one.occupation, one.level) == (occupation, level) and one.valid_from <= day <= one.valid_to
    ]
