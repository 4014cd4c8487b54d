"""Words of the leads in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, str | Promise] = {"open": _("Open"), "looked": _("Answered"), "closed": _("Closed")}
ANSWERS: dict[str, str | Promise] = {
    "confirmed": _("It was not right"),
    "cleared": _("It has a good reason"),
}
ACTS: dict[str, str | Promise] = {"H": _("Holds payment"), "L": _("Lead")}
VERBS: dict[str, str | Promise] = {
    "looked": _("Answered"),
    "returned": _("Given back"),
    "closed": _("Closed"),
}
