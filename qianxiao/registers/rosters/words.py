"""Imports in words: states, tabs, refusals, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianxiao.engine.io.layouts import layouts


def english() -> bool:
    """Whether the reader chose English."""
    return (get_language() or "").startswith("en")


def roster(name: str) -> str:
    """A roster's name."""
    found = layouts()[name]
    return found.en if english() else found.zh


def import_state(state: str) -> str:
    """Where an import stands."""
    return {
        "reading": _("being read"),
        "ready": _("to be looked at"),
        "accepting": _("being taken in"),
        "done": _("taken in"),
        "refused": _("not readable"),
        "failed": _("failed"),
        "dropped": _("given up"),
    }.get(state, state)


def import_tone(state: str) -> str:
    """The tone of a state's tag."""
    return {
        "reading": "info",
        "accepting": "info",
        "ready": "wait",
        "done": "ok",
        "refused": "bad",
        "failed": "bad",
    }.get(state, "")


def verdict(name: str) -> str:
    """A tab of the preview."""
    return {
        "new": _("New"),
        "changed": _("Changed"),
        "twin": _("Maybe duplicate"),
        "meanwhile": _("Changed meanwhile"),
    }.get(name, name)


def verdict_note(name: str) -> str:
    """What a tab shows, in one sentence."""
    return {
        "new": _("Rows whose number is not held yet."),
        "changed": _("Rows that are held with other content. Only what differs is shown."),
        "twin": _(
            "Rows with a new number that tell what another row tells already. They are taken in only if you say so."
        ),
        "meanwhile": _(
            "After the comparison somebody else changed what is held. Look at both versions and say which one counts."
        ),
    }.get(name, "")


def refusal(key: str) -> str:
    """Why a verb was refused, and what to do."""
    return {
        "register": _("Your post does not bring this roster in. Choose one of the list."),
        "name": _("The file has no usable name. Rename it and upload it again."),
        "maker": _("Rosters about money are brought in by a maker's post."),
        "checker": _("A roster about money is taken in by a checker who did not bring it in."),
        "answer": _("Choose one of the answers."),
        "state": _("The import stands otherwise by now. Look at it again."),
        "file": _("Choose a file of at most %(most)s MB."),
        "period": _("Write the month like 2020-06."),
        "keys": _("The keys of this installation do not fit its database. Tell the system administrator."),
        "room": _("The disk is full. Nothing was changed; tell the system administrator."),
    }.get(key, _("That did not work. Try again."))


def problem(told: dict[str, str]) -> str:
    """What is said about a file or its cells."""
    return told["en" if english() else "zh"]
