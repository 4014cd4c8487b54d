"""The access trail for auditors (B83): who looked at whose data, by person, user and kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.office.accounts.access import opens, opens_to_all
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.audit.queries import latest


@opens_to_all
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I looked at myself (B84), newest first: nobody else's rows."""
    after = request.GET.get("after", "")
    if after and not (after.isdecimal() and len(after) < 19):
        raise Http404
    rows, more = latest(int(after) if after else None, request.user.get_username())
    return render(request, "audit/mine.html", {"rows": rows, "after": more})


@opens(Right.TRAIL)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest accesses to personal data, narrowed by who, whose and what was done."""
    after = request.GET.get("after", "")
    kind = request.GET.get("kind", "")
    if (after and not (after.isdecimal() and len(after) < 19)) or kind not in ("", *AccessLog.Kind.values):
        raise Http404
    who, whose = request.GET.get("who", "").strip()[:64], request.GET.get("whose", "").strip()[:64]
    rows, more = latest(int(after) if after else None, who, whose, kind)
    record(request, "trail", 0, ("who", "subject"), "trail")
    told = {
        "rows": rows,
        "after": more,
        "who": who,
        "whose": whose,
        "kind": kind,
        "kinds": AccessLog.Kind.values,
    }
    return render(request, "audit/trail.html", told)
