"""What is filled in about an exam, a candidate, a norm."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import occupations
from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.models import Institution, Teacher
from qianxiao.registers.schools.words import choices, occupation
from qianxiao.services.evaluation.models import Norm
from qianxiao.services.evaluation.rules import kinds

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}


class ExamForm(forms.Form):
    """A new exam of a body."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    lo = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))
    hi = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))

    def __init__(self, *args: Any, scope: Scope, body: Institution, **more: Any) -> None:
        super().__init__(*args, **more)
        pick = forms.Select(attrs=_PICK)
        filed = sorted(set(body.licensed_for.filter(what="evaluate").values_list("occupation", flat=True)))
        self.fields["cert_kind"] = forms.ChoiceField(label=_("Kind of certificate"), choices=choices("cert_kind", *sorted(kinds(), reverse=True)), widget=pick)  # fmt: skip
        self.fields["occupation"] = forms.ChoiceField(label=_("Occupation"), choices=[(code, occupation(code)) for code in filed], widget=pick)  # fmt: skip
        self.fields["level"] = forms.ChoiceField(
            label=_("Level"), choices=choices("train_level"), widget=pick
        )
        self.fields["norm"] = forms.ModelChoiceField(
            Norm.objects.filter(state="published").order_by("code", "-version"),
            label=_("Norm"),
            required=False,
            widget=pick,
        )
        self.fields["room"] = forms.ModelChoiceField(body.rooms.filter(active=True).order_by("name"), label=_("Examination room"), widget=pick)  # fmt: skip
        examiners = Teacher.objects.within(scope).filter(org_code=body.org_code).order_by("name", "id")
        self.fields["examiner"] = forms.ModelChoiceField(examiners, label=_("Examiner"), widget=pick)
        self.fields["second_examiner"] = forms.ModelChoiceField(
            examiners, label=_("Second examiner"), widget=pick
        )

    def clean(self) -> dict[str, Any]:
        """Times as minutes of the day."""
        told = dict(super().clean() or {})
        if "lo" in told and "hi" in told:
            told["lo"], told["hi"] = (60 * told[name].hour + told[name].minute for name in ("lo", "hi"))
            if told["hi"] <= told["lo"]:
                self.add_error("hi", _("These hours do not fit."))
        return told


class CandidateForm(forms.Form):
    """Somebody by name and number."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=forms.TextInput(attrs=_LINE))
    id_no = forms.CharField(label=_("ID number"), max_length=20, widget=forms.TextInput(attrs=_LINE))


class NormForm(forms.Form):
    """A norm that is proposed."""

    code = forms.RegexField(
        r"[0-9A-Za-z-]{2,20}", label=_("Code of the norm"), widget=forms.TextInput(attrs=_LINE)
    )
    title = forms.CharField(label=_("Title"), max_length=80, widget=forms.TextInput(attrs=_LINE))
    hours = forms.IntegerField(
        label=_("Class hours"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs=_LINE)
    )
    content = forms.CharField(label=_("What is examined and how"), max_length=4000, widget=forms.Textarea(attrs={**_LINE, "rows": 6}))  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = [(code, occupation(code)) for code, one in occupations().items() if one.in_force()]
        self.fields["occupation"] = forms.ChoiceField(
            label=_("Occupation"), choices=found, widget=forms.Select(attrs=_PICK)
        )
