"""What the leads look for, as policies/integrity.yaml has it: dated parameters, parts, the question in the reader's words."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml
from qianxiao.money.entitlements.words import item
from qianxiao.registers.schools.words import coded, occupation
from qianxiao.registers.schools.words import day as said_day

SQL = Path(__file__).parent / "sql"
MONEY = ("due", "asked", "got", "sum", "past", "peers", "limit")  # of evidence, in fen


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "integrity.yaml")
    return told


def patterns() -> Mapping[int, Mapping[str, Any]]:
    """Every pattern by number: clause, zh, en, parameters, parts."""
    return dict(_file()["patterns"])


def share(day: int) -> int:
    """Percent of clean lines that are called back on a day."""
    return _in_force(_file()["call_back_percent"], day)


def _in_force(line: Mapping[str, Any], day: int) -> int:
    fits = [one for one in line["values"] if one["from"] <= day <= one.get("to", OPEN_END)]
    if not fits:
        raise KeyError(f"no value on {day}: {line}")
    return int(max(fits, key=lambda one: int(one["from"]))["value"])


def parameters(pattern: int, day: int) -> dict[str, int]:
    """Parameters of a pattern on a day, by name, with `window_days`. Raises KeyError where one has no value."""
    told = {**patterns()[pattern].get("parameters", {}), "window_days": _file()["window_days"]}
    return {name: _in_force(line, day) for name, line in told.items()}


def acts(pattern: int) -> dict[str, str]:
    """What each part of a pattern does."""
    return {name: str(line["act"]) for name, line in patterns()[pattern]["parts"].items()}


@cache
def never() -> str:
    """Pairs of items that never go together (policies/compatibility.yaml), both ways round, as JSON."""
    told = read_yaml(POLICIES / "compatibility.yaml")["stances"]
    pairs = {(line["item"], other) for line in told if line["stance"] == "no" for other in line["with"]}
    return json.dumps(sorted({*pairs, *((other, one) for one, other in pairs)}))


def values(pattern: int, day: int) -> dict[str, Any]:
    """What the statement of a pattern is told on a day, for everybody: parameters, window, matrix, time zone."""
    told = parameters(pattern, day)
    return {
        **told, "day": day, "since": before(day, told["window_days"]), "trace_since": before(day, told.get("trace_days", 0)),
        "zone": settings.TIME_ZONE, "only": None, "never": never(),
    }  # fmt: skip


def before(day: int, days: int) -> int:
    """The day so many days earlier; both yyyymmdd."""
    first = date(day // 10000, day // 100 % 100, day % 100) - timedelta(days=days)
    return first.year * 10000 + first.month * 100 + first.day


def statement(pattern: int) -> str:
    """The rule as SQL: rows (variant, subject, region, org_code, people, evidence, source_day)."""
    return (SQL / f"p{pattern:02}.sql").read_text(encoding="utf-8")


def version(pattern: int, day: int) -> str:
    """SHA-256 of a rule and its parameters of a day: the same finding under another rule says so."""
    told = statement(pattern) + json.dumps([parameters(pattern, day), acts(pattern)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _said(line: Mapping[str, Any]) -> str:
    return str(line["en" if (get_language() or "").startswith("en") else "zh"])


def between() -> str:
    """What stands between words of a list in the reader's language."""
    return ", " if (get_language() or "").startswith("en") else "、"


def title(pattern: int) -> str:
    """The name of a pattern in the reader's language."""
    told = _said(patterns()[pattern])
    return told[:1].upper() + told[1:]


def question(pattern: int, part: str, evidence: Mapping[str, Any]) -> str:
    """What is asked, with the evidence in its words."""
    return _said(patterns()[pattern]["parts"][part]).format_map(
        {key: _shown(key, value) for key, value in evidence.items()}
    )


def _shown(key: str, value: Any) -> str:
    """A value of the evidence in words: dates, trades, levels, numbers one after the other."""
    if key in ("day", "until", "starts", "since") and isinstance(value, int):
        return "—" if value == OPEN_END else said_day(value)
    if key in MONEY and isinstance(value, int | float):
        return f"{value / 100:,.2f}"
    if key in ("item", "other_item"):
        return item(str(value))
    if key in ("occupation", "taught"):
        return occupation(str(value))
    if key in ("level", "at_level"):
        return coded("train_level", str(value))
    if key in ("classes", "months", "class", "orgs"):
        return str(value) if not (get_language() or "").startswith("en") else str(value).replace("、", ", ")
    return str(value)


def loaded(text: str) -> dict[str, Any]:
    """Evidence as a database hands it over in a query of its own."""
    told: dict[str, Any] = json.loads(text)
    return told


def clause(pattern: int) -> str:
    """The clause a pattern rests on."""
    return str(patterns()[pattern]["clause"])


def at_entry() -> list[int]:
    """Patterns with a part that refuses at entry."""
    return [pattern for pattern in patterns() if "B" in acts(pattern).values()]


def measures(pattern: int, day: int) -> list[tuple[str, int]]:
    """The parameters that were in force, in the reader's words with their values."""
    lines = patterns()[pattern].get("parameters", {})
    return [(_said(line), _in_force(line, day)) for line in lines.values()]
