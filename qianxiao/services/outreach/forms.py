"""What is filled in about a visit: what was done, when, what came of it, for whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qianxiao.services.outreach import rules


class VisitForm(forms.Form):
    """One form for every household that is ticked; a single household may name one of its people."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"class": "inp", "type": "date"}, format="%Y-%m-%d")
    )
    result = forms.CharField(
        label=_("What came of it"), max_length=200, widget=forms.TextInput(attrs={"class": "inp", "autocomplete": "off"})
    )  # fmt: skip

    def __init__(self, *args: Any, on: int, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Services given"), choices=rules.kinds(on), widget=forms.CheckboxSelectMultiple
        )  # fmt: skip
        if people:
            self.fields["person"] = forms.ChoiceField(
                label=_("For whom"), choices=[("", _("the whole household")), *people], required=False,
                widget=forms.Select(attrs={"class": "inp"}),
            )  # fmt: skip
        self.order_fields(["kinds", "person", "day", "result"])
