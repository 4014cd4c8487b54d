"""What is filled in about a class: how it is opened, one session, its details, one person, a roll call."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.scope import Scope
from qianxiao.registers.schools.words import choices
from qianxiao.services.training import queries, words
from qianxiao.services.training.models import Session, TrainingClass
from qianxiao.services.training.rules import limit, programmes, types
from qianxiao.services.training.timetable import ymd

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}


def _chosen(label: Any, options: Any, required: bool = True) -> forms.ChoiceField:
    found = list(options) if required else [("", "—"), *options]
    return forms.ChoiceField(label=label, choices=found, required=required, widget=forms.Select(attrs=_PICK))


class OpenForm(forms.Form):
    """Place and dates: four fields, and what the training type asks for besides."""

    def __init__(
        self, *args: Any, scope: Scope, org_code: str, day: int, kind: str = "", **more: Any
    ) -> None:
        super().__init__(*args, **more)
        most = limit("hours_a_day", day)
        self.fields["room"] = forms.ModelChoiceField(
            queries.rooms_of(org_code), label=_("Training place"), widget=forms.Select(attrs=_PICK)
        )
        self.fields["teacher"] = forms.ModelChoiceField(
            queries.teachers_of(scope, org_code), label=_("Teacher"), widget=forms.Select(attrs=_PICK)
        )
        self.fields["starts"] = forms.DateField(
            label=_("First day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"})
        )
        self.fields["hours_a_day"] = forms.IntegerField(
            label=_("Class hours a day"),
            min_value=1,
            max_value=most,
            initial=most,
            widget=forms.NumberInput(attrs=_LINE),
        )
        if not kind:
            self.fields["train_type"] = _chosen(_("Training type"), choices("train_type", *types()))
            told = [(code, words.programme(code)) for code in programmes(day)]
            self.fields["programme"] = _chosen(_("Programme"), told, required=False)
        if not kind or types()[kind].employer:
            self.fields["employer"] = forms.CharField(
                label=_("Enterprise that takes the people on"),
                required=bool(kind),
                max_length=80,
                widget=forms.TextInput(attrs=_LINE),
            )
        if not kind or types()[kind].site_kind:
            self.fields["site_kind"] = _chosen(
                _("Kind of site near home"), words.SITES.items(), required=bool(kind)
            )

    def clean_starts(self) -> Any:
        """A first day the calendar of the programme knows."""
        day = self.cleaned_data["starts"]
        if not 2019 <= day.year <= 2099:
            raise forms.ValidationError(_("Please give a day of the programme."))
        return day


class SessionForm(forms.Form):
    """One session."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}))
    lo = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))
    hi = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={**_LINE, "type": "time"}))
    hours = forms.IntegerField(
        label=_("Class hours"), min_value=1, max_value=24, widget=forms.NumberInput(attrs=_LINE)
    )
    subject = forms.CharField(label=_("Subject"), max_length=80, widget=forms.TextInput(attrs=_LINE))

    def __init__(self, *args: Any, scope: Scope, one: TrainingClass, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"] = _chosen(_("Theory or practice"), words.KINDS.items())
        self.fields["mode"] = _chosen(
            _("Mode of delivery"), [(mode, words.MODES[mode]) for mode in Session.MODES]
        )
        self.fields["room"] = forms.ModelChoiceField(
            queries.rooms_of(one.org_code),
            label=_("Training place"),
            required=False,
            widget=forms.Select(attrs=_PICK),
        )
        self.fields["teacher"] = forms.ModelChoiceField(
            queries.teachers_of(scope, one.org_code),
            label=_("Teacher"),
            required=False,
            widget=forms.Select(attrs=_PICK),
        )

    def clean(self) -> dict[str, Any]:
        """Times as minutes of the day; the first before the last, long enough for the hours."""
        told = dict(super().clean() or {})
        if "lo" in told and "hi" in told and "day" in told:
            told["lo"], told["hi"] = (60 * told[name].hour + told[name].minute for name in ("lo", "hi"))
            length = limit("hour_minutes", ymd(told["day"]))
            if told["hi"] - told["lo"] < told.get("hours", 1) * length:
                self.add_error("hi", _("The time is too short for these class hours."))
        return told


class DetailsForm(forms.Form):
    """Seats, paper, site, employer, plan against infection."""

    seats = forms.IntegerField(
        label=_("Seats"), min_value=1, max_value=500, widget=forms.NumberInput(attrs=_LINE)
    )
    site = forms.CharField(
        label=_("Place in words"), max_length=120, required=False, widget=forms.TextInput(attrs=_LINE)
    )
    employer = forms.CharField(label=_("Enterprise that takes the people on"), max_length=80, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip
    control_plan = forms.CharField(label=_("Plan against infection"), max_length=200, required=False, widget=forms.TextInput(attrs=_LINE))  # fmt: skip
    elastic = forms.BooleanField(label=_("Each trainee has days of their own"), required=False)

    def __init__(self, *args: Any, one: TrainingClass, **more: Any) -> None:
        super().__init__(*args, **more)
        kind = types().get(one.train_type)
        self.fields["cert_kind"] = _chosen(_("Ends with"), choices("cert_kind", *(kind.cert if kind else ())))
        self.fields["site_kind"] = _chosen(_("Kind of site near home"), words.SITES.items(), required=False)
        told = [(code, words.programme(code)) for code in programmes(one.starts)]
        self.fields["programme"] = _chosen(_("Programme"), told, required=False)


class PersonForm(forms.Form):
    """Somebody by name and number."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=forms.TextInput(attrs=_LINE))
    id_no = forms.CharField(label=_("ID number"), max_length=20, widget=forms.TextInput(attrs=_LINE))
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False, widget=forms.TextInput(attrs=_LINE)
    )


class RollForm(forms.Form):
    """A roll call as a page or a device sends it."""

    key = forms.UUIDField()
    token = forms.CharField(max_length=400)
    captured = forms.IntegerField(required=False, min_value=0)  # milliseconds since 1970, by the device
    reason = forms.CharField(max_length=500, required=False)
    photo = forms.RegexField(r"[0-9a-f]{64}", required=False)
    evidence = forms.FileField(required=False)
