"""What an officer writes about a household: where it is to be kept and why, an answer."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from qianxiao.masterdata.regions.queries import county_named

_LINE = {"class": "inp", "autocomplete": "off"}


class MoveForm(forms.Form):
    """The other county and the reason."""

    county = forms.CharField(
        label=_("Code or full name of the other county"), max_length=40, widget=forms.TextInput(attrs=_LINE)
    )
    reason = forms.CharField(
        label=_("Reason"), min_length=2, max_length=200, widget=forms.TextInput(attrs=_LINE)
    )

    def clean_county(self) -> str:
        """The code of one county of today."""
        found = county_named(self.cleaned_data["county"])
        if not found:
            raise ValidationError(_("Please name another county of today by its code or its full name."))
        return found


class AnswerForm(forms.Form):
    """A word beside the answer; a refusal needs one."""

    note = forms.CharField(
        label=_("Reason"), required=False, max_length=200, widget=forms.TextInput(attrs=_LINE)
    )
