"""What is asked of those who decide about claims."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.office.duties.declared import ymd
from qianxiao.registers.schools.words import choices


class ReasonForm(forms.Form):
    """A reason, and the clause it stands on."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )
    clause = forms.CharField(
        label=_("Clause"), max_length=200, required=False, widget=forms.TextInput({"class": "inp"})
    )


class SecondForm(forms.Form):
    """Why a claim goes back to the first review."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2, "class": "inp"})
    )


class BackForm(forms.Form):
    """Everything that is missing, one point a line: it is asked once."""

    lacks = forms.CharField(
        label=_("Everything that is missing, one point a line"), max_length=2000,
        help_text=_("An application is given back once only."), widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )  # fmt: skip


class HearForm(forms.Form):
    """The answer to an appeal."""

    upholds = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[
            ("yes", _("The person is right: review it anew")),
            ("no", _("The decision stands")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer, as the person reads it"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "inp"}),
    )


_LINE = {"class": "inp", "autocomplete": "off"}


class PlanForm(forms.Form):
    """A plan to train apprentices."""

    agreement = forms.CharField(
        label=_("Number of the agreement"), max_length=60, widget=forms.TextInput(_LINE)
    )
    occupation = forms.CharField(
        label=_("Occupation (code of the catalogue)"), max_length=20, widget=forms.TextInput(_LINE)
    )
    level = forms.ChoiceField(label=_("Level aimed at"), widget=forms.Select({"class": "inp"}))
    provider = forms.CharField(
        label=_("School or institution that teaches beside the firm"),
        max_length=80,
        widget=forms.TextInput(_LINE),
    )
    starts = forms.DateField(label=_("Begins"), widget=forms.DateInput({"class": "inp", "type": "date"}))
    ends = forms.DateField(label=_("Ends"), widget=forms.DateInput({"class": "inp", "type": "date"}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(forms.ChoiceField, self.fields["level"]).choices = choices("train_level")

    def told(self) -> dict[str, Any]:
        """What was written; days as yyyymmdd."""
        found = dict(self.cleaned_data)
        for name in ("starts", "ends"):
            found[name] = ymd(found[name])
        return found


class PersonForm(forms.Form):
    """Somebody by name and number."""

    name = forms.CharField(label=_("Name"), max_length=40, widget=forms.TextInput(_LINE))
    id_no = forms.CharField(label=_("ID number"), max_length=24, widget=forms.TextInput(_LINE))
