"""Labels in the reader's language: states, steps, items, registers, codes; all from the data that rules them."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES, ROOT
from qianxiao.base.reference import code_table
from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.close.findings import finding as told
from qianxiao.engine.close.findings import patterns

LAYOUTS = ROOT / "qianxiao" / "engine" / "io" / "layouts"


def english() -> bool:
    """Whether the reader chose English; everything else reads Chinese."""
    return (get_language() or "").startswith("en")


@cache
def _steps() -> dict[tuple[str, str], dict[str, Any]]:
    """Steps of policies/states.yaml by (duty, step)."""
    told = read_yaml(POLICIES / "states.yaml")
    return {(line["duty"], line["step"]): line for line in told["steps"]}


@cache
def residual_steps() -> tuple[str, ...]:
    """Steps that leave a person on a list: nothing is under way for them."""
    return tuple(sorted({step for (_duty, step), line in _steps().items() if line.get("residual")}))


@cache
def _register(name: str) -> tuple[str, str]:
    path = LAYOUTS / f"{name}.yaml"
    if not path.is_file():
        return name, name
    told = read_yaml(path)
    return str(told["zh"]), str(told["en"])


def register(name: str) -> str:
    """A register's name."""
    return _register(name)[1 if english() else 0] if name else ""


def registers() -> list[str]:
    """The registers there are."""
    return sorted(path.stem for path in LAYOUTS.glob("*.yaml"))


def codes(table: str) -> list[tuple[str, str]]:
    """Codes of a table with their labels."""
    return [(value, code(table, value)) for value in code_table(table)]


def code(table: str, value: str) -> str:
    """A code's label; a code that is not in the table is shown as it is."""
    found = code_table(table).get(value)
    return (found.en if english() else found.zh) if found else value


def step(duty: str, name: str) -> str:
    """A step's sentence. Steps that both duties share read alike, so `all` takes the first that has it."""
    for key in ((duty, name), ("train", name), ("study", name)):
        line = _steps().get(key)
        if line:
            return str(line["en" if english() else "zh"])
    return pay_status(name)


def state(name: str) -> str:
    """A state's label; `left` is what remains of those in progress."""
    return _("Left") if name == "left" else code("person_state", name)


def duty(name: str) -> str:
    """A duty's label."""
    return _("Both duties") if name == "all" else code("duty", name)


def kind(name: str) -> str:
    """A gap list's name."""
    return {
        "train": _("To be trained"),
        "study": _("To be schooled"),
        "aid": _("Aid not paid"),
    }.get(name, name)


def pay_status(name: str) -> str:
    """How a due line stands with the payments."""
    return {
        "paid": _("Paid"),
        "part": _("Paid in part"),
        "missing": _("Not paid"),
        "returned": _("Sent back"),
        "over": _("Paid too much"),
        "not_due": _("Not due"),
        "unknown": _("Facts missing"),
        "due": _("Due"),
    }.get(name, name)


def term(value: str) -> str:
    """2019A as autumn 2019."""
    if len(value) == 5 and value[-1] in "AS":
        return f"{value[:4]} {_('autumn term') if value[-1] == 'A' else _('spring term')}"
    return value


def tone(name: str) -> str:
    """Colour class of a state, verdict or payment status: ok, wait, bad, info or nothing."""
    return {
        "served": "ok", "paid": "ok", "met": "ok", "due": "ok", "exact": "ok", "decided": "ok", "id_variant": "ok",
        "in_progress": "wait", "part": "wait", "unknown": "wait", "returned": "wait", "doubtful": "wait",
        "repaired": "info", "probable": "info", "unreachable": "bad", "missing": "bad", "over": "bad",
        "conflict": "bad", "B": "bad", "H": "wait", "L": "info",
    }.get(name, "")  # fmt: skip


def action(name: str) -> str:
    """What an irregularity asks for."""
    return {"B": _("Block"), "H": _("Hold"), "L": _("Look into")}.get(name, name)


def change(name: str) -> str:
    """How a feedback line differs from last month."""
    return {
        "new": _("newly identified"),
        "lost": _("no longer matched"),
        "changed": _("now another person"),
        "same": _("as last month"),
        "open": _("not identified"),
    }.get(name, name)


def to_do(name: str) -> str:
    """What a school is asked to do."""
    return {
        "stop_and_check": _("stop the aid and check"),
        "confirm_identity": _("confirm who it is"),
        "correct_id": _("correct the ID number"),
        "open_aid": _("start the aid"),
        "claim_missing": _("claim what is missing"),
        "note_new": _("note the status"),
        "none": "",
    }.get(name, name)


def items(text: str) -> str:
    """`rain_dew:2020S;…` as words."""
    parts = (part.partition(":") for part in text.split(";") if part)
    return _(", ").join(f"{code('aid_item', item)} {term(when)}".strip() for item, _sign, when in parts)


def pattern(number: int) -> str:
    """What a fraud or error pattern looks for."""
    line = patterns().get(number)
    return str(line["en" if english() else "zh"]) if line else str(number)


def file_kind(name: str) -> str:
    """Groups of files."""
    return {
        "returns": _("Forms"),
        "lists": _("Lists by county"),
        "feedback": _("Feedback to schools"),
        "faults": _("Rows to correct"),
    }.get(name, name)


def finding(number: int, detail: str) -> str:
    """The sentence of a finding, in the reader's language."""
    return told(number, detail, english())
