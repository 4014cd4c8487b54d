"""What happened to accounts and posts, in the reader's language."""

from django.utils.translation import gettext as _

from qianxiao.office.accounts.models import AccountEvent
from qianxiao.office.accounts.roles import Role


def event_said(event: AccountEvent) -> str:
    """An event as a sentence without its subject."""
    said = {
        "agency added": _("agency added"),
        "agencies set up": _("agencies set up"),
        "user added": _("account made"),
        "user closed": _("account closed"),
        "user opened": _("account opened"),
        "post asked": _("post asked for"),
        "post granted": _("post granted"),
        "post given": _("post given by the operator"),
        "post ended": _("post ended"),
        "post handed over": _("post handed over"),
        "file taken": _("file taken"),
        "signed in": _("signed in"),
        "signed out": _("signed out"),
        "post chosen": _("chose a post to work at"),
        "password changed": _("password changed"),
        "factor set": _("second factor set up"),
        "factor sealed": _("second factor sealed anew"),
        "factor reset": _("second factor reset"),
        "refused": _("asked for a page that is not there"),
    }.get(event.verb, event.verb)
    role = event.detail.get("role", "")
    parts = [said, str(Role(role).label) if role in Role.values else "", event.detail.get("agency", "")]
    return " · ".join(part for part in parts if part)
