"""Pages without an account, and pages of one learner under that person's own scope."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from qianxiao.office.accounts.middleware import is_over
from qianxiao.office.accounts.scope import Scope, in_scope, own_scope

SESSION_LEARNER = "learner"
View = Callable[..., HttpResponseBase]


def learner_of(request: HttpRequest) -> Scope | None:
    """The own scope of whoever came in as a learner in this session; None for everybody else."""
    told = request.session.get(SESSION_LEARNER)
    if not told:
        return None
    if is_over(request.session):
        request.session.flush()
        return None
    return own_scope(UUID(told))


def for_all(view: View) -> View:
    """A page for everybody; nothing in it comes from a scope."""
    opened: View = login_not_required(view)
    return opened


def for_learners(view: View) -> View:
    """A page of one learner; others are led to the sign-in of learners and back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        scope = learner_of(request)
        if scope is None:
            back = request.get_full_path() if request.method == "GET" else reverse("portal-mine")
            return redirect(f"{reverse('portal-sign-in')}?{urlencode({'next': back})}")
        with in_scope(scope):
            response = view(request, scope, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    opened: View = login_not_required(guarded)
    return opened
