"""Match evidence in words: one sentence per field and level, the weight beside it comes from the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.engine.link.evidence import LEVELS

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
    told = yaml.safe_load((POLICIES / "evidence.yaml").read_text(encoding="utf-8"))
    return {(line["field"], line["level"]): line for line in told["levels"]}


def fields_of(line: Any, weights: Mapping[str, int] | None = None) -> list[Seen]:
    """The compared fields of a match or doubt (columns ev_…), in the order an officer checks them.

    weights: hundredths of a bit by field, where the engine told them.
    """
    labels, levels = _labels(), _levels()
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    found = []
    for field, label in labels.items():
        if not hasattr(line, f"ev_{field}"):  # the closed month keeps no group
            continue
        level = getattr(line, f"ev_{field}")
        names = LEVELS[field]
        name = names[level] if level is not None and 0 <= level < len(names) else "none"
        tone = "ok" if name in GOOD else "bad" if name in BAD else "" if name == "none" else "wait"
        told = levels.get((field, name))
        said = told[tongue] if told and name != "none" else _("nothing to compare")
        weight = weights.get(field) if weights else None
        found.append(Seen(field, label, said, tone, name != "none", weight))
    return found
