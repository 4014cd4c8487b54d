"""What keepers of courses and those who hand codes over fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.base.catalogues import occupations
from qianxiao.registers.schools import words
from qianxiao.services.courses.days import today
from qianxiao.services.courses.queries import hosts
from qianxiao.services.courses.words import tags

_LINE = {"class": "inp", "autocomplete": "off"}
_TEXT = {"class": "inp", "rows": "6"}
_PICK = {"class": "inp"}


class CourseForm(forms.Form):
    """A new course; the price is in yuan."""

    title = forms.CharField(label=_("Title"), max_length=80, widget=forms.TextInput(attrs=_LINE))
    about = forms.CharField(
        label=_("What is learned"), max_length=300, required=False, widget=forms.TextInput(attrs=_LINE)
    )
    occupation = forms.ChoiceField(label=_("Occupation"), required=False, widget=forms.Select(attrs=_PICK))
    hours = forms.IntegerField(
        label=_("Class hours"), min_value=1, max_value=2000, widget=forms.NumberInput(attrs=_LINE)
    )
    price = forms.IntegerField(
        label=_("Price (yuan)"),
        min_value=0,
        max_value=100000,
        initial=0,
        widget=forms.NumberInput(attrs=_LINE),
    )
    platform = forms.ChoiceField(
        label=_("Platform it lies on"), required=False, widget=forms.Select(attrs=_PICK)
    )
    address = forms.URLField(
        label=_("Address there"), required=False, assume_scheme="https", widget=forms.URLInput(attrs=_LINE)
    )
    free_tags = forms.MultipleChoiceField(
        label=_("Free for people of these areas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        found = [(code, words.occupation(code)) for code, one in occupations().items() if one.in_force()]
        self.fields["occupation"].choices = [("", "—"), *found]  # type: ignore[attr-defined]
        self.fields["free_tags"].choices = tags()  # type: ignore[attr-defined]
        others = [(one.code, one.name) for one in hosts(today())]
        self.fields["platform"].choices = [("", _("here")), *others]  # type: ignore[attr-defined]
        if not others:  # nothing to choose from: two questions less
            del self.fields["platform"], self.fields["address"]


class LessonForm(forms.Form):
    """A new lesson."""

    title = forms.CharField(label=_("Title"), max_length=80, widget=forms.TextInput(attrs=_LINE))
    text = forms.CharField(
        label=_("Text"), max_length=40_000, required=False, widget=forms.Textarea(attrs=_TEXT)
    )
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), min_value=1, max_value=600, widget=forms.NumberInput(attrs=_LINE)
    )
    file = forms.FileField(label=_("Recording, video or paper"), required=False)


class QuestionForm(forms.Form):
    """A new question; one choice a line."""

    lesson = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Question"), max_length=200, widget=forms.TextInput(attrs=_LINE))
    choices = forms.CharField(
        label=_("Choices, one a line"), max_length=1000, widget=forms.Textarea(attrs=_TEXT)
    )
    right = forms.IntegerField(
        label=_("Line of the right one"), min_value=1, max_value=9, widget=forms.NumberInput(attrs=_LINE)
    )


class LearnerForm(forms.Form):
    """Who gets a code."""

    name = forms.CharField(label=_("Name"), max_length=50, widget=forms.TextInput(attrs=_LINE))
    id_no = forms.CharField(label=_("ID number"), max_length=22, widget=forms.TextInput(attrs=_LINE))
    home = forms.CharField(
        label=_("County code of the home"), max_length=12, required=False, widget=forms.TextInput(attrs=_LINE),
        help_text=_("Only for somebody who is in no register yet."),
    )  # fmt: skip
