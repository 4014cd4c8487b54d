"""What an officer types: a search, a purpose, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.people.protection import purposes


class SearchForm(forms.Form):
    """One field for everything: the text tells what it is."""

    text = forms.CharField(
        label=_("Name, pinyin, initials or a full number"),
        max_length=64,
        widget=forms.TextInput(
            attrs={"class": "inp", "autocomplete": "off", "spellcheck": "false", "type": "search"}
        ),
    )


class RevealForm(forms.Form):
    """Why a number is shown in full."""

    purpose = forms.ChoiceField(
        label=_("What is it needed for?"), widget=forms.Select(attrs={"class": "inp"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", _("Please choose")), *purposes().items()]


class ReasonForm(forms.Form):
    """Why two records are one person, or two."""

    reason = forms.CharField(
        label=_("Reason"), min_length=2, max_length=200, widget=forms.TextInput(attrs={"class": "inp"})
    )
