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


def unit(name: str) -> str:
    """A unit of figures; the layout has it in Chinese."""
    told = {
        "人": gettext("persons"),
        "人次": gettext("person-times"),
        "个": gettext("number"),
        "所": gettext("schools"),
        "对": gettext("pairs"),
        "份": gettext("agreements"),
        "户": gettext("households"),
        "场": gettext("events"),
        "万元": gettext("10,000 yuan"),
        "文字": gettext("text"),
    }
    return told.get(name, name)
