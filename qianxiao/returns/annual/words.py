"""Words of the year's return."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("Being filled in"),
    "checked": _("Checked"),
    "signed": _("Signed"),
    "submitted": _("Sent"),
    "accepted": _("Accepted above"),
    "returned": _("Returned"),
}
TONES = {"draft": "wait", "checked": "info", "signed": "info", "submitted": "ok", "accepted": "ok", "returned": "bad"}  # fmt: skip
VERBS = {
    "generated": _("Filled from the frozen month"),
    "typed": _("Typed"),
    "adjusted": _("Adjusted"),
    "explained": _("Explained"),
    "checked": _("Checked"),
    "signed": _("Signed"),
    "withdrawn": _("Signature withdrawn"),
    "submitted": _("Sent"),
    "accepted": _("Accepted above"),
    "returned": _("Returned"),
}


def group(letter: str) -> str:
    """A part of the form."""
    told = {
        "A": gettext("Plans and key lists"),
        "B": gettext("Technical schooling"),
        "C": gettext("Vocational training"),
        "D": gettext("Money that arrived"),
        "E": gettext("Paired support"),
        "F": gettext("Schools and firms"),
        "G": gettext("Publicity"),
        "H": gettext("Situation and proposals"),
    }
    return told.get(letter, letter)
