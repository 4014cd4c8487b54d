"""Puts the post, its scope and a request number on every request."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from qianxiao.office.accounts.queries import current_post
from qianxiao.office.accounts.scope import NOTHING, scope_for


class PostMiddleware:
    """After authentication: without an active post the scope is empty and every query returns nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = uuid.uuid4().hex
        post = current_post(request)
        scope = scope_for(post.role, post.lo, post.hi, post.institution) if post else NOTHING
        request.__dict__.update(request_id=number, post=post, scope=scope)
        response = self.get_response(request)
        response["X-Request-Id"] = number
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"  # pages name people: nothing stays in a shared computer
        return response
