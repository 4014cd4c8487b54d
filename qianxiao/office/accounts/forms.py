"""Forms of sign-in, own settings, agencies and posts."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.actions import forget_failures, note_failure
from qianxiao.office.accounts.factor import DIGITS
from qianxiao.office.accounts.models import Agency, TextSize, User
from qianxiao.office.accounts.queries import Actor, user_named, wait_until
from qianxiao.office.accounts.roles import Kind, Role, sits_at


def address_of(request: HttpRequest) -> str:
    """The address a try came from."""
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  an address, not a binding


def refuse_while_waiting(name: str, address: str) -> None:
    """Raise ValidationError while this name may not be tried again from this address."""
    until = wait_until(name, address)
    if until:
        seconds = max(1, int((until - timezone.now()).total_seconds()) + 1)
        raise ValidationError(_("Too many tries. Please wait %(n)s seconds.") % {"n": seconds})


class Plain(forms.Form):
    """Fields in the look of the back office."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "inp")


class SignInForm(Plain):
    """Name and password. Wrong name and wrong password answer alike."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=256,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, password = data.get("username"), data.get("password")
        if not name or not password:
            return data
        address = address_of(self.request)
        refuse_while_waiting(name, address)
        user = authenticate(self.request, username=name, password=password)
        if not isinstance(user, User):
            note_failure(name, address)
            raise ValidationError(_("Name or password is not right."))
        forget_failures(name, address)
        self.user = user
        return data


class PasswordForm(Plain):
    """The old password and a new one."""

    old = forms.CharField(
        label=gettext_lazy("Password now"),
        max_length=256,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        max_length=256,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_old(self) -> str:
        user, old = self.actor.user, str(self.cleaned_data["old"])
        if user is None or not user.check_password(old):
            raise ValidationError(_("This is not the password."))
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        validate_password(new, self.actor.user)
        return new


class ReadingForm(forms.Form):
    """How somebody reads."""

    text_size = forms.ChoiceField(label=gettext_lazy("Text size"), choices=TextSize.choices, required=False)
    keys = forms.BooleanField(label=gettext_lazy("Single keys on lists (J, K, X, /)"), required=False)


class CodeForm(Plain):
    """Six digits of the device."""

    code = forms.RegexField(
        rf"^\d{{{DIGITS}}}$",
        label=gettext_lazy("Code of the device"),
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": DIGITS}
        ),
        error_messages={"invalid": gettext_lazy("Six digits.")},
    )


class AgencyForm(Plain):
    """A new agency under one in scope."""

    name = forms.CharField(label=gettext_lazy("Name of the agency"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    region = forms.RegexField(r"^\d{6}(\d{3}){0,2}$|^CN$", label=gettext_lazy("Region code"))
    code = forms.RegexField(
        r"^[0-9A-Z]{6,18}$", label=gettext_lazy("Code of the institution, if it is one"), required=False
    )


class UserForm(Plain):
    """A new account; it sees nothing before a post is granted."""

    username = forms.RegexField(r"^[a-z][a-z0-9.-]{2,63}$", label=gettext_lazy("Sign-in name"))
    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=60)
    password = forms.CharField(
        label=gettext_lazy("First password"),
        max_length=256,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )


class NamedUserForm(Plain):
    """One account by its sign-in name."""

    username = forms.CharField(label=gettext_lazy("Sign-in name"), max_length=64)

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"])
        if user_named(name) is None:
            raise ValidationError(_("Nobody has this sign-in name."))
        return name

    def user(self) -> User:
        """The account; only after `is_valid`."""
        found = user_named(self.cleaned_data["username"])
        if found is None:
            raise ValidationError(_("Nobody has this sign-in name."))
        return found


class PostForm(NamedUserForm):
    """Who shall get which role here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        digits = len(stem(agency.region))
        fit = [(role.value, role.label) for role in Role if sits_at(role, agency.kind, digits)]
        self.fields["role"].choices = fit  # type: ignore[attr-defined]
