"""What a school writes in admission: seats of a major, an application with its categories, a word beside a decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.reference import code_table
from qianxiao.registers.schools.words import choices
from qianxiao.services.studies.forms import major_choices
from qianxiao.services.studies.words_work import category

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}


class PlanForm(forms.Form):
    """Seats of a major this year."""

    major = forms.ChoiceField(label=_("Major"), widget=forms.Select(attrs=_PICK))
    seats = forms.IntegerField(
        label=_("Places"), min_value=0, max_value=5000, widget=forms.NumberInput(attrs=_LINE)
    )

    def __init__(self, *args: Any, day: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["major"].choices = [("", "—"), *major_choices(day)]  # type: ignore[attr-defined]


class ApplyForm(forms.Form):
    """Somebody who wants to enter; beside each category where it is known from."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=forms.TextInput(attrs=_LINE))
    id_no = forms.CharField(label=_("ID number"), max_length=24, widget=forms.TextInput(attrs=_LINE))
    home = forms.CharField(
        label=_("County of the home"), max_length=40, required=False, widget=forms.TextInput(attrs=_LINE),
        help_text=_("Code or full name; for somebody who is in no register yet."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False, widget=forms.TextInput(attrs=_LINE)
    )
    reg_kind = forms.ChoiceField(label=_("Kind of registration"), widget=forms.Select(attrs=_PICK))
    major = forms.ChoiceField(label=_("Major"), widget=forms.Select(attrs=_PICK))

    def __init__(self, *args: Any, day: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reg_kind"].choices = choices("reg_kind")  # type: ignore[attr-defined]
        self.fields["major"].choices = [("", "—"), *major_choices(day)]  # type: ignore[attr-defined]
        for code in code_table("intake_category"):
            self.fields[f"category_{code}"] = forms.CharField(
                label=category(code), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE),
                help_text=_("Fill in where it is known from, if it holds; several may hold."),
            )  # fmt: skip

    def told(self) -> dict[str, str]:
        """Fields of the person and the wish."""
        return {name: text for name, text in self.cleaned_data.items() if not name.startswith("category_")}

    def evidence(self) -> dict[str, str]:
        """Category → where it is known from."""
        return {
            name.removeprefix("category_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("category_") and text.strip()
        }
