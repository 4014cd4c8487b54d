"""Words of the matching desk in the reader's language, and those the register of decisions is written in."""

from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.io.layouts import layouts
from qianxiao.programme.matching.models import State

# verdict → word of the layout `decisions`, as the matching reads it (engine/link/defaults.yaml)
VERDICTS = {State.SAME: "同一人", State.APART: "不是同一人"}
LIFTED = "撤回"
# what duties keep as evidence, in the language of the records
_WRITTEN = {
    "same": "现场核实：同一人",
    "apart": "现场核实：不是同一人",
    "unclear": "现场核实：无法认定",
    "dropped": "已不需核实",
}


@cache
def _reasons() -> list[dict[str, str]]:
    told = read_yaml(Path(__file__).parent / "reasons.yaml")
    return [dict(line) for line in told["reasons"]]


def reasons(verdict: str) -> dict[str, str]:
    """Reason codes of a verdict with their words, in the order to offer them."""
    tongue = "en" if _english() else "zh"
    return {line["code"]: line[tongue] for line in _reasons() if line["for"] == verdict}


def written(verb: str) -> str:
    """What became of a visit, as records say it."""
    return _WRITTEN[verb]


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
        "unclear": _("could not be told on the spot, asked again"),
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
        "sent": _("Somebody is looking into it already."),
        "whom": _("Choose who shall look into it."),
        "name": _("This visit stands on somebody else's name, or was answered already."),
        "note": _("Say what was found."),
        "receipt": _("Confirm it, or return it."),
        "answered": _("This has been answered or sent anew meanwhile. Here is how it stands now."),
        "why": _("Say why it is returned."),
        "late": _("The next close has read this decision; it cannot be withdrawn any more."),
    }[why]


def register_said(name: str) -> str:
    """A register's name."""
    found = layouts().get(name)
    return (found.en if _english() else found.zh) if found else name


def is_register(name: str) -> bool:
    """Whether there is a register of this name."""
    return name in layouts()


def class_said(name: str) -> str:
    """A kind of doubt."""
    return {"conflict": _("conflict"), "doubtful": _("doubtful")}.get(name, name)


def view_said(name: str) -> str:
    """A part of the queue."""
    return {"open": _("To decide"), "visit": _("Being looked into"), "decided": _("Decided")}[name]


def against_said(story: str) -> str:
    """The likeliest other story the evidence is weighed against."""
    return {
        "stranger": _("against a stranger"),
        "kin": _("against a relative"),
        "namesake": _("against a namesake near by"),
    }.get(story, "")


def answer_said(state: str) -> str:
    """Where a delivery stands, and what happened to it."""
    return {
        "sent": _("not confirmed yet"),
        "confirmed": _("confirmed"),
        "returned": _("returned"),
        "gone": _("withdrawn"),
    }.get(state, state)


def happened(verb: str) -> str:
    """What was done with a delivery."""
    return {
        "sent": _("sent out"),
        "confirmed": _("receipt confirmed"),
        "returned": _("returned with a reason"),
    }.get(verb, verb)


def fault(name: str) -> str:
    """A kind of fault in a few words; the sentence beside a row says the remedy."""
    return {
        "missing": _("required cell empty"),
        "formula_error": _("formula without a result"),
        "digits_lost": _("number in scientific form"),
        "id_check": _("ID number: check digit"),
        "id_date": _("ID number: birth date"),
        "id_length": _("ID number: length"),
        "id_region": _("ID number: place"),
        "id_blank": _("ID number blank"),
        "same_id": _("ID number on another row too"),
        "uscc_check": _("credit code: check character"),
        "uscc_form": _("credit code: form"),
        "region_form": _("region code: form"),
        "region_unknown": _("region code not in any table"),
        "code_unknown": _("value not in its code table"),
        "date_bad": _("no date"),
        "month_bad": _("no month"),
        "int_bad": _("no whole number"),
        "yuan_bad": _("no amount"),
        "phone_odd": _("odd telephone number"),
        "account_odd": _("odd bank account"),
        "row_ragged": _("row shifted"),
        "duplicate_same": _("row repeated"),
        "duplicate_key": _("key repeated with other content"),
        "corrected": _("corrected by a returned file"),
    }.get(name, name)


def _english() -> bool:
    return (get_language() or "").startswith("en")
