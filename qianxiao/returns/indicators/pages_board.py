"""The board (B67): one page for every tier, from the nation to a county, and on to names."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qianxiao.engine.close.inputs import last_day
from qianxiao.masterdata.regions.queries import NATION
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.returns.indicators import board, definitions, queries, targets, words

LISTS = ("gap_train", "gap_study", "gap_aid")


@opens(Right.FILES)
@require_safe
def board_home(request: HttpRequest) -> HttpResponse:
    """The board of the own region."""
    post = actor_of(request).post
    return redirect("board", region=post.home if post else NATION)


@opens(Right.FILES)
@require_safe
def board_page(request: HttpRequest, region: str) -> HttpResponse:
    """A region's board."""
    scope = actor_of(request).scope
    queries.place(scope, region)
    asked = _asked(request, scope)
    metric, period, group = asked["metric"], asked["period"], asked["group"]
    shown: dict[str, Any] = {**asked, "region": region, "big": request.GET.get("big", "") == "1"}
    if shown["big"]:
        shown["text_size"] = "xl"
    names = definitions.place_names([region, *(crumbs := queries.way(scope, region))])
    shown |= {"crumbs": crumbs, "place": names[region], "names": names, "query": _query(asked)}
    if not period:
        return render(request, "indicators/board.html", shown)
    own = queries.figures(scope, period, region, group)
    found = queries.below(scope, period, region, board.codes_of(metric), group)
    goals = targets.goals(scope, [region, *found], last_day(period)) if not group else {}
    five = {
        one.code: board.standings(scope, period, one, {region: own}, goals)[region]
        for one in asked["metrics"]
    }
    rows = board.standings(scope, period, metric, found, goals, five[metric.code].percent)
    names |= definitions.place_names(list(rows))
    shown |= {
        "five": [(one, five[one.code], _query(asked, m=one.code)) for one in asked["metrics"]],
        "finding": _finding(names[region], metric, five[metric.code]), "own": five[metric.code], "names": names,
        "tiles": board.tiles(region, rows, names, lambda code: f"{reverse('board', args=[code])}?{_query(asked)}") if 0 < len(rows) <= 40 else [],
        "ranking": _ranking(rows, names), "funnel": (steps := board.funnel(own)), "whole": max([step["n"] for step in steps], default=0) or 1,
        "trend": board.trend(scope, period, region, metric, group, goals.get(region)),
        "lists": [(code, definitions.said(definitions.indicators()[code]), (own.get((code, "m")) or {}).get("people", 0)) for code in LISTS],
        "county": definitions.level(region) == queries.COUNTY,
    }  # fmt: skip
    shown["trend_rows"] = list(zip(shown["trend"][0], shown["trend"][1], strict=True))
    return render(request, "indicators/board.html", shown)


def _asked(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """Metric, period and group of the address. Raises Http404 on a word unknown."""
    known, metrics = queries.periods(scope), board.metrics()
    text = request.GET.get("p", "").replace("-", "")
    code, group = request.GET.get("m", metrics[0].code), request.GET.get("g", "")
    metric = next((one for one in metrics if one.code == code), None)
    if (
        metric is None
        or (group and group not in definitions.tags())
        or (text and (not text.isdecimal() or int(text) not in known))
    ):
        raise Http404
    period = int(text) if text else (known[0] if known else 0)
    return {
        "metric": metric, "metrics": metrics, "period": period, "periods": known, "group": group,
        "tags": [(tag, words.tag(tag)) for tag in definitions.tags()],
    }  # fmt: skip


def _query(asked: dict[str, Any], **more: str) -> str:
    told = {
        "m": asked["metric"].code,
        "p": str(asked["period"]),
        **({"g": asked["group"]} if asked["group"] else {}),
        **more,
    }
    return urlencode(told)


def _finding(place: str, metric: board.Metric, one: board.Standing) -> str:
    """The page in one sentence."""
    shown = {
        "place": place,
        "name": metric.name,
        "n": f"{one.part:,}",
        "whole": f"{one.whole or 0:,}",
        "points": f"{abs(one.ahead or 0):.1f}",
    }
    if one.whole is None or one.percent is None:
        return _("%(place)s: %(name)s, %(n)s") % shown
    if one.schedule is None or one.ahead is None:
        return _("%(place)s: %(name)s, %(n)s of %(whole)s") % shown
    if one.ahead < 0:
        return _("%(place)s: %(name)s, %(n)s of %(whole)s, %(points)s points behind schedule") % shown
    return _("%(place)s: %(name)s, %(n)s of %(whole)s, %(points)s points ahead of schedule") % shown


def _ranking(rows: dict[str, board.Standing], names: dict[str, str]) -> list[tuple[board.Standing, str]]:
    """Who lags behind, first; those that told nothing at the end."""
    told = [one for one in rows.values() if one.part or one.whole]
    told.sort(
        key=lambda one: (
            one.ahead if one.ahead is not None else one.percent if one.percent is not None else one.part,
            one.region,
        )
    )
    silent = [one for one in rows.values() if not (one.part or one.whole)]
    return [(one, names[one.region]) for one in [*told, *silent]]
