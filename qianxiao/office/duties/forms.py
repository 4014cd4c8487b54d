"""What is asked when a duty is handed to somebody or fulfilled."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 500  # characters of a text field on this page: a reference, not a report


class FulfilForm(forms.Form):
    """Evidence, and the reason when it is late."""

    evidence = forms.CharField(max_length=LONGEST, label=_("Evidence"))
    reason = forms.CharField(max_length=LONGEST, label=_("Why it is late"), required=False)


class HandForm(forms.Form):
    """Whose name it stands on from now."""

    post = forms.IntegerField(min_value=1, max_value=2**63 - 1)
