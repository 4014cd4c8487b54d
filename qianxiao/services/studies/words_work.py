"""Words of admission, internships, graduates and teachers in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import coded

APPLICATIONS: dict[str, str | Promise] = {
    "waiting": _("waits for a seat"),
    "offered": _("has an offer"),
    "taken": _("entered the school"),
    "declined": _("declined by the applicant"),
    "refused": _("not accepted"),
}
VERBS: dict[str, str | Promise] = {
    "apply": _("applied"),
    "offer": _("Offer a seat"),
    "take": _("Enters the school"),
    "decline": _("Declines"),
    "refuse": _("Do not accept"),
}
STATE_TONES = {"waiting": "wait", "offered": "info", "taken": "ok", "refused": "bad"}


def category(code: str) -> str:
    """A category of applicants by its code."""
    return coded("intake_category", code)


def rank_reason(tier: int, categories: list[str]) -> str:
    """Why somebody stands where they stand; inside a step the earlier application goes first."""
    if tier == 1:
        return gettext("1 registered poor, by matching")
    if tier == 2:
        return gettext("2 %(categories)s") % {"categories": gettext(", ").join(map(category, categories))}
    return gettext("3 by time of application")
