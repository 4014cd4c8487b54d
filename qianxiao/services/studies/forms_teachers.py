"""What a school writes about its teachers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.services.studies.forms_work import NoteForm
from qianxiao.services.studies.words_teachers import KINDS, MODES

_LINE = {"class": "inp", "autocomplete": "off"}


class RecordForm(NoteForm):
    """Training, practice, a class, support teaching, an aid task."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select(attrs={"class": "inp"}))
    what = forms.CharField(
        label=_("Class, enterprise or task"), max_length=200, widget=forms.TextInput(attrs=_LINE)
    )
    starts = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=3660, required=False, widget=forms.NumberInput(attrs=_LINE)
    )
    hours = forms.IntegerField(
        label=_("Hours of an aid task"),
        min_value=0,
        max_value=9999,
        required=False,
        widget=forms.NumberInput(attrs=_LINE),
    )
    mode = forms.ChoiceField(
        label=_("Mode of support teaching"), required=False, widget=forms.Select(attrs={"class": "inp"})
    )
    place = forms.CharField(
        label=_("County of support teaching"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_LINE),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = list(KINDS.items())  # type: ignore[attr-defined]
        self.fields["mode"].choices = [("", "—"), *MODES.items()]  # type: ignore[attr-defined]
