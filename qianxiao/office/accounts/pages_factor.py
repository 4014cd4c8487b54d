"""The second factor: its code at sign-in, and setting up a device."""

import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qianxiao.office.accounts import actions
from qianxiao.office.accounts import factor as codes
from qianxiao.office.accounts.access import opens_to_all
from qianxiao.office.accounts.forms import CodeForm, address_of, refuse_while_waiting
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.pages import come_in
from qianxiao.office.accounts.queries import SESSION_PENDING, actor_of, user_by_id

SESSION_DEVICE = "device"  # a new secret, sealed, until its first code proves it


def _pending(request: HttpRequest) -> User | None:
    """Whose password was right in this session a moment ago, if the account still stands."""
    told = request.session.get(SESSION_PENDING)
    if not isinstance(told, dict) or time.time() - told["at"] > settings.SIGN_IN_PENDING:
        return None
    user = user_by_id(told["user"])
    return user if user and user.is_active and user.factor and (settings.DEMO or not user.is_demo) else None


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The second half of signing in. Wrong codes make the address wait as wrong passwords do."""
    user = _pending(request)
    if user is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _prove(user, form.cleaned_data["code"], address_of(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            target = request.session.pop(SESSION_PENDING)["next"]
            come_in(request, user, proven=True)
            safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
            return redirect(target if safe else settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/sign_in_code.html", {"form": form}, status=422 if form.errors else 200)


def _prove(user: User, code: str, address: str) -> None:
    """Raise ValidationError unless the code is right, new, and may be tried from here now."""
    refuse_while_waiting(user.username, address)
    secret = codes.unseal(bytes(user.factor), user.pk)
    step = codes.step_of(secret, code, user.factor_step) if secret else None
    if step is None or not actions.use_code(user, step):
        actions.note_failure(user.username, address)
        raise ValidationError(_("This code is not right, or was used already."))
    actions.forget_failures(user.username, address)
    if secret and codes.is_former(bytes(user.factor)):
        actions.seal_anew(user, secret)


@opens_to_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Set up a device: the key is shown until the first code proves that the device has it."""
    actor = actor_of(request)
    user = actor.user
    if user is None or user.factor:  # a second device over a stolen session would be a new owner
        raise Http404
    kept = request.session.get(SESSION_DEVICE, "")
    secret = codes.unseal(bytes.fromhex(kept), user.pk) or codes.new_secret()
    request.session[SESSION_DEVICE] = codes.seal(secret, user.pk).hex()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = codes.step_of(secret, form.cleaned_data["code"], 0)
        if step is not None:
            actions.set_factor(actor, user, secret, step)
            del request.session[SESSION_DEVICE]
            return redirect("account")
        form.add_error(None, _("This code is not right, or was used already."))
    told = {"form": form, "secret": codes.shown(secret), "address": codes.address(secret, user.username)}
    told["picture"] = codes.picture(secret, user.username)
    return render(request, "accounts/factor.html", told, status=422 if form.errors else 200)
