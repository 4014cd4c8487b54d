"""Match evidence in words: one sentence per field and level, the weight beside it comes from the engine."""

from dataclasses import dataclass
from functools import cache

import yaml
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.engine.link.evidence import LEVELS
from qianxiao.returns.close.models import Evidence
from qianxiao.returns.close.words import english

GOOD = {"equal", "village", "township"}
BAD = {"different", "other_person", "villager", "elsewhere"}


@dataclass(frozen=True)
class Seen:
    """One compared field."""

    field: str
    label: str
    says: str
    tone: str
    known: bool  # both sides had something to compare


def _labels() -> dict[str, str]:
    return {
        "id": _("ID number"),
        "name": _("Name"),
        "birth": _("Birth date"),
        "sex": _("Sex"),
        "region": _("Home region"),
        "phone": _("Telephone"),
    }


@cache
def _levels() -> dict[tuple[str, str], dict[str, str]]:
    """What each level of evidence says, by field and level: policies/evidence.yaml."""
    told = yaml.safe_load((POLICIES / "evidence.yaml").read_text(encoding="utf-8"))
    return {(line["field"], line["level"]): line for line in told["levels"]}


def fields_of(line: Evidence) -> list[Seen]:
    """The compared fields of a match or doubt, in the order an officer checks them."""
    labels, levels = _labels(), _levels()
    tongue = "en" if english() else "zh"
    found = []
    for field, label in labels.items():
        level = getattr(line, f"ev_{field}")
        names = LEVELS[field]
        name = names[level] if level is not None and 0 <= level < len(names) else "none"
        tone = "ok" if name in GOOD else "bad" if name in BAD else "" if name == "none" else "wait"
        told = levels.get((field, name))
        said = told[tongue] if told and name != "none" else _("nothing to compare")
        found.append(Seen(field, label, said, tone, name != "none"))
    return found
