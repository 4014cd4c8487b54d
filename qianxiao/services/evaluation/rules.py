"""How papers are numbered and when an exam is passed, as policies/evaluation has it (facts 3.18)."""

import re
from functools import cache
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.tables import OPEN_END
from qianxiao.base.yamlfile import read_yaml
from qianxiao.services.training.rules import attestations


@cache
def _file() -> dict[str, Any]:
    told: dict[str, Any] = read_yaml(POLICIES / "evaluation" / "numbers.yaml")
    return told


def pass_points() -> tuple[int, int]:
    """Points of theory and practice from which an exam is passed."""
    return int(_file()["pass"]["theory"]), int(_file()["pass"]["practice"])


def hours_percent() -> int:
    """Percent of a class's hours that its people have attended before they are examined."""
    return int(_file()["hours_percent"]["value"])


def attested(kind: str) -> bool:
    """Whether an institution gives papers of this kind for its own class, without an exam of a body."""
    return kind in attestations()


def kinds() -> list[str]:
    """Kinds of papers a body may give."""
    return [kind for kind in _file()["numbers"] if not attested(kind)]


def _rule(kind: str, day: int) -> list[dict[str, Any]]:
    line = _file()["numbers"].get(kind)
    if line is None or not line["from"] <= day <= line.get("to", OPEN_END):
        raise KeyError(f"no numbers for kind {kind!r} on {day}")
    return list(line["parts"])


def stem(kind: str, day: int, region: str, body: int, level: str) -> tuple[str, int]:
    """A number up to its serial, and the digits of the serial. Raises KeyError for a kind without a rule."""
    told = {
        "year": f"{day // 10000:04}", "province": region[:2], "city": region[2:4], "body": f"{body:06}", "level": level,
    }  # fmt: skip
    text = ""
    for part in _rule(kind, day):
        [(name, value)] = part.items()
        if name == "serial":
            return text, int(value)
        text += str(value) if name == "fixed" else told[name][-int(value) :]
    raise KeyError(f"the numbers of kind {kind!r} have no serial")


def faults(number: str, kind: str, day: int, level: str) -> list[str]:
    """What does not fit in a number that came from outside: form, year, level; a question, no refusal (pattern 25)."""
    try:
        parts = _rule(kind, day)
    except KeyError:
        return []
    size = sum(len(str(one["fixed"])) if "fixed" in one else int(next(iter(one.values()))) for one in parts)
    if len(number) != size or not re.fullmatch(r"[0-9A-Z]+", number):
        return ["form"]
    found, at = [], 0
    for part in parts:
        [(name, value)] = part.items()
        width = len(str(value)) if name == "fixed" else int(value)
        said, at = number[at : at + width], at + width
        if name == "year" and said != f"{day // 10000}"[-width:]:
            found.append("year")
        if name == "level" and said != level:
            found.append("level")
    return found
