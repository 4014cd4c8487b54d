"""Match evidence in words: one sentence per field and level, the weight beside it comes from the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.link.evidence import LEVELS
from qianxiao.programme.matching.words import against_said

WEIGHED = ("prior", "id", "name", "birth", "sex", "region", "phone", "group")
"""What a line's weights are of, in their order: before anything is compared, then field by field."""
GOOD = {"equal", "village", "township", "says_poor"}
BAD = {"different", "other_person", "villager", "elsewhere", "says_other"}


@dataclass(frozen=True)
class Seen:
    """One compared field."""

    field: str
    label: str
    says: str
    tone: str
    known: bool  # both sides had something to compare
    bits: int | None = None  # hundredths of a bit this field speaks for the person; None where nobody counted


def _labels() -> dict[str, str]:
    return {
        "id": _("ID number"),
        "name": _("Name"),
        "birth": _("Birth date"),
        "sex": _("Sex"),
        "region": _("Home region"),
        "phone": _("Telephone"),
        "group": _("Person group"),
    }


@cache
def _levels() -> dict[tuple[str, str], dict[str, str]]:
    """What each level of evidence says, by field and level: policies/evidence.yaml."""
    told = read_yaml(POLICIES / "evidence.yaml")
    return {(line["field"], line["level"]): line for line in told["levels"]}


def fields_of(line: Any, weights: Mapping[str, int] | None = None) -> list[Seen]:
    """The compared fields of a match or doubt (columns ev_…), in the order an officer checks them.

    weights: hundredths of a bit by field, where the engine told them.
    """
    labels, levels = _labels(), _levels()
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    found = []
    for field, label in labels.items():
        level = getattr(line, f"ev_{field}")
        names = LEVELS[field]
        name = names[level] if level is not None and 0 <= level < len(names) else "none"
        tone = "ok" if name in GOOD else "bad" if name in BAD else "" if name == "none" else "wait"
        told = levels.get((field, name))
        said = told[tongue] if told and name != "none" else _("nothing to compare")
        weight = weights.get(field) if weights else None
        found.append(Seen(field, label, said, tone, name != "none", weight))
    return found


@dataclass(frozen=True)
class Together:
    """How the weights of a match add up; hundredths of a bit. prior + said − rival = total."""

    prior: int
    against: str  # the story the evidence is weighed against, in words
    said: int  # all fields together
    rival: int  # what speaks for the next best candidate of the same row
    total: int
    bar: int | None  # from which a match is made without a person; None where the run did not tell


def weighed(line: Any, bar: int | None = None) -> tuple[list[Seen], Together | None]:
    """The compared fields of a line of a closed month with their weights, and how they add up to its bits.

    None where nothing was weighed: a person decided, or the month was closed elsewhere.
    """
    if not line.weights:
        return fields_of(line), None
    by = dict(zip(WEIGHED, line.weights, strict=True))
    said = sum(line.weights) - by["prior"]
    rival = by["prior"] + said - line.bits
    sums = Together(by["prior"], against_said(line.against), said, rival, line.bits, bar)
    return fields_of(line, by), sums


@dataclass
class Alike:
    """A match and the further rows of the same register that were matched by the very same evidence."""

    line: Any
    fields: list[Seen]
    sums: Together | None
    more: list[str]  # their numbers in the register


def alike(lines: Iterable[Any], bar: int | None = None) -> list[Alike]:
    """Matches of one person, those of the same evidence as one: sixteen payments are not explained sixteen times."""
    found: dict[tuple[Any, ...], Alike] = {}
    for line in lines:
        said = (line.register, line.link_class, line.bits, line.against, line.seen_name, line.seen_id_mask)
        levels = (getattr(line, f"ev_{field}") for field in WEIGHED[1:])
        key = (*said, *levels, *(line.weights or ()))
        if key in found:
            found[key].more.append(line.rec_id)
        else:
            found[key] = Alike(line, *weighed(line, bar), [])
    return list(found.values())
