"""Labels of the access log in the reader's language."""

from django.utils.translation import gettext as _


def access_kind(kind: str) -> str:
    """What was done."""
    return {
        "read": _("page read"),
        "search": _("search"),
        "reveal": _("number shown in full"),
        "export": _("file taken away"),
        "change": _("decided"),
    }.get(kind, kind)
