"""The page of how much was trained: persons and person-times (19-10-07), by programme (20-02-01, 20-02-04)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.services.training.rules import programmes
from qianxiao.services.training.timetable import ymd
from qianxiao.services.training.volume import SPLITS, volume
from qianxiao.services.training.words import programme

TITLES = {
    "train_type": _("By training type"),
    "programme": _("By programme"),
    "month": _("By month"),
    "place": _("By county"),
}
BACK = 5  # years the reader can choose from


@opens(Right.CLASSES)
@require_safe
def class_volume(request: HttpRequest) -> HttpResponse:
    """Two figures side by side, split one way; the address keeps the choice."""
    actor, told = actor_of(request), request.GET.dict()
    now = today()
    year = told.get("year", str(now.year))
    split, code = told.get("split", "train_type"), told.get("programme", "")
    known = {one: programme(one) for one in programmes(ymd(now))}
    if not (year.isdecimal() and len(year) == 4) or (code and code not in known):
        raise Http404
    regions = [] if actor.scope.institutions else places.options(actor, told)
    whole, lines = volume(actor.scope, int(year), split, code, told.get("region", ""))
    shown = {
        "year": year,
        "years": [str(now.year - back) for back in range(BACK)],
        "split": split,
        "splits": [(one, TITLES[one]) for one in SPLITS],
        "programmes": list(known.items()),
        "programme": code,
        "regions": regions,
        "region": told.get("region", ""),
        "whole": whole,
        "lines": lines,
    }
    return render(request, "training/volume.html", shown)
