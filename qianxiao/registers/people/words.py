"""Labels of the vault in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _

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
