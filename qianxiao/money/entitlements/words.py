"""Words of the entitlements in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.lists.figures import ymd
from qianxiao.registers.schools.words import coded

STATES: dict[str, str | Promise] = {
    "missing": gettext_lazy("Not paid"),
    "part": gettext_lazy("Paid in part"),
    "returned": gettext_lazy("Sent back"),
    "paid": gettext_lazy("Paid"),
    "over": gettext_lazy("Paid too much"),
    "due": gettext_lazy("Due"),
    "coming": gettext_lazy("Falls due later"),
    "unknown": gettext_lazy("Facts missing"),
    "not_due": gettext_lazy("Not due"),
    "gone": gettext_lazy("No longer in the month"),
}
TONES = {"paid": "ok", "over": "bad", "missing": "bad", "returned": "bad", "part": "wait", "unknown": "wait", "due": "wait", "coming": "info"}  # fmt: skip


def item(code: str) -> str:
    """An item's name."""
    return coded("aid_item", code)


def term(value: str) -> str:
    """2019A as autumn 2019."""
    if len(value) == 5 and value[-1] in "AS":
        return f"{value[:4]} {_('autumn term') if value[-1] == 'A' else _('spring term')}"
    if value.startswith("stage-"):
        return coded("pay_stage", value[6:])
    return ymd(int(value)) if len(value) == 6 and value.isdecimal() else value


def when(one: Entitlement) -> str:
    """The term or month of a row."""
    return term(one.instalment) or ymd(one.month or None)


def gap(one: Entitlement) -> str:
    """Why money that is due has not arrived; nothing where nothing is missing."""
    if one.verdict != "due":
        return ""
    if one.state == "coming":
        return _("falls due in %(month)s") % {"month": ymd(one.month)}
    if one.state == "gone":
        return _("the newest closed month no longer has this record")
    if not one.under_way and not one.open:
        return ""
    if one.under_way and not one.open:
        return _("is claimed and under way")
    if one.findings:
        return _("a finding of the monthly check holds it")
    if one.state == "returned":
        return _("the bank sent it back")
    return _("nobody has claimed it yet")
