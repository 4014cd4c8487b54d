"""Limits, types, programmes and groups of training, as policies/training has them: dated, the most specific region wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml


@dataclass(frozen=True)
class Type:
    """A training type: class hours (least, most), shortest length in days, papers it may end with, whom it takes."""

    code: str
    hours: tuple[int, int]
    days: int
    cert: tuple[str, ...]
    result: str  # examined or attended
    only: str = ""  # leaver
    employer: bool = False
    site_kind: bool = False
    months: tuple[int, ...] = ()  # after which what became of people is asked
    startup: bool = False  # ends in a business of one's own
    pair: str = ""  # the type that belongs to it


@cache
def _file(name: str) -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "training" / f"{name}.yaml")
    return told


@cache
def _limits() -> dict[str, list[dict[str, Any]]]:
    return {line["name"]: line["values"] for line in _file("parameters")["parameters"]}


def limit(name: str, day: int, region: str = "") -> int:
    """A number in force on a day in a region. Raises KeyError when there is none."""
    fits = [
        one
        for one in _limits()[name]
        if one["from"] <= day <= one.get("to", OPEN_END) and region.startswith(one.get("region", ""))
    ]
    if not fits:
        raise KeyError(f"{name} has no value on {day} in {region!r}")
    return int(max(fits, key=lambda one: (len(one.get("region", "")), one["from"]))["value"])


@cache
def types() -> Mapping[str, Type]:
    """Every training type by code."""
    return {
        code: Type(
            code, (line["hours"][0], line["hours"][1]), line["days"], tuple(line["cert"]), line["result"],
            line.get("only", ""), bool(line.get("employer")), bool(line.get("site_kind")),
            tuple(line.get("months", outcome_months())), bool(line.get("startup")), line.get("pair", ""),
        )
        for code, line in _file("types")["types"].items()
    }  # fmt: skip


def says_a_level(cert_kind: str) -> bool:
    """Whether a paper of this kind says a skill level."""
    return cert_kind in _file("types")["level_certs"]


def attestations() -> list[str]:
    """Papers an institution gives for its own class; evaluation has the rule of their numbers."""
    return list(_file("types")["attestations"])


def employers() -> tuple[tuple[str, ...], str]:
    """Forms of employment that name who employs, and the one that is an own business."""
    told = _file("types")["employed"]
    return tuple(told["by"]), str(told["own"])


def outcome_months() -> tuple[int, ...]:
    """Months after a class at which every type asks, if it does not say otherwise."""
    return tuple(_file("types")["outcome_months"])


def asked_after() -> tuple[int, ...]:
    """Every number of months after which some type asks what became of people."""
    return tuple(sorted({months for kind in types().values() for months in kind.months}))


def startup_months() -> tuple[int, ...]:
    """Months after which a business of one's own is asked for, beyond the first question."""
    told = sorted({months for kind in types().values() if kind.startup for months in kind.months})
    return tuple(told[1:])


def wishes() -> dict[str, dict[str, Any]]:
    """The six groups by what somebody wishes: types recommended, clause, words."""
    return dict(_file("types")["wishes"])


def programmes(day: int) -> dict[str, dict[str, Any]]:
    """Programmes a class that begins on a day may belong to."""
    return {
        code: line for code, line in _file("types")["programmes"].items() if line["from"] <= day <= line.get("to", OPEN_END)
    }  # fmt: skip


def groups() -> list[dict[str, Any]]:
    """Person groups in the order in which the registers decide them (20-02-02)."""
    return list(_file("types")["groups"])


def said(line: Mapping[str, Any]) -> str:
    """The words of a line of the files in the reader's language."""
    return str(line["en" if (get_language() or "").startswith("en") else "zh"])
