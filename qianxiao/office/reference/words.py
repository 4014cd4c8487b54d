"""Labels of the reference data in the reader's language."""

from django.utils.translation import gettext as _

from qianxiao.base.tables import OPEN_END


def level(number: int) -> str:
    """What tier a region is of."""
    return {
        1: _("Province"),
        2: _("Prefecture"),
        3: _("County"),
        4: _("Township"),
        5: _("Village"),
    }.get(number, "")


def year(day: int) -> str:
    """A day of a code's validity: known to the year; empty where open or unknown."""
    return "" if day in (0, OPEN_END) else str(day)[:4]


def method(name: str) -> str:
    """How the follower of a code was found."""
    return {
        "same-name": _("same full name, beginning when the old code ended"),
        "same-stem": _("same name but for its kind, beginning when the old code ended"),
        "checked": _("checked against announcements"),
        "hand": _("from general knowledge, check before official use"),
        "none": _("not known"),
    }.get(name, name)


def tag(name: str) -> str:
    """What an area tag stands for."""
    return {"52": _("52 counties last on the list"), "3q3z": _("Three regions and three prefectures")}.get(
        name, name
    )
