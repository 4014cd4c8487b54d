"""Words of payments in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "shared": _("Another person outside the household gives the same account."),
    "changed": _("The account was changed after the approval."),
}
