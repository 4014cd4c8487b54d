"""What is filled in about the control of infection: a state, a report, a switch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.programme.control import rules

_LINE = {"class": "inp", "autocomplete": "off"}


def _day(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=100000, widget=forms.NumberInput(attrs=_LINE)
    )


def _pick(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(attrs={"class": "inp"}))


class StateForm(forms.Form):
    """Open, closed or online."""

    starts = _day(_("From"))
    until = _day(_("Foreseen until"), required=False)
    plan = forms.CharField(label=_("Plan against infection"), max_length=500, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["state"] = _pick(_("State of the school"), rules.states())
        self.order_fields(["state", "starts", "until", "plan"])


class ReportForm(forms.Form):
    """Figures of the day or week."""

    present = _number(_("People on the site"))
    ill = _number(_("With a fever"))
    apart = _number(_("Kept apart"))
    note = forms.CharField(
        label=_("Note"), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE)
    )


class SwitchForm(forms.Form):
    """How often a region reports."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=_LINE))

    def __init__(self, *args: Any, places: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["region"] = _pick(_("Place"), places)
        self.fields["every"] = _pick(_("Rhythm of the reports"), rules.rhythms())
        self.order_fields(["region", "every", "reason"])
