"""What every page of the back office needs: who, where, the menu, the month, the language, how to read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from qianxiao.doors.desk.menu import beside, menu
from qianxiao.office.accounts.models import User
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.returns.close.queries import latest_period


def shell(request: HttpRequest) -> dict[str, Any]:
    """Variables of desk/base.html. Costs at most one query."""
    scope = scope_of(request)
    user = getattr(request, "user", None)
    reader = user if isinstance(user, User) else None
    told: dict[str, Any] = {
        "demo_mode": settings.DEMO,
        "languages": settings.LANGUAGES,
        "language": get_language(),
        "text_size": reader.text_size if reader else "",
        "keys_on": reader.keys if reader else False,
    }
    if not scope.rights:
        return {**told, "scope": scope, "menu": []}
    match = request.resolver_match
    period = (match.kwargs.get("period") if match else None) or latest_period()
    return {
        **told,
        "scope": scope,
        "post": getattr(request, "post", None),
        "may_find": scope.may(Right.PEOPLE),
        "menu": menu(request, scope, period),
        "beside": beside(request, scope, period),
    }
