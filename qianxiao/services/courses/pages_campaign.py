"""The report of a campaign of online training, for provinces and counties, and the people behind it (20-02-08)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.lists import places
from qianxiao.office.lists.listing import show as show_list
from qianxiao.registers.schools.words import day
from qianxiao.services.courses.campaign import SPLITS, campaign_of, campaigns, platforms_in, report
from qianxiao.services.courses.lists_campaign import PEOPLE

TITLES = {
    "platform": gettext_lazy("By platform"),
    "occupation": gettext_lazy("By occupation"),
    "place": gettext_lazy("By county"),
}
# the filter of the list behind a line
BEHIND = {"platform": "platform", "occupation": "occupation", "place": "region"}


@opens(Right.COURSES)
@require_safe
def campaign(request: HttpRequest) -> HttpResponse:
    """Persons, sign-ups, finished, class hours; each figure leads to its list."""
    actor, told = actor_of(request), request.GET.dict()
    one, split, region = (
        campaign_of(told.get("campaign", "")),
        told.get("split", "platform"),
        told.get("region", ""),
    )
    regions = [] if actor.scope.institutions else places.options(actor, told)
    whole, lines = report(actor.scope, one, split, region)
    shown = {
        "one": one,
        "days": f"{day(one.first)} – {day(one.last)}",
        "campaigns": list(campaigns().values()),
        "split": split,
        "splits": [(key, TITLES[key]) for key in SPLITS],
        "regions": regions,
        "region": region,
        "platforms": platforms_in(one),
        "whole": whole,
        "lines": lines,
        "behind": BEHIND[split],
        "named": actor.scope.may(Right.PEOPLE) or bool(actor.scope.institutions),
    }
    return render(request, "courses/campaign.html", shown)


@opens(Right.STUDENTS, Right.CLASSES, Right.CERTIFICATES)
@require_safe
def campaign_people(request: HttpRequest) -> HttpResponse:
    """Who stands behind a figure; names are for those who serve people."""
    shown, told = show_list(request, PEOPLE)
    return render(
        request,
        "courses/campaign_people.html",
        {**shown, "one": told["one"], "label": _("People of the campaign")},
    )
