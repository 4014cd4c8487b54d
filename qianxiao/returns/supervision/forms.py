"""What is filled in: a question about progress, an answer, minutes, what was agreed, what becomes of a rectification."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.office.lists.figures import ymd
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import rules

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
        label=_("Figures asked for"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One to eight; units answer with the figures of the system."),
    )
    due = _day(_("To be answered by"))
    note = _text(_("Note on the question"), 2, required=False)

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
    due = _day(_("To be done by"))

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


class PlanForm(forms.Form):
    """An inspection: where, which month's lists, what is looked at, how many, who goes when."""

    place = forms.ChoiceField(label=_("Place"), widget=forms.Select({"class": "inp"}))
    period = forms.ChoiceField(label=_("Month of the lists"), widget=forms.Select({"class": "inp"}))
    kind = forms.ChoiceField(label=_("What is looked at"), widget=forms.RadioSelect)
    wanted = forms.IntegerField(
        label=_("How many are drawn"),
        min_value=1,
        max_value=rules.most_drawn(),
        widget=forms.NumberInput(_LINE),
    )
    team = forms.CharField(label=_("Who goes"), max_length=200, widget=forms.TextInput(_LINE))
    visit = _day(_("Day of the visit"))

    def __init__(self, places: list[tuple[str, str]], periods: list[int], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = {
            "place": places,
            "period": [(str(one), ymd(one)) for one in periods],
            "kind": rules.kinds(),
        }
        for name, told in choices.items():
            self.fields[name].choices = told  # type: ignore[attr-defined]


class SayForm(forms.Form):
    """What a visit showed."""

    outcome = forms.ChoiceField(
        label=_("What the visit showed"),
        choices=[("fine", _("In order")), ("found", _("Found not in order"))],
        widget=forms.RadioSelect,
    )
    items = forms.MultipleChoiceField(
        label=_("What was not in order"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = _text(_("What was seen"))

    def __init__(self, points: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["items"].choices = points  # type: ignore[attr-defined]
