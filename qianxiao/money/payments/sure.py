"""That it is still the same person who signed in: the password again before money is released, after some minutes."""

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.payments import rules
from qianxiao.money.payments.actions import trail, ymd
from qianxiao.office.accounts.queries import actor_of

SESSION = "sure_at"  # seconds since 1970


def is_sure(request: HttpRequest) -> bool:
    """Whether whoever sits there proved it within the minutes in force (`sure_minutes`)."""
    at = request.session.get(SESSION, 0)
    return 0 <= time.time() - int(at) < rules.limit("sure_minutes", ymd()) * 60


def make_sure(request: HttpRequest, password: str) -> None:
    """Take the password again, unless it was given a moment ago. Raises ValidationError for none or a wrong one; tried is written down."""
    if is_sure(request):
        return
    actor = actor_of(request)
    if actor.user is None or not password or not actor.user.check_password(password):
        trail(request, actor, "release", [], "payments_not_sure")
        raise ValidationError(_("Please give your password once more: money is released with it."))
    request.session[SESSION] = int(time.time())


def signed_in(sender: Any, request: HttpRequest | None, **_more: Any) -> None:
    """Whoever signs in has just proved it."""
    if request is not None and hasattr(request, "session"):
        request.session[SESSION] = int(time.time())


def join() -> None:
    """Called once the apps are there."""
    user_logged_in.connect(signed_in, dispatch_uid="payments.sure")
