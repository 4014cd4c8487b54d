"""Puts the post, its scope and a request number on every request, and one transaction under that scope around it."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from qianxiao.office.accounts.actions import note_refusal
from qianxiao.office.accounts.queries import actor_of, current_post
from qianxiao.office.accounts.scope import NOTHING, in_scope, scope_for


class PostMiddleware:
    """After authentication: without a post held today the scope is empty and every query returns nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = uuid.uuid4().hex
        post = current_post(request)
        scope = scope_for(post.role, post.ranges, post.institutions) if post else NOTHING
        request.__dict__.update(request_id=number, post=post, scope=scope)
        with in_scope(scope):
            response = self.get_response(request)
            if getattr(request, "failed", False):  # only now: the page that says so was still to be made
                transaction.set_rollback(True)
        if response.status_code == 404 and request.user.is_authenticated:
            note_refusal(actor_of(request), request.get_full_path())
        response["X-Request-Id"] = number
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"  # pages name people: nothing stays in a shared computer
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """What a failed page wrote is undone."""
        request.__dict__["failed"] = True
