"""What an officer types: a search, a purpose, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.people.protection import correctable, purposes
from qianxiao.registers.people.words import correctable_name


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


class CorrectForm(forms.Form):
    """One field, its right value, why, and which paper was seen."""

    field = forms.ChoiceField(label=_("What is wrong"), widget=forms.Select(attrs={"class": "inp"}))
    value = forms.CharField(
        label=_("What it should be"),
        help_text=_("A birth date like 2002-10-10; sex 1 for male, 2 for female."),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "inp", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"), min_length=2, max_length=200, widget=forms.TextInput(attrs={"class": "inp"})
    )
    proof = forms.CharField(
        label=_("Which paper was seen"),
        min_length=2,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "inp"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["field"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  declared above
        chosen.choices = [(name, correctable_name(name)) for name in correctable()]
