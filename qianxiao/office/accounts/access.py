"""Every page says who may open it; a page that says nothing does not pass the contract tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of

View = Callable[..., HttpResponseBase]


def opens(*rights: Right) -> Callable[[View], View]:
    """A page for posts with one of these rights; to all others it is not there (Http404)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            scope = scope_of(request)
            if not any(scope.may(right) for right in rights):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.__dict__["opens"] = frozenset(rights)
        return guarded

    return guard


def opens_to_all(view: View) -> View:
    """A page for everybody who is signed in, with or without a post: it shows only what is their own."""
    view.__dict__["opens"] = frozenset(Right)
    return view
