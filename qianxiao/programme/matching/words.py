"""Words of the matching desk in the reader's language, and those the register of decisions is written in."""

from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.programme.matching.models import State

# verdict → word of the layout `decisions`, as the matching reads it (engine/link/defaults.yaml)
VERDICTS = {State.SAME: "同一人", State.APART: "不是同一人"}
LIFTED = "撤回"


@cache
def _reasons() -> list[dict[str, str]]:
    told = yaml.safe_load((Path(__file__).parent / "reasons.yaml").read_text(encoding="utf-8"))
    return [dict(line) for line in told["reasons"]]


def reasons(verdict: str) -> dict[str, str]:
    """Reason codes of a verdict with their words, in the order to offer them."""
    tongue = "en" if (get_language() or "").startswith("en") else "zh"
    return {line["code"]: line[tongue] for line in _reasons() if line["for"] == verdict}


def reason_said(code: str) -> str:
    """A reason in the reader's language."""
    return (reasons("apart") | reasons("visit")).get(code, code)


def reason_written(code: str) -> str:
    """A reason as registers write it, in Chinese."""
    return next((line["zh"] for line in _reasons() if line["code"] == code), code)


def verb_said(verb: str) -> str:
    """What somebody ruled."""
    return {
        "open": _("waits"),
        "same": _("same person"),
        "apart": _("not the same"),
        "visit": _("somebody sent to look"),
        "settled": _("row taken for another candidate"),
        "gone": _("no longer asked"),
        "withdrawn": _("decision withdrawn"),
        "lapsed": _("data changed, asked again"),
    }.get(verb, verb)


def refusal_said(why: str) -> str:
    """Why a decision was not taken."""
    return {
        "verdict": _("Choose one of the three answers."),
        "reason": _("Choose a reason that fits this answer."),
        "stale": _(
            "This doubt has been decided or its data have changed meanwhile. Here is how it stands now."
        ),
        "taken": _("This row has been taken for another registered person already."),
        "late": _("The next close has read this decision; it cannot be withdrawn any more."),
    }[why]


def against_said(story: str) -> str:
    """The likeliest other story the evidence is weighed against."""
    return {
        "stranger": _("against a stranger"),
        "kin": _("against a relative"),
        "namesake": _("against a namesake near by"),
    }.get(story, "")
