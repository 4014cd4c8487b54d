"""What a page answers when the access log cannot take its row."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qianxiao.office.audit.actions import StoreAway


class StoreAwayMiddleware:
    """503 with the reason, without any of the data that was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, StoreAway):
            return None
        response = render(request, exception.page, status=503)
        response["Retry-After"] = "60"
        return response
