"""Match evidence in words: one sentence per field and level, the weight beside it comes from the engine."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qianxiao.engine.link.evidence import LEVELS
from qianxiao.returns.close.models import Evidence

GOOD = {"equal", "village", "township"}
BAD = {"different", "other_person", "villager", "elsewhere"}


@dataclass(frozen=True)
class Seen:
    """One compared field."""

    field: str
    label: str
    says: str
    tone: str


def _labels() -> dict[str, str]:
    return {
        "id": _("ID number"),
        "name": _("Name"),
        "birth": _("Birth date"),
        "sex": _("Sex"),
        "region": _("Home region"),
        "phone": _("Telephone"),
    }


def _levels() -> dict[str, str]:
    return {
        "none": _("nothing to compare"),
        "equal": _("equal"),
        "repaired": _("equal after repair by the check digit"),
        "household": _("the number of somebody in the same household"),
        "villager": _("the number of somebody in the same village"),
        "near": _("one digit away"),
        "faulty": _("not a valid number"),
        "different": _("different"),
        "given": _("the register number was given"),
        "other_person": _("the number of another registered person"),
        "sound": _("sounds alike"),
        "unreadable": _("rare character written otherwise"),
        "shape": _("look-alike character"),
        "by_ear": _("written down by ear"),
        "one_character": _("one character differs"),
        "surname": _("only the surname agrees"),
        "day_month_swapped": _("day and month swapped"),
        "two_parts": _("two of three parts agree"),
        "year": _("only the year agrees"),
        "village": _("same village"),
        "township": _("same township"),
        "county": _("same county"),
        "prefecture": _("same prefecture"),
        "elsewhere": _("another prefecture"),
    }


def fields_of(line: Evidence) -> list[Seen]:
    """The compared fields of a match or doubt, in the order an officer checks them."""
    labels, levels = _labels(), _levels()
    found = []
    for field, label in labels.items():
        level = getattr(line, f"ev_{field}")
        names = LEVELS[field]
        name = names[level] if level is not None and 0 <= level < len(names) else "none"
        tone = "ok" if name in GOOD else "bad" if name in BAD else "" if name == "none" else "wait"
        found.append(Seen(field, label, levels.get(name, name), tone))
    return found
