"""Commended units for everybody (19-17-03): the published list, and each with the figures it was found by. No persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.doors.portal.access import for_all
from qianxiao.returns.indicators import definitions
from qianxiao.returns.supervision import commend
from qianxiao.returns.supervision.shown import told_of


@for_all
@require_safe
def commended(request: HttpRequest) -> HttpResponse:
    """What was published, newest first."""
    rows = commend.published()
    names = definitions.place_names(
        [one.region for one in rows] + [unit["region"] for one in rows for unit in one.units]
    )
    told = {
        "rows": [
            (one, definitions.said(one.rule), [names[unit["region"]] for unit in one.units]) for one in rows
        ],
        "names": names,
    }
    return render(request, "portal/commended.html", told)


@for_all
@require_safe
def commended_one(request: HttpRequest, number: int) -> HttpResponse:
    """One list with the figures used."""
    return render(request, "portal/commended_one.html", told_of(commend.published_one(number)))
