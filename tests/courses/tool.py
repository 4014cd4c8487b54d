"""A learning platform that is not ours, as a program of its own beside the site: the tool's side of LTI 1.3 by PyLTI1p3."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import requests
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from pylti1p3.contrib.django import DjangoMessageLaunch, DjangoOIDCLogin
from pylti1p3.exception import LtiException
from pylti1p3.tool_config import ToolConfDict

CLIENT = "skillnet"


class Tool:
    """Where it is reached, what it was told, and a switch that makes it ask for another flow than the standard's."""

    def __init__(self, site: str) -> None:
        self.site, self.url = site, ""
        self.session: dict[str, Any] = {}
        self.launched: list[dict[str, Any]] = []
        self.refused: list[str] = []

    def _config(self) -> ToolConfDict:
        told = {
            "client_id": CLIENT, "auth_login_url": f"{self.site}/lti/authorize", "auth_token_url": f"{self.site}/none",
            "key_set_url": f"{self.site}/lti/keys", "deployment_ids": ["1"],
        }  # fmt: skip
        return ToolConfDict({self.site: [told]})

    def answer(self, request: WSGIRequest) -> HttpResponse:
        request.session = self.session  # type: ignore[assignment]
        if request.path == "/login":
            found: HttpResponse = DjangoOIDCLogin(request, self._config()).redirect(f"{self.url}/launch")
            return found
        if request.path != "/launch":
            return HttpResponse(status=404)
        try:
            told = DjangoMessageLaunch(
                request, self._config(), requests_session=requests.Session()
            ).get_launch_data()
        except LtiException as fault:
            self.refused.append(str(fault))
            return HttpResponse(str(fault), status=400)
        self.launched.append(told)
        return HttpResponse(
            f"<h1>{told['https://purl.imsglobal.org/spec/lti/claim/resource_link']['title']}</h1>"
        )

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        answer = self.answer(WSGIRequest(environ))
        cookies = [("Set-Cookie", one.OutputString()) for one in answer.cookies.values()]
        start(f"{answer.status_code} {answer.reason_phrase}", [*answer.items(), *cookies])
        return [answer.content]


class _Silent(WSGIRequestHandler):
    def log_message(self, *_told: Any) -> None:
        """Says nothing."""


@contextmanager
def running(site: str) -> Iterator[Tool]:
    """The tool under an address of its own, registered with the site."""
    tool = Tool(site)
    with make_server("127.0.0.1", 0, tool, handler_class=_Silent) as server:  # type: ignore[arg-type]
        tool.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield tool
        server.shutdown()
        thread.join()
