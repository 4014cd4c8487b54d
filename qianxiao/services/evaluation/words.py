"""Words of evaluation in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]
STATES: Words = {
    "planned": _("Planned"),
    "scored": _("Scores are in"),
    "closed": _("Scores are closed"),
    "issued": _("Certificates given"),
    "dropped": _("Dropped"),
}
TONES = {"planned": "info", "scored": "wait", "closed": "wait", "issued": "ok", "dropped": "bad"}
NORMS: Words = {
    "proposed": _("Proposed"),
    "reviewed": _("Reviewed"),
    "published": _("Published"),
    "refused": _("Refused"),
}
NORM_TONES = {"proposed": "wait", "reviewed": "info", "published": "ok", "refused": "bad"}
NORM_VERBS: Words = {"review": _("Reviewed by experts"), "publish": _("Publish"), "refuse": _("Refuse")}
_NOT: Words = {
    "other_trade": _("The class teaches another occupation or level."),
    "class_state": _("The class is not running and has not just ended."),
    "few_hours": _("Has not attended the hours that are needed before the exam."),
    "before_end": _("The exam lies before the end of the class."),
}


def not_examined(code: str) -> str:
    """Why somebody of a class is not put in an exam."""
    return str(_NOT[code])


def taken(what: str, other: str) -> str:
    """What is held by another exam or class, by its number."""
    if what == "room":
        return str(_("The room is taken by %(other)s.")) % {"other": other}
    return str(_("An examiner is with %(other)s.")) % {"other": other}
