"""What is filled in around classes: a stop of an area, a village's request, a booking, a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import occupations, packages
from qianxiao.registers.schools.words import choices, occupation
from qianxiao.services.training import queries, words
from qianxiao.services.training.forms import _LINE, _PICK, _chosen
from qianxiao.services.training.rules import programmes, types


class StopForm(forms.Form):
    """Stop training on the spot in an area."""

    starts = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput(attrs=_LINE))
    online = forms.BooleanField(label=_("Move the classes online instead of suspending them"), required=False)

    def __init__(self, *args: Any, places: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["region"] = _chosen(_("Place"), places)


class RequestForm(forms.Form):
    """A village asks for a class."""

    people = forms.IntegerField(label=_("How many people want it"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs=_LINE))  # fmt: skip
    wished = forms.DateField(label=_("Wished from"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    note = forms.CharField(label=_("Place and equipment at hand"), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = [(code, occupation(code)) for code, one in occupations().items() if one.in_force()]
        self.fields["occupation"] = _chosen(_("Occupation"), found)
        self.fields["train_type"] = _chosen(_("Training type"), choices("train_type", *types()))


class BookingForm(forms.Form):
    """Some hours of a shared room."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    lo = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))
    hi = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))
    purpose = forms.CharField(label=_("What for"), max_length=120, widget=forms.TextInput(attrs=_LINE))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["room"] = forms.ModelChoiceField(
            queries.shared_rooms(), label=_("Shared room or base"), widget=forms.Select(attrs=_PICK)
        )

    def clean(self) -> dict[str, Any]:
        """Times as minutes of the day."""
        told = dict(super().clean() or {})
        if "lo" in told and "hi" in told:
            told["lo"], told["hi"] = (60 * told[name].hour + told[name].minute for name in ("lo", "hi"))
            if told["hi"] <= told["lo"]:
                self.add_error("hi", _("These hours do not fit."))
        return told


class ProjectForm(forms.Form):
    """What is bought: training from an institution; money in yuan here, in fen behind it."""

    project_no = forms.RegexField(
        r"[0-9A-Za-z-]{4,30}", label=_("Number of the project"), widget=forms.TextInput(attrs=_LINE)
    )
    title = forms.CharField(label=_("Title"), max_length=80, widget=forms.TextInput(attrs=_LINE))
    basis = forms.CharField(
        label=_("Document it rests on"), max_length=120, widget=forms.TextInput(attrs=_LINE)
    )
    selection = forms.CharField(
        label=_("How the institution was chosen"), max_length=120, widget=forms.TextInput(attrs=_LINE)
    )
    contract_no = forms.CharField(
        label=_("Number of the contract"), max_length=40, widget=forms.TextInput(attrs=_LINE)
    )
    budget = forms.DecimalField(label=_("Budget (yuan)"), min_value=0, max_digits=12, decimal_places=2, widget=forms.NumberInput(attrs=_LINE))  # fmt: skip
    advance = forms.DecimalField(label=_("Paid in advance (yuan)"), min_value=0, max_digits=12, decimal_places=2, widget=forms.NumberInput(attrs=_LINE))  # fmt: skip
    people = forms.IntegerField(
        label=_("People contracted"), min_value=1, max_value=100000, widget=forms.NumberInput(attrs=_LINE)
    )
    starts = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    ends = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))

    def __init__(self, *args: Any, day: int, trainers: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = [
            (code, f"{occupation(one.occupation)} · {one.level} · {one.hours['total']}")
            for code, one in packages().items()
        ]
        self.fields["org_code"] = _chosen(_("Institution"), trainers)
        self.fields["package"] = _chosen(_("National package"), told)
        self.fields["train_type"] = _chosen(_("Training type"), choices("train_type", *types()))
        self.fields["programme"] = _chosen(
            _("Programme"), [(code, words.programme(code)) for code in programmes(day)], required=False
        )

    def clean(self) -> dict[str, Any]:
        """Yuan as fen."""
        told = dict(super().clean() or {})
        return told | {name: int(told[name] * 100) for name in ("budget", "advance") if name in told}
