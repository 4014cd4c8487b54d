"""What is asked of whoever makes an analysis."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SayForm(forms.Form):
    """The officer's own words."""

    words = forms.CharField(
        label=_("Own words"), max_length=2000, widget=forms.Textarea({"rows": 4, "class": "inp"})
    )
