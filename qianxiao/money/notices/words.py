"""Words of notices in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, str | Promise] = {
    "showing": _("Up"),
    "ended": _("Over"),
    "withdrawn": _("Taken down"),
}
LINES: dict[str, str | Promise] = {
    "showing": _("Up"),
    "objected": _("Objected to"),
    "clear": _("No objection"),
    "refused": _("Objection upheld"),
    "withdrawn": _("Taken down"),
}
OBJECTIONS: dict[str, str | Promise] = {
    "open": _("Open"),
    "answered": _("Answered"),
    "settled": _("Settled"),
}
ANSWERS: dict[str, str | Promise] = {"upheld": _("Right: do not pay"), "rejected": _("Not right: pay")}
MARKS = {"showing": "info", "ended": "ok", "withdrawn": "", "objected": "wait", "clear": "ok", "refused": "bad",
         "open": "wait", "answered": "info", "settled": "ok"}  # fmt: skip
