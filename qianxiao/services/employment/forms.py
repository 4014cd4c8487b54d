"""What is filled in about somebody's work, or about somebody without: the two collection forms (facts 2.6)."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import choices
from qianxiao.services.employment import parameters
from qianxiao.services.employment.models import EMPLOYED, OF_NO_WORK, OF_WORK
from qianxiao.services.employment.words import LABELS

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}
_DAYS, _MONEY = ("since", "starts", "contract_end"), ("income", "wanted_income")
_YES_NO = ("willing", "wants_training", "wants_business")
_NEEDED = ("form", "work_region", "starts")


class StateForm(forms.Form):
    """What a state says, how it was verified. Money is filled in as yuan and told in fen."""

    def __init__(self, *args: Any, state: str, again: bool, **more: Any) -> None:
        """state: of the code table employ_state; again: the person is in it already, so that since may stay."""
        super().__init__(*args, **more)
        self.state = state
        mine = OF_WORK if state == EMPLOYED else ("since", *OF_NO_WORK)
        for name in mine:
            needed = name in _NEEDED or (name == "since" and not again)
            self.fields[name] = _field(name, needed and not (again and name == "starts"))
        self.fields["way"] = _choice(
            _("How it was verified"), [("", "—"), *parameters.words("ways")[:3]], True
        )
        self.fields["note"] = forms.CharField(label=_("Remark"), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Facts of the state, money in fen, yes and no as such."""
        found: dict[str, Any] = {"state": self.state}
        for name, value in self.cleaned_data.items():
            if name in ("way", "note"):
                continue
            if name in _MONEY:
                value = int(value * 100) if value is not None else None
            if name in (*_YES_NO, "organised"):
                value = None if value == "" else value == "1"
            found[name] = value
        return found


def initial(facts: dict[str, Any]) -> dict[str, Any]:
    """What stands there, as the form shows it."""
    found = dict(facts)
    for name in _MONEY:
        found[name] = None if facts.get(name) is None else Decimal(facts[name]) / 100
    for name in _DAYS:
        found[name] = parameters.as_date(facts[name]) if facts.get(name) else None
    for name in (*_YES_NO, "organised"):
        found[name] = {True: "1", False: "0", None: ""}[facts.get(name)]
    return found


def _choice(label: Any, options: list[tuple[str, Any]], needed: bool) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=options, required=needed, widget=forms.Select(attrs=_PICK))


def _field(name: str, needed: bool) -> forms.Field:
    label: Any = LABELS[name]
    if name in _DAYS:
        widget = forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=needed, widget=widget)
    if name in _MONEY:
        money = forms.NumberInput(attrs={**_LINE, "inputmode": "decimal", "step": "0.01"})
        return forms.DecimalField(label=label, required=False, min_value=0, max_value=999_999, decimal_places=2, widget=money)  # fmt: skip
    if name in _YES_NO:
        return _choice(label, [("", "—"), ("1", _("yes")), ("0", _("no"))], needed)
    if name == "organised":
        return _choice(
            label, [("", "—"), ("1", _("organised by the government")), ("0", _("on their own"))], needed
        )
    if name == "insured":
        return forms.MultipleChoiceField(label=label, required=False, choices=parameters.words("insurances"), widget=forms.CheckboxSelectMultiple)  # fmt: skip
    lists = {"contract": "contracts", "reason": "reasons"}
    if name in lists:
        return _choice(label, [("", "—"), *parameters.words(lists[name])], needed)
    if name == "form":
        return _choice(label, [("", "—"), *choices("employ_form")], needed)
    if name == "sector":
        return _choice(label, [("", "—"), *choices("industry_section")], needed)
    return forms.CharField(label=label, required=needed, max_length=80, widget=forms.TextInput(attrs=_LINE))
