"""Puts the post, its scope and a request number on every request, and one transaction under that scope around it."""

import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from qianxiao.office.accounts.actions import note_refusal
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.queries import SESSION_PROVEN, actor_of, current_post
from qianxiao.office.accounts.scope import NOTHING, in_scope, scope_for
from qianxiao.office.accounts.withheld import Withheld

FREE = (
    "factor",
    "sign-out",
    "language",
    "sign-in",
    "sign-in-code",
    "oidc",
    "oidc-return",
)  # pages before the device is known
WRITTEN_EVERY = 60  # seconds: the time of the last request is kept this exactly, not with every request


def is_over(session: SessionBase) -> bool:
    """Whether a session sat idle or lasted too long; else remembers that it is in use."""
    now = int(time.time())
    began, seen = session.setdefault("began", now), session.setdefault("seen", now)
    if now - began >= settings.SESSION_LONGEST or now - seen >= settings.SESSION_IDLE:
        return True
    if now - seen >= WRITTEN_EVERY:
        session["seen"] = now
    return False


class PostMiddleware:
    """After authentication: without a post held today the scope is empty and every query returns nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid.uuid4().hex
        if request.user.is_authenticated and is_over(request.session):
            logout(request)  # the page asked for then leads to sign-in
        post = current_post(request)
        scope = scope_for(post.role, post.ranges, post.institutions) if post else NOTHING
        request.__dict__.update(request_id=number, post=post, scope=scope)
        try:
            with in_scope(scope):
                response = self.get_response(request)
                if getattr(request, "failed", False):  # only now: the page that says so was still to be made
                    transaction.set_rollback(True)
        except Withheld as away:  # after the commit, when no other middleware looks any more
            response = render(request, away.page, status=503)
            response["Retry-After"] = "60"
        if response.status_code == 404 and request.user.is_authenticated:
            note_refusal(actor_of(request), request.get_full_path())
        response["X-Request-Id"] = number
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"  # pages name people: nothing stays in a shared computer
        return response

    def process_view(self, request: HttpRequest, view: object, *_told: object) -> HttpResponse | None:
        """Whoever has no device yet is led to it first, where the installation wants one."""
        match, user = request.resolver_match, request.user
        if not settings.SECOND_FACTOR or not isinstance(user, User) or user.factor:
            return None
        if request.session.get(SESSION_PROVEN) or (match and match.url_name in FREE):
            return None
        return redirect("factor")

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What a failed page wrote is undone."""
        request.__dict__["failed"] = True
