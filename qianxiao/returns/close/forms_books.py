"""What is asked of whoever explains a difference, puts it on somebody, or gives a month back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.returns.close import books


def _why(rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": rows, "class": "inp"})
    )


class SayForm(forms.Form):
    """Why one difference is there, or that it was set right."""

    verb = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("explained", _("It stands, and is explained")),
            ("resolved", _("It was set right at its source")),
        ],
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(label=_("Kind of cause"), widget=forms.Select({"class": "inp"}))
    reason = _why(3)

    def __init__(self, kind: str, *args: Any) -> None:
        super().__init__(*args)
        self.fields["cause"].choices = books.causes(kind)  # type: ignore[attr-defined]


class AllForm(forms.Form):
    """One explanation for all open differences of a class."""

    kind = forms.ChoiceField(label=_("Class of difference"), widget=forms.Select({"class": "inp"}))
    cause = forms.ChoiceField(label=_("Kind of cause"), widget=forms.Select({"class": "inp"}))
    reason = _why()

    def __init__(self, kinds: list[str], *args: Any) -> None:
        super().__init__(*args)
        self.fields["kind"].choices = [(kind, books.kind(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["cause"].choices = books.causes()  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """Whose it is to look into."""

    username = forms.ChoiceField(label=_("Who looks into it"), widget=forms.Select({"class": "inp"}))

    def __init__(self, people: list[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["username"].choices = people  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Why a signed month goes back."""

    reason = _why()
