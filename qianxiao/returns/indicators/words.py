"""Words of the figures: groups of indicators, area tags."""

from django.utils.translation import gettext as _


def group(name: str) -> str:
    """A group of indicators."""
    told = {
        "study": _("Technical schooling"),
        "training": _("Training and work"),
        "aid": _("Aid that arrived"),
        "residual": _("What is left to do"),
    }
    return told.get(name, name)


def tag(name: str) -> str:
    """An area tag."""
    told = {
        "52": _("The 52 counties"),
        "3q3z": _("Three regions, three prefectures"),
        "3q3z-nanjiang": _("Southern Xinjiang"),
        "3q3z-sanzhou": _("Three prefectures"),
        "3q3z-xizang": _("Tibet"),
        "3q3z-zangqu": _("Tibetan areas of four provinces"),
    }
    return told.get(name, name)
