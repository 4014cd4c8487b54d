"""The page of the funnel of households (19-02-06)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.office.lists import places
from qianxiao.services.employment import queries_funnel
from qianxiao.services.employment.queries_funnel import Funnel

_COUNTED = ("households", "learned", "works", "own", "earns", "out", "trained_people", "working_people")


@opens(Right.EMPLOYMENT)
@require_safe
def employment_funnel(request: HttpRequest) -> HttpResponse:
    """One person trained, one in work, one household out of poverty: by place, on a day; reconciled with the lists."""
    actor = actor_of(request)
    region = request.GET.get("region", "") or (actor.post.home if actor.post else "") or NATION
    if region != NATION and not (region.isdecimal() and len(region) in (6, 9, 12)):
        raise Http404
    actor.inside(region)
    day = ymd(today())
    lines = queries_funnel.funnel(actor.scope, region, day)
    total = Funnel(region, *(sum(getattr(one, name) for one in lines) for name in _COUNTED))
    trained, working = queries_funnel.listed(actor.scope, region, day)
    page = {
        "region": region, "lines": lines, "total": total, "day": day, "names": places.known([region, *(one.region for one in lines)]),
        "down": len(span(region)[0]) < 9, "checks": [("trained", total.trained_people, trained), ("working", total.working_people, working)],
    }  # fmt: skip
    return render(request, "employment/funnel.html", page)
