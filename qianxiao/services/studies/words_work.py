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


RESULTS: dict[str, str | Promise] = {
    "hired": _("hired"),
    "refused": _("refused by the employer"),
    "declined": _("declined by the graduate"),
    "waiting": _("answer not yet there"),
    "none": _("no recommendation"),
}
LACKS: dict[str, str | Promise] = {
    "recommendation": _("recommendation or reason"),
    "outcome": _("word about work"),
    "check": _("check after some months"),
}
NEEDS: dict[str, str | Promise] = {
    "registered": _("Registered poor"),
    "low_income": _("Household on living allowance"),
    "school": _("Recognised by the school"),
}
EQUALS: dict[str, str | Promise] = {
    "3": _("junior college graduate"),
    "2": _("bachelor graduate"),
}
NOTES: dict[str, str | Promise] = {
    "place": _("Place on a post for interns"),
    "recommend": _("Write a recommendation down"),
    "outcome": _("Write down what the graduate does"),
    "prove": _("Issue the proof of equal standing"),
    "recognise": _("Recognise a need"),
}


def level_of_need(code: str) -> str:
    """A level of difficulty by its code."""
    return coded("need_level", code)


def employ_form(code: str) -> str:
    """A kind of employment by its code."""
    return coded("employ_form", code) if code else ""
