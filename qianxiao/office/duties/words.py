"""Duties in the reader's language: what is owed, for which period, at which tier, what happened."""

from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qianxiao.office.duties.declared import TIERS, rule_of
from qianxiao.office.duties.models import Duty, DutyEvent

_NAMES = {digits: tier for tier, digits in TIERS.items()}


def title(rule: str) -> str:
    """What is owed; the id of a declaration that is there no longer."""
    found = rule_of(rule)
    if found is None:
        return rule
    return found.en if (get_language() or "").startswith("en") else found.zh


def proof(rule: str) -> str:
    """What counts as evidence."""
    found = rule_of(rule)
    if found is None:
        return ""
    return found.proof_en if (get_language() or "").startswith("en") else found.proof_zh


def found(rule: str) -> str:
    """By what the system sees for itself that it is done; '' where only people can say."""
    found = rule_of(rule)
    if found is None:
        return ""
    return found.found_en if (get_language() or "").startswith("en") else found.found_zh


def clause_of(rule: str) -> str:
    """The id of the clause it comes from, '' when not known."""
    found = rule_of(rule)
    return found.clause if found else ""


def period_said(period: int) -> str:
    """202005 as 2020-05, 2020 as it is, 0 as once."""
    if not period:
        return _("once")
    return f"{period // 100}-{period % 100:02d}" if period > 9999 else str(period)


def tier(digits: int, institution: bool = False) -> str:
    """Where a debtor stands."""
    if institution:
        return _("Schools and institutions")
    return {
        "nation": _("Ministry"),
        "province": _("Provinces"),
        "prefecture": _("Prefectures"),
        "county": _("Counties"),
        "township": _("Townships"),
        "village": _("Villages"),
    }[_NAMES[digits]]


def of_duty(duty: Duty) -> str:
    """A duty with its period, in one line."""
    return f"{title(duty.rule)} {period_said(duty.period)}"


def standing(duty: Duty, day: date) -> list[tuple[str, str]]:
    """How a duty stands on a day: tone and word, and how far it was raised."""
    if duty.done_on:
        return [("ok", _("Fulfilled"))]
    if duty.due_on >= day:
        return [("info", _("To do"))]
    found = [("bad", _("Overdue"))]
    if duty.raised_on:
        found.append(("wait", _("Raised two tiers") if duty.again_on else _("Raised one tier")))
    return found


def state(name: str) -> str:
    """A part of the ledger."""
    return {"all": _("All"), "open": _("To do"), "overdue": _("Overdue"), "done": _("Fulfilled")}[name]


def view(name: str) -> str:
    """A view of the agency's duties."""
    return {
        "open": _("To do"),
        "overdue": _("Overdue"),
        "mine": _("On my name"),
        "unassigned": _("On nobody's name"),
        "raised": _("Raised to us"),
        "done": _("Fulfilled"),
    }[name]


def happened(event: DutyEvent) -> str:
    """An event as a sentence."""
    told = event.detail
    to = told.get("to", "")
    if event.verb == "opened":
        return _("The duty was opened for %(to)s") % {"to": to} if to else _("The duty was opened")
    if event.verb == "named":
        return _("Stands on the name of %(to)s, the only one with this post") % {"to": to}
    if event.verb == "handed":
        return _("Handed to %(to)s") % {"to": to}
    if event.verb == "reminded":
        left = int(told["days"])
        said = ngettext("Reminder: %(n)s day left", "Reminder: %(n)s days left", left) % {"n": left}
        return said + " → " + (to or _("On nobody's name"))
    if event.verb == "raised":
        return _("Overdue, raised to %(to)s") % {"to": to}
    if event.verb == "again":
        return _("Still overdue, raised once more, to %(to)s") % {"to": to}
    if event.verb == "dropped":
        return _("Fell away: %(evidence)s") % {"evidence": told.get("evidence", "")}
    if event.verb == "found":
        return _("Found fulfilled: %(evidence)s") % {"evidence": told.get("evidence", "")}
    said = _("Fulfilled: %(evidence)s") % {"evidence": told.get("evidence", "")}
    return said + (_(" · late: %(reason)s") % {"reason": told["late"]} if told.get("late") else "")
