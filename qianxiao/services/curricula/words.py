"""Words of curricula."""

from django.utils.translation import gettext_lazy as _

KINDS = {"theory": _("Theory"), "practice": _("Practice"), "integrated": _("integrated")}
