"""Words of the monitoring in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TROUBLES: dict[str, str | Promise] = {
    "none": _("normal"),
    "study": _("difficulty in studying"),
    "living": _("difficulty in living"),
    "mind": _("low in mind"),
    "family": _("trouble in the family"),
    "job": _("no job in sight"),
}
MEASURES: dict[str, str | Promise] = {
    "major": _("change of major"),
    "tutoring": _("tutoring"),
    "practice": _("more practice"),
    "claim": _("claim what is due"),
    "help": _("extra help"),
    "work": _("paid work in the school"),
    "talk": _("talks"),
    "visit": _("visit at home"),
    "recommend": _("recommendation to an employer"),
}
VERBS: dict[str, str | Promise] = {
    "opened": _("Opened"),
    "planned": _("Planned"),
    "closed": _("Closed"),
}
