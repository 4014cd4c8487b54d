"""Labels of the vault in the reader's language."""

from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.base.paths import POLICIES
from qianxiao.base.reference import code_table
from qianxiao.base.yamlfile import read_yaml
from qianxiao.registers.people.protection import purposes


def number_kind(kind: str) -> str:
    """What a sealed number is."""
    return {"id_no": _("ID number"), "phone": _("Telephone"), "account": _("Account")}.get(kind, kind)


def decision(verb: str) -> str:
    """What was decided about two records."""
    return {
        "merged": _("taken for one person"),
        "split": _("set apart again"),
        "apart": _("two different people"),
    }.get(verb, verb)


def duplicate_why(why: str) -> str:
    """Why two records may be one person."""
    return {
        "number": _("both give the same ID number"),
        "names": _("same name and birth date in one county, and not two good ID numbers"),
    }.get(why, why)


def change_said(context: dict[str, Any] | None) -> str:
    """Who changed a record and why, as the history keeps it."""
    told = context or {}
    reason = str(told.get("reason", ""))
    if reason.startswith("intake "):
        month = reason.rpartition(" ")[2]
        reason = _("register of %(month)s taken in") % {"month": f"{month[:4]}-{month[4:]}"}
    return " · ".join(part for part in (reason, str(told.get("user", "")), str(told.get("post", ""))) if part)


def reveal_purpose(code: str) -> str:
    """Why a number was shown; empty when the code is none of the list."""
    return purposes().get(code, "")


def state_of(name: str) -> str:
    """A state's label in the reader's language."""
    found = code_table("person_state").get(name)
    return (found.en if _english() else found.zh) if found else name


def tone_of(name: str) -> str:
    """Colour class of a state."""
    return {"served": "ok", "in_progress": "wait", "unreachable": "bad"}.get(name, "")


def standing(told: str) -> str:
    """The step of `duty:step` as a sentence, '' when it is none of policies/states.yaml."""
    line = _steps().get(told)
    return str(line["en" if _english() else "zh"]) if line else ""


def sexes() -> dict[str, str]:
    """Labels of the sexes by code."""
    return {code: found.en if _english() else found.zh for code, found in code_table("sex").items()}


def _english() -> bool:
    return (get_language() or "").startswith("en")


@cache
def _steps() -> dict[str, dict[str, Any]]:
    """Steps of policies/states.yaml by `duty:step`."""
    told = read_yaml(POLICIES / "states.yaml")
    return {f"{line['duty']}:{line['step']}"[:32]: line for line in told["steps"]}


def correctable_name(field: str) -> str:
    """A field that may be corrected."""
    return {"name": _("Name"), "sex": _("Sex"), "birth": _("Birth date"), "phone": _("Telephone")}.get(
        field, field
    )


def corrected(value: str, field: str) -> str:
    """A value before or after a correction."""
    if field == "sex" and value:
        return {"1": _("male"), "2": _("female")}.get(value, value)
    if field == "birth" and len(value) == 8:
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return value or "—"


def correction_state(name: str) -> str:
    """How a correction stands."""
    return {
        "asked": _("waits for a second person"),
        "applied": _("stands"),
        "refused": _("refused"),
        "withdrawn": _("taken back"),
        "confirmed": _("the register says it too"),
        "overtaken": _("the register says something new"),
    }.get(name, name)
