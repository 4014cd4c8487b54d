"""What a learner types: number and code, large enough for a telephone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from qianxiao.office.accounts.forms import address_of
from qianxiao.office.accounts.scope import Scope
from qianxiao.services.courses.actions import come_in

_DIGITS = {"class": "inp", "inputmode": "numeric", "autocomplete": "off"}


class LearnerForm(forms.Form):
    """Number and code as they stand on the slip."""

    number = forms.CharField(
        label=_("Learner's number"), max_length=20, widget=forms.TextInput(attrs=_DIGITS)
    )
    code = forms.CharField(label=_("Learning code"), max_length=20, widget=forms.TextInput(attrs=_DIGITS))

    def __init__(self, request: HttpRequest, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.request = request
        self.scope: Scope | None = None

    def clean(self) -> dict[str, Any]:
        """Come in."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            raise ValidationError(_("Please type the number and the code from the slip."))
        self.scope = come_in(data["number"], data["code"], address_of(self.request))
        return data
