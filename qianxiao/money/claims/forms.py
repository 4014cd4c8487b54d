"""What is asked of those who decide about claims."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """A reason, and the clause it stands on."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )
    clause = forms.CharField(
        label=_("Clause"), max_length=200, required=False, widget=forms.TextInput({"class": "inp"})
    )


class SecondForm(forms.Form):
    """Why a claim goes back to the first review."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


class BackForm(forms.Form):
    """Everything that is missing, one point a line: it is asked once."""

    lacks = forms.CharField(
        label=_("Everything that is missing, one point a line"), max_length=2000,
        help_text=_("An application is given back once only."), widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )  # fmt: skip


class HearForm(forms.Form):
    """The answer to an appeal."""

    upholds = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[
            ("yes", _("The person is right: review it anew")),
            ("no", _("The decision stands")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer, as the person reads it"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )
