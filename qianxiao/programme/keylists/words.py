"""Words of the key lists in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianxiao.programme.keylists.rules import SUBJECTS, criteria

STATES: dict[str, str | Promise] = {
    "handed": _("with the prefecture"),
    "reviewed": _("with the province"),
    "key": _("key school"),
    "refused": _("not this year"),
}
TONES = {"handed": "wait", "reviewed": "wait", "key": "ok", "refused": ""}
VERDICTS: dict[str, str | Promise] = {"added": _("added"), "kept": _("kept"), "removed": _("taken off")}


def criterion(name: str) -> str:
    """The label of a criterion."""
    english = (get_language() or "").startswith("en")
    for subject in (*SUBJECTS, "performance"):
        for one in criteria(subject):
            if one.criterion == name:
                return one.en if english else one.zh
    return name
