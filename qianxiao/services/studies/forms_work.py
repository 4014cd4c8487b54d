"""What a school writes about internships, recommendations, outcomes and needs."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.registers.schools.words import choices
from qianxiao.services.studies.forms import major_choices
from qianxiao.services.studies.models_work import InternPost, Recommendation
from qianxiao.services.studies.words_work import RESULTS

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d")
    )


def _line(label: Any, required: bool = True, most: int = 120) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, widget=forms.TextInput(attrs=_LINE)
    )


def _pick(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.Select(attrs=_PICK))


def ymd(day: date) -> int:
    """20200531 of a day."""
    return day.year * 10000 + day.month * 100 + day.day


class NoteForm(forms.Form):
    """A form of a student's page: its days as yyyymmdd."""

    def told(self) -> dict[str, Any]:
        """What the verb is given."""
        return {name: ymd(v) if isinstance(v, date) else v for name, v in self.cleaned_data.items()}


class PostForm(NoteForm):
    """A post for interns."""

    employer = _line(_("Employer"))
    title = _line(_("Post"))
    major = forms.ChoiceField(label=_("Major"), required=False, widget=forms.Select(attrs=_PICK))
    places = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=500, widget=forms.NumberInput(attrs=_LINE)
    )
    starts = _day(_("First day"))
    ends = _day(_("Last day"))

    def __init__(self, *args: Any, day: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["major"].choices = [("", _("any")), *major_choices(day)]  # type: ignore[attr-defined]


class PlaceForm(NoteForm):
    """Which post a student goes to."""

    post = _pick(_("Post for interns"))
    reason = _line(_("Reason, if poor students wait"), required=False, most=200)

    def __init__(self, *args: Any, posts: list[InternPost], **more: Any) -> None:
        more["auto_id"] = "id_place_%s"
        super().__init__(*args, **more)
        told = [(str(one.pk), f"{one.employer} · {one.title}") for one in posts]
        self.fields["post"].choices = told  # type: ignore[attr-defined]


class RecommendForm(NoteForm):
    """A job somebody was recommended for, or why there was none."""

    day = _day(_("Day"))
    result = _pick(_("Result"))
    employer = _line(_("Employer"), required=False)
    job = _line(_("Post"), required=False)
    reason = _line(_("Why there was none"), required=False, most=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["auto_id"] = "id_recommend_%s"
        super().__init__(*args, **more)
        self.fields["result"].choices = [(one, RESULTS[one]) for one in Recommendation.RESULTS]  # type: ignore[attr-defined]


class OutcomeForm(NoteForm):
    """What a graduate does."""

    day = _day(_("Day"))
    employed = forms.BooleanField(label=_("In work"), required=False)
    employer = _line(_("Employer"), required=False)
    form = forms.ChoiceField(label=_("Kind of employment"), required=False, widget=forms.Select(attrs=_PICK))
    checked = forms.BooleanField(label=_("Checked some months after graduation"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["auto_id"] = "id_outcome_%s"
        super().__init__(*args, **more)
        self.fields["form"].choices = [("", "—"), *choices("employ_form")]  # type: ignore[attr-defined]


class RecogniseForm(NoteForm):
    """A need the school recognises."""

    level = _pick(_("Level of difficulty"))
    source = _line(_("Paper it is recognised by"), most=200)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["auto_id"] = "id_recognise_%s"
        super().__init__(*args, **more)
        self.fields["level"].choices = choices("need_level")  # type: ignore[attr-defined]


class ProveForm(NoteForm):
    """Nothing is asked: the proof rests on what is known."""
