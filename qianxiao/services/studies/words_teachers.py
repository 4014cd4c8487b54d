"""Words of teachers' training, practice, support teaching in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "training": _("In-service training"),
    "practice": _("Enterprise practice"),
    "founders": _("Class for teachers of founders"),
    "ability": _("Class for better teaching"),
    "integrated": _("Class for integrated teaching"),
    "service": _("Support teaching"),
    "aid": _("Aid task"),
}
MODES: dict[str, str | Promise] = {
    "secondment": _("two-way secondment"),
    "two_place": _("training in two places"),
    "entrusted": _("entrusted training"),
    "on_site": _("teaching on the spot"),
}
