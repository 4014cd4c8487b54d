"""The page of schools by their performance, with its method beside it (19-15-06)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qianxiao.masterdata.regions.queries import NATION, names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties import clock
from qianxiao.office.lists import places
from qianxiao.programme.keylists import rules, words
from qianxiao.programme.keylists.pages import year_of
from qianxiao.programme.keylists.performance import applications_of, ranking
from qianxiao.registers.schools.models import Institution

BACK = 4  # years the reader can choose from


@opens(Right.KEYLISTS)
@require_safe
def performance(request: HttpRequest) -> HttpResponse:
    """Every school of a place with what was counted; a school finds its own line and its place in the province."""
    actor, told = actor_of(request), request.GET.dict()
    now = clock.today().year
    year = year_of(told.get("year", "") or str(now - 1))
    if actor.scope.institutions:
        own = Institution.objects.filter(org_code=actor.scope.institution).first()
        regions, region = [], f"{own.region[:2]}0000" if own else NATION
    else:
        regions = places.options(actor, told)
        region = told.get("region", "") or (actor.post.home if actor.post else NATION)
    rows = ranking(actor.scope, region, year)
    kept = applications_of(actor.scope, now) if actor.scope.may(Right.STUDENTS) else {}
    page = {
        "year": str(year),
        "years": [str(now - back) for back in range(BACK)],
        "regions": regions,
        "region": told.get("region", ""),
        "rows": [
            (one, [(words.criterion(line["criterion"]), line) for line in one.sheet], kept.get(one.org_code))
            for one in rows
        ],
        "method": [(words.criterion(one.criterion), one) for one in rules.criteria("performance")],
        "preferred": rules.preferred(),
        "names": names({one.region for one in rows}),
    }
    return render(request, "keylists/performance.html", page)
