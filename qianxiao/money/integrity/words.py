"""Words of the leads in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

STATES: dict[str, str | Promise] = {
    "open": _("To be looked into"),
    "looked": _("Answered"),
    "closed": _("Closed"),
}
ANSWERS: dict[str, str | Promise] = {
    "confirmed": _("It was not right"),
    "cleared": _("It has a good reason"),
}
ACTS: dict[str, str | Promise] = {"B": _("Refuses at entry"), "H": _("Holds payment"), "L": _("Lead")}
VERBS: dict[str, str | Promise] = {
    "looked": _("Answered"),
    "returned": _("Given back"),
    "closed": _("Closed"),
    "held": _("Payment stopped"),
    "lifted": _("Payment goes on"),
    "asked": _("Asked back"),
}
CALLED: dict[str, str | Promise] = {
    "": _("Not called yet"),
    "confirmed": _("It came as it should"),
    "less": _("Less came"),
    "denied": _("Knows nothing of it"),
    "unreached": _("Not reached"),
}
CALLED_TONES = {"": "wait", "confirmed": "ok", "less": "bad", "denied": "bad", "unreached": "wait"}


def said(verb: str, reason: str) -> str:
    """What a step says: people's reasons as they are, the rule's own in words."""
    if verb == "held":
        held, sent = reason.split()
        return gettext("%(held)s lines of claims wait; %(sent)s had been sent or had arrived.") % {"held": held, "sent": sent}  # fmt: skip
    if verb == "lifted":
        return gettext("%(n)s lines of claims go on.") % {"n": reason}
    if verb == "asked":
        return gettext("%(n)s payments that arrived are asked back; finance decides.") % {"n": reason}
    return reason


def by(name: str) -> str:
    """Who did a step: a person's name, or that the rule did."""
    return gettext("the rule itself") if name == "integrity" else name
