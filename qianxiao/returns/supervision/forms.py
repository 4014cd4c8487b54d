"""What is filled in: a question about progress, an answer, minutes, what was agreed, what becomes of a rectification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists.figures import ymd
from qianxiao.returns.indicators import definitions

_LINE = {"class": "inp", "autocomplete": "off"}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d")
    )


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=2000, widget=forms.Textarea({"rows": rows, "class": "inp"}), **more
    )


class AskForm(forms.Form):
    """Which figures of which month, until when."""

    period = forms.ChoiceField(label=_("Month"), widget=forms.Select({"class": "inp"}))
    span = forms.ChoiceField(label=_("Counted over"), widget=forms.Select({"class": "inp"}))
    codes = forms.MultipleChoiceField(
        label=_("Figures"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to eight; units answer with the figures of the system."),
    )
    due = _day(_("To be answered by"))
    note = _text(_("What it is about"), 2, required=False)

    def __init__(self, periods: list[int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = {
            "period": [(str(one), ymd(one)) for one in periods],
            "span": definitions.spans(),
            "codes": [(code, definitions.said(one)) for code, one in definitions.indicators().items()],
        }
        for name, told in choices.items():
            self.fields[name].choices = told  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """The words of an answer."""

    comment = _text(_("Comment on the figures"))


class MinutesForm(forms.Form):
    """A meeting."""

    held = _day(_("Day of the meeting"))
    text = _text(_("Minutes"))


class ActionForm(forms.Form):
    """What one unit is to do."""

    unit = forms.ChoiceField(label=_("Unit"), widget=forms.Select({"class": "inp"}))
    what = _text(_("What is to be done"), 2)
    due = _day(_("Until"))

    def __init__(self, units: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class DoneForm(forms.Form):
    """By which evidence something is done."""

    evidence = _text(_("What was done, and by which evidence"))


class AnswerForm(forms.Form):
    """What was put right."""

    answer = _text(_("What was put right, and by which evidence"), 4)


class DecideForm(forms.Form):
    """What becomes of an answer."""

    verb = forms.ChoiceField(
        label=_("Does it suffice?"),
        choices=[("accept", _("Accept")), ("give_back", _("Give back"))],
        widget=forms.RadioSelect,
    )
    reason = _text(_("Reason"), 2)
    due = forms.DateField(
        label=_("New day, where it is given back"),
        required=False,
        widget=forms.DateInput(attrs={**_LINE, "type": "date"}, format="%Y-%m-%d"),
    )
