"""States, verbs and findings in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qianxiao.office.lists.figures import yuan
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import rules
from qianxiao.returns.supervision.models import Rectification, Step

STATES: Mapping[str, Any] = {
    "open": gettext_lazy("To be answered"),
    "answered": gettext_lazy("Answered, to be accepted"),
    "accepted": gettext_lazy("Accepted as put right"),
    "cured": gettext_lazy("Gone by itself"),
}
TONES = {"open": "wait", "answered": "info", "accepted": "ok", "cured": "ok"}
LEVEL_TONES = {1: "info", 2: "wait", 3: "bad"}
VERBS: Mapping[str, Any] = {
    "opened": gettext_lazy("Warned"),
    "harder": gettext_lazy("Became harder"),
    "cured": gettext_lazy("Gone by itself"),
    "escalated": gettext_lazy("Overdue: one tier up"),
    "answered": gettext_lazy("Answered"),
    "accepted": gettext_lazy("Accepted as put right"),
    "given_back": gettext_lazy("Given back to the unit"),
    "asked": gettext_lazy("Question sent"),
    "minutes": gettext_lazy("Minutes written"),
    "agreed": gettext_lazy("Agreed"),
    "done": gettext_lazy("Done"),
    "proposed": gettext_lazy("Proposed"),
    "published": gettext_lazy("Published for everybody"),
    "refused": gettext_lazy("Not published"),
    "drawn": gettext_lazy("Sample drawn"),
    "found": gettext_lazy("Found not in order"),
    "fine": gettext_lazy("In order"),
}


def note(one: Step, names: Mapping[str, str]) -> str:
    """What a step says beside its verb."""
    if one.verb in ("opened", "harder", "cured") and one.note.isdecimal():
        return rules.level_name(int(one.note))
    if one.verb == "escalated":
        return " → ".join(names.get(code, code) for code in one.note.split())
    return one.note


def found(one: Rectification) -> str:
    """By which figures something was found."""
    facts = one.facts
    if "schedule" in facts:
        shown = {
            "part": number_format(facts["part"], force_grouping=True), "whole": number_format(facts["whole"] or 0, force_grouping=True),
            "schedule": facts["schedule"], "n": f"{one.measured / 10:.1f}",
        }  # fmt: skip
        return _("%(part)s of %(whole)s; by the schedule %(schedule)s percent: %(n)s points behind") % shown
    if "due" in facts:
        shown = {"day": facts["due"], "n": str(one.measured)}
        return (
            ngettext("due on %(day)s: %(n)s day late", "due on %(day)s: %(n)s days late", one.measured)
            % shown
        )
    if "item" in facts:
        return definitions.said(facts["item"]) + (f" · {one.about}" if one.about else "")
    return one.about


def number(code: str, value: int | None) -> str:
    """A figure as pages write it."""
    if value is None:
        return "–"
    line = definitions.indicators().get(code)
    return yuan(value) if line and line.unit == "fen" else number_format(value, force_grouping=True)


def indicator(code: str) -> str:
    """An indicator by its code."""
    line = definitions.indicators().get(code)
    return definitions.said(line) if line else code


OUTCOMES: Mapping[str, Any] = {
    "": gettext_lazy("To be looked at"),
    "fine": gettext_lazy("In order"),
    "found": gettext_lazy("Found not in order"),
}
LISTS: Mapping[str, Any] = {
    "proposed": gettext_lazy("Waits for its second person"),
    "published": gettext_lazy("Published for everybody"),
    "refused": gettext_lazy("Not published"),
}
LIST_TONES = {"proposed": "wait", "published": "ok", "refused": "bad"}


def share(figure: Mapping[str, Any]) -> str:
    """A figure of a commended unit: part of whole in percent."""
    part, whole = figure["part"], figure["whole"] or 0
    percent = f"{100 * part / whole:.1f}%" if whole else "–"
    return f"{number_format(part, force_grouping=True)} / {number_format(whole, force_grouping=True)} · {percent}"
