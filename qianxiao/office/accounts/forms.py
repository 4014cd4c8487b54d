"""The sign-in form: right name and password, or a wait that grows with every wrong one."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.office.accounts.actions import forget_failures, note_failure
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.queries import wait_until


class SignInForm(forms.Form):
    """Name and password. Wrong name and wrong password answer alike."""

    username = forms.CharField(label=gettext_lazy("Sign-in name"), max_length=64)
    password = forms.CharField(label=gettext_lazy("Password"), max_length=256, widget=forms.PasswordInput)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        self.fields["username"].widget.attrs.update(
            {"class": "inp", "autocomplete": "username", "autocapitalize": "none"}
        )
        self.fields["password"].widget.attrs.update({"class": "inp", "autocomplete": "current-password"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, password = data.get("username"), data.get("password")
        if not name or not password:
            return data
        address = self.request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  an address, not a binding
        until = wait_until(name, address)
        if until:
            seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)
            raise forms.ValidationError(_("Too many tries. Please wait %(n)s seconds.") % {"n": seconds})
        user = authenticate(self.request, username=name, password=password)
        if not isinstance(user, User):
            note_failure(name, address)
            raise forms.ValidationError(_("Name or password is not right."))
        forget_failures(name, address)
        self.user = user
        return data
