"""The list of people (B08): filtered by the address, a name searched by POST, exported masked and written down."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.exports.asking import answer
from qianxiao.office.lists.listing import show
from qianxiao.registers.people.lists import LIST


@opens(Right.PEOPLE)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """The people of the scope, one screen; who was shown is written down."""
    shown, _told = show(request, LIST)
    n = shown["list"]["total"] or 0
    heading = ngettext("%(n)s person", "%(n)s people", n) % {"n": f"{n:,}"}
    page = {
        **shown,
        "heading": heading if shown["list"]["exact"] else _("More than %(n)s people") % {"n": f"{n:,}"},
        "text": shown["list"]["text"],
        "label": _("Register of people"),
        "export_to": reverse("people-export"),
    }
    return render(request, "people/list.html", page)


@opens(Right.PEOPLE)
@require_POST
def people_export(request: HttpRequest) -> HttpResponseBase:
    """What is ticked, else all that the filters leave, as a masked file; the access row comes first."""
    return answer(request, LIST)
