"""What is asked when a list is taken down, an objection is made, answered or settled."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.money.notices import rules, words


class WithdrawForm(forms.Form):
    """Why a list is taken down."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


class ObjectionForm(forms.Form):
    """What a neighbour says about a line."""

    number = forms.IntegerField(
        label=_("Number of the line"),
        min_value=1,
        widget=forms.NumberInput({"class": "inp", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(label=_("What is wrong?"), choices=rules.reasons, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Say it in a sentence"), max_length=1000, widget=forms.Textarea({"rows": 3, "class": "inp"})
    )
    name = forms.CharField(
        label=_("Your name (you may leave it out)"),
        max_length=50,
        required=False,
        widget=forms.TextInput({"class": "inp"}),
    )
    phone = forms.CharField(
        label=_("Your telephone (you may leave it out)"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "inp", "inputmode": "tel"}),
    )


class AnswerForm(forms.Form):
    """What looking into an objection showed."""

    answer = forms.ChoiceField(
        label=_("Is the objection right?"), choices=list(words.ANSWERS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was looked at, and what it showed"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )


class SettleForm(forms.Form):
    """Whether a second person agrees."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, close it")), ("no", _("No, look again"))],
        widget=forms.RadioSelect,
    )
