"""Pages of the monthly analysis: versions of a place, one report as page and PDF, the people who moved, three verbs (20-11-06)."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.lists import places
from qianxiao.office.lists.listing import show
from qianxiao.returns.analysis import actions, forms, queries, report, words
from qianxiao.returns.analysis.lists_moved import MOVED
from qianxiao.returns.indicators import definitions
from qianxiao.returns.indicators import queries as cells

LISTED = 36  # versions shown


@opens(Right.FILES)
@require_safe
def analysis(request: HttpRequest) -> HttpResponse:
    """What was counted for a place, newest month first."""
    return _home(request)


def _home(request: HttpRequest, bad: str = "") -> HttpResponse:
    actor = actor_of(request)
    own = actor.post.home if actor.post else ""
    region = request.GET.get("region", "") or own
    rows = list(queries.reports(actor.scope, region)[:LISTED])
    issued = queries.issued(actor.scope, region)
    crumbs = cells.way(actor.scope, region)
    names = definitions.place_names([region, *crumbs])
    month = queries.last_month()
    told = {
        "rows": [(one, one.pk in issued) for one in rows], "place": names[region], "region": region, "names": names, "crumbs": crumbs, "month": f"{month // 100}-{month % 100:02d}",
        "makes": actor.scope.may(Right.ANALYSE) and region == own, "bad": bad,
    }  # fmt: skip
    return render(request, "analysis/reports.html", told, status=422 if bad else 200)


@opens(Right.FILES)
@require_safe
def analysis_report(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """One month of a place: the newest version."""
    return _report(request, period, region)


def _report(request: HttpRequest, month: int, region: str, bad: str = "") -> HttpResponse:
    actor = actor_of(request)
    one = queries.the_report(actor.scope, region, month)
    told = report.shown(actor.scope, one)
    own = actor.scope.may(Right.ANALYSE) and actor.post is not None and actor.post.home == region
    more = {
        "crumbs": cells.way(actor.scope, region), "names": {**told["names"], **definitions.place_names(cells.way(actor.scope, region))}, "bad": bad, "opens": actor.scope.may(Right.EMPLOYMENT),
        "form": forms.SayForm() if own and not told["issued"] else None, "again": own and told["issued"],
    }  # fmt: skip
    return render(request, "analysis/report.html", {**told, **more}, status=422 if bad else 200)


@opens(Right.FILES)
@require_safe
def analysis_paper(request: HttpRequest, period: int, region: str) -> HttpResponse:
    """The same as PDF."""
    actor = actor_of(request)
    one = queries.the_report(actor.scope, region, period)
    printed = _("printed by %(name)s on %(day)s") % {"name": actor.username, "day": today().isoformat()}
    made = report.paper(report.shown(actor.scope, one), printed).pdf()
    record(request, f"analysis {region} {period} {one.version}", 0, ("figures",), "analysis_paper", AccessLog.Kind.EXPORT)  # fmt: skip
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="analysis-{region}-{period}.pdf"'
    return answer


@opens(Right.EMPLOYMENT)
@require_safe
def analysis_moved(request: HttpRequest, period: int, region: str, choice: str) -> HttpResponse:
    """The people behind a flow or a change."""
    one = queries.Moved.read(choice)
    page, _told = show(request, MOVED, {"period": str(period), "region": region, "choice": choice})
    names = {**definitions.place_names([region[:6]]), **places.known([region])}
    if one.way:
        group = words.moved_group(one.kind, one.key, names, region, period)
        title = (_("Came into work: %(group)s") if one.way == "came" else _("Left work: %(group)s")) % {"group": group}  # fmt: skip
    else:
        title = _("From %(a)s to %(b)s") % {"a": words.state(one.before), "b": words.state(one.after)}
    shown = {"title": title, "place": names.get(region, region), "period": period, "region": region[:6], "label": title, "nothing": _("Nobody is on this list.")}  # fmt: skip
    return render(request, "analysis/moved.html", {**page, **shown})


def _home_of(request: HttpRequest) -> str:
    post = actor_of(request).post
    if post is None or not post.home:
        raise Http404
    return post.home


@opens(Right.ANALYSE)
@require_POST
def analysis_make(request: HttpRequest) -> HttpResponse:
    """Count a month of the own place."""
    text = request.POST.get("month", "").replace("-", "")
    try:
        one = actions.make(request, int(text) if text.isdecimal() and len(text) == 6 else 0)
    except ValidationError as error:
        return _home(request, " ".join(error.messages))
    return redirect("analysis-report", one.month, one.region)


@opens(Right.ANALYSE)
@require_POST
def analysis_say(request: HttpRequest, period: int) -> HttpResponse:
    """Write the own words into it."""
    return _tried(request, period, lambda: actions.say(request, period, request.POST.get("words", "")))


@opens(Right.ANALYSE)
@require_POST
def analysis_issue(request: HttpRequest, period: int) -> HttpResponse:
    """Issue it: conclusions become duties."""
    return _tried(request, period, lambda: actions.issue(request, period))


def _tried(request: HttpRequest, month: int, verb: Callable[[], object]) -> HttpResponse:
    home = _home_of(request)
    try:
        verb()
    except ValidationError as error:
        return _report(request, month, home, " ".join(error.messages))
    return redirect("analysis-report", month, home)
