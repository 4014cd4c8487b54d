"""The door for approved learning platforms: xAPI 1.0.3 statements over HTTP with Basic sign-in (20-02-07)."""

import base64
import binascii
import json
import re
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_duration
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from qianxiao.services.courses import deliveries
from qianxiao.services.courses.deliveries import Told
from qianxiao.services.courses.models import Platform

VERSION = "1.0.3"
MOST = 1000  # statements in one request
_COURSE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_VERB = re.compile(r"[a-z]+$")


def _answer(told: Any, status: int = 200) -> HttpResponse:
    response = JsonResponse(told, status=status, safe=False)
    response["X-Experience-API-Version"] = VERSION
    return response


def _platform(request: HttpRequest) -> Platform | None:
    kind, _blank, told = request.headers.get("Authorization", "").partition(" ")
    try:
        code, _colon, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return deliveries.platform_of(code, secret) if kind.lower() == "basic" else None


@login_not_required
@require_safe
def about(_request: HttpRequest) -> HttpResponse:
    """Which versions are understood."""
    return _answer({"version": [VERSION]})


@csrf_exempt  # another program signs in with its own secret; no browser and no cookie is in it
@login_not_required
@require_http_methods(["POST", "PUT"])
def statements(request: HttpRequest) -> HttpResponse:
    """Take statements: POST one or a list, PUT one under ?statementId. Answers their numbers, or why none was taken."""
    platform = _platform(request)
    if platform is None:
        response = _answer({"error": "unknown platform or secret"}, 401)
        response["WWW-Authenticate"] = 'Basic realm="xapi"'
        return response
    try:
        body = json.loads(request.body)
        several = body if isinstance(body, list) else [body]
        if request.method == "PUT":
            several = [{**several[0], "id": request.GET["statementId"]}]
        if len(several) > MOST:
            raise ValidationError(f"more than {MOST} statements")
        keys = deliveries.take(platform, [_read(one) for one in several])
    except ValidationError as fault:
        return _answer({"error": " ".join(fault.messages)}, 400)
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        return _answer({"error": f"not a statement: {fault!r}"[:300]}, 400)
    return (
        HttpResponse(status=204, headers={"X-Experience-API-Version": VERSION})
        if request.method == "PUT"
        else _answer(keys)
    )


def _read(one: dict[str, Any]) -> Told:
    """A statement as we keep it: who by account, what by the end of the object's address."""
    result = one.get("result") or {}
    duration = parse_duration(result["duration"]) if result.get("duration") else None
    score = (result.get("score") or {}).get("scaled")
    verb, course = _VERB.search(one["verb"]["id"]), _COURSE.search(one["object"]["id"].lower())
    told_at = parse_datetime(one["timestamp"]) if one.get("timestamp") else timezone.now()
    if verb is None or course is None or told_at is None or told_at.tzinfo is None:
        raise ValidationError(f"{one.get('id', '?')}: verb, object or timestamp cannot be read")
    seconds = int(duration.total_seconds()) if duration else 0
    if seconds < 0:
        raise ValidationError(f"{one.get('id', '?')}: a duration below nothing")
    return Told(
        str(UUID(one["id"])) if one.get("id") else str(uuid4()), str(one["actor"]["account"]["name"]), course[0], verb[0],
        seconds, None if score is None else float(score), told_at,
    )  # fmt: skip
