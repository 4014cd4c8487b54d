"""What is asked of whoever looks into a finding, and of whoever closes it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.money.integrity import words


class AnswerForm(forms.Form):
    """What looking into it showed."""

    answer = forms.ChoiceField(
        label=_("What it turned out to be"), choices=list(words.ANSWERS.items()), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was looked at, and what it showed"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )


class CloseForm(forms.Form):
    """Whether a second person agrees."""

    agrees = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, close it")), ("no", _("No, look again"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


class CallForm(forms.Form):
    """What the payee says."""

    answer = forms.ChoiceField(
        label=_("What the payee says"), choices=[(key, said) for key, said in words.CALLED.items() if key], widget=forms.RadioSelect
    )  # fmt: skip
    received = forms.DecimalField(
        label=_("What came, in yuan (only where it was less)"), required=False, min_value=0, max_digits=12, decimal_places=2,
        widget=forms.NumberInput({"class": "inp num", "inputmode": "decimal"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )

    def fen(self) -> int | None:
        """What came, in fen."""
        told = self.cleaned_data.get("received")
        return None if told is None else int(told * 100)
