"""What a school writes about a student: a registration, a step of the flow, who is not there this term, an answer."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import majors
from qianxiao.registers.schools.words import choices, major
from qianxiao.services.studies.flow import Step
from qianxiao.services.studies.models import Student
from qianxiao.services.studies.words import stage_of

_LINE = {"class": "inp", "autocomplete": "off"}
_PICK = {"class": "inp"}


def _text(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={**_LINE, **more})


def major_choices(day: int) -> list[tuple[str, str]]:
    """Majors in force on a day, each with its level."""
    return [
        (code, f"{major(code)} · {stage_of(one.stage)} · {code}")
        for code, one in majors().items()
        if one.valid_from <= day <= one.valid_to
    ]


class RegisterForm(forms.Form):
    """Somebody who enrols. The home is asked for only because nobody may know the person yet."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=_text())
    id_no = forms.CharField(label=_("ID number"), max_length=24, widget=_text(spellcheck="false"))
    home = forms.CharField(
        label=_("County of the home"), max_length=40, required=False, widget=_text(),
        help_text=_("Code or full name; for somebody who is in no register yet."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False, widget=_text())
    reg_kind = forms.ChoiceField(label=_("Kind of registration"), widget=forms.Select(attrs=_PICK))
    major = forms.ChoiceField(label=_("Major"), widget=forms.Select(attrs=_PICK))
    enrol = forms.RegexField(
        label=_("Month of enrolment"), regex=r"^\d{4}-\d{2}$",
        widget=forms.TextInput(attrs={**_LINE, "type": "month"}),
    )  # fmt: skip
    class_name = forms.CharField(label=_("Class"), max_length=40, required=False, widget=_text())
    school_no = forms.RegexField(
        label=_("Number inside the school"), regex=r"^[0-9A-Za-z-]{1,100}$", required=False, widget=_text()
    )

    def __init__(self, *args: Any, day: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reg_kind"].choices = choices("reg_kind")  # type: ignore[attr-defined]
        self.fields["major"].choices = [("", "—"), *major_choices(day)]  # type: ignore[attr-defined]

    @property
    def month(self) -> int:
        """The month of enrolment, yyyymm."""
        return int(self.cleaned_data["enrol"].replace("-", ""))


class StepForm(forms.Form):
    """Day, reason, paper, and what else a step of the flow asks for."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d")
    )
    major = forms.ChoiceField(label=_("New major"), widget=forms.Select(attrs=_PICK))
    school = forms.CharField(label=_("Code of the other school"), max_length=18, widget=_text())
    reason = forms.CharField(label=_("Reason"), max_length=200, widget=_text())
    document = forms.CharField(label=_("Number of the document"), max_length=60, widget=_text())

    def __init__(self, *args: Any, step: Step, student: Student, day: int, **more: Any) -> None:
        more["auto_id"] = f"id_{step.verb}_%s"  # several of them stand on one page
        super().__init__(*args, **more)
        wanted = {
            *(("day", "document") if step.dated else ()),
            *(("reason",) if step.why else ()),
            *step.asks,
        }
        for name in set(self.fields) - wanted:
            del self.fields[name]
        if "major" in self.fields:
            fits = [one for one in major_choices(day) if _level_fits(one[0], student, step.verb == "advance")]
            self.fields["major"].choices = [("", "—"), *fits]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """What the verb is given: the day as yyyymmdd."""
        found = dict(self.cleaned_data)
        day = found.get("day")
        return {
            **found,
            **({"day": day.year * 10000 + day.month * 100 + day.day} if isinstance(day, date) else {}),
        }


def _level_fits(code: str, student: Student, up: bool) -> bool:
    stage = majors()[code].stage
    return code != student.major and (stage < student.stage if up else stage == student.stage)


class TermForm(forms.Form):
    """Numbers of students who are not there this term, one a line or with blanks between."""

    away = forms.CharField(
        label=_("Student numbers of those who are not there"), required=False, max_length=20000,
        widget=forms.Textarea(attrs={"class": "inp", "rows": "6", "spellcheck": "false"}),
        help_text=_("One number a line. All other students who attend are registered for the term."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Which school the student chose and how the student was asked."""

    chosen = forms.ChoiceField(label=_("The student chooses"), widget=forms.RadioSelect)
    proof = forms.CharField(
        label=_("How the student was asked"), max_length=200, widget=_text(),
        help_text=_("For example: visited at home on a day, the signed statement's number."),
    )  # fmt: skip

    def __init__(self, *args: Any, schools: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["chosen"].choices = [*schools, ("none", _("neither of them"))]  # type: ignore[attr-defined]
