"""What a monitoring officer fills in about a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.programme.monitoring import words
from qianxiao.programme.monitoring.models import MEASURES

_LINE = {"class": "inp", "autocomplete": "off"}


class PlanForm(forms.Form):
    """Measure, owner, day."""

    measure = forms.ChoiceField(label=_("Measure"), widget=forms.Select(attrs={"class": "inp"}))
    owner = forms.CharField(label=_("Who does it"), max_length=60, widget=forms.TextInput(attrs=_LINE))
    due = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))

    def __init__(self, kind: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["measure"].choices = [(one, words.MEASURES[one]) for one in MEASURES[kind]]  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What came of it; extra help in yuan."""

    effect = forms.CharField(label=_("What came of it"), max_length=300, widget=forms.TextInput(attrs=_LINE))
    amount = forms.IntegerField(
        label=_("Extra help (yuan)"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
        required=False,
        widget=forms.NumberInput(attrs=_LINE),
    )
    source = forms.CharField(
        label=_("Where the help came from"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_LINE),
    )
