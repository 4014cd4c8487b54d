"""The access trail for auditors (B83): who looked at whose data, by person, user and kind; what I looked at myself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.office.accounts.access import opens, opens_to_all
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.lists import LOOKS, TRAIL
from qianxiao.office.lists.listing import show


@opens_to_all
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I looked at myself (B84), newest first: nobody else's rows."""
    shown, _told = show(request, LOOKS)
    page = {**shown, "label": _("What I looked at"), "nothing": _("No row fits.")}
    return render(request, "audit/mine.html", page)


@opens(Right.TRAIL)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest accesses to personal data, narrowed by who, whose and what was done."""
    shown, _told = show(request, TRAIL)
    return render(
        request, "audit/trail.html", {**shown, "label": _("Access trail"), "nothing": _("No row fits.")}
    )
