"""What is filled in about what became of people after a class: one form for everybody who is ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import choices
from qianxiao.services.training.forms import _LINE, _PICK

NO_WORK = "none"


class OutcomeForm(forms.Form):
    """Form of employment, who employs, since when; of an own business its licence and where it was helped."""

    form = forms.ChoiceField(label=_("What became of them"), widget=forms.Select(attrs=_PICK))
    employer = forms.CharField(label=_("Who employs"), max_length=80, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip
    starts = forms.DateField(label=_("First day of work"), required=False, widget=forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d"))  # fmt: skip

    def __init__(self, *args: Any, one: bool, again: bool, **more: Any) -> None:
        """one: a single person is ticked, who may have a licence; again: somebody's outcome stands there already."""
        super().__init__(*args, **more)
        picked: Any = self.fields["form"]
        picked.choices = [("", "—"), *choices("employ_form"), (NO_WORK, _("Not in work"))]
        if one:
            self.fields["licence"] = forms.CharField(
                label=_("Licence number of the own business"), max_length=30, required=False, widget=forms.TextInput(attrs=_LINE)
            )  # fmt: skip
            self.fields["incubator"] = forms.CharField(
                label=_("Incubator that helped"), max_length=80, required=False, widget=forms.TextInput(attrs=_LINE)
            )  # fmt: skip
        if again:
            self.fields["reason"] = forms.CharField(
                label=_("Why it changes"), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE)
            )  # fmt: skip
