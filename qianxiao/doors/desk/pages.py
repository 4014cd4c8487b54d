"""The shell's own pages: today, where a post starts, the language, what is said when something is not there."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.doors.desk import catalogue, queries, words
from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens, opens_to_all
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties import words as duty_words
from qianxiao.office.duties.clock import today as day_of_duties

PARTS = ("all", "duties", "queues", "files")
STATES = ("in_progress", "served", "unreachable", "unwilling")


@opens_to_all
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a post starts: its work of today; an administrator at the agencies, an auditor of logs at the trail."""
    scope = scope_of(request)
    if scope.may(Right.APPOINT) or scope.may(Right.GRANT):
        return redirect("orgs")
    if scope.may(Right.DUTIES) and getattr(request, "post", None):
        return redirect("today")
    return redirect("trail") if scope.may(Right.TRAIL) else render(request, "desk/nothing.html")


@opens(Right.DUTIES)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """B02: what this post has to do now, least time left first; every count opens its list."""
    scope, post = scope_of(request), getattr(request, "post", None)
    part = request.GET.get("part", "all")
    if not isinstance(post, Post) or part not in PARTS:
        raise Http404
    found = queries.of_today(actor_of(request), post, day_of_duties())
    groups = [(words.group(name), rows) for name, rows in found.groups] if part in ("all", "duties") else []
    queues = [_queue(one) for one in found.queues] if part in ("all", "queues") else []
    files = found.files if part in ("all", "files") else []
    rows = [one for _name, some in found.groups for one in some]
    told: dict[str, Any] = {
        "found": found,
        "heading": words.heading(found),
        "may_people": scope.may(Right.PEOPLE),
        "views": _views(found, part),
        "views_label": _("Kinds of work"),
        "groups": groups,
        "queues": queues,
        "files": files,
        "shown": groups or queues or files,
        "done_title": _("Nothing is due within seven days"),
        "done_text": _("What comes later stands below."),
        "dates": [_date(one, found) for one in found.later[: queries.DATES]],
        "states": [(name, found.figures.states.get(name, 0)) for name in STATES] if found.figures else [],
        "alerts": _alerts(found),
        "names": names({one.region for one in rows}),
    }
    return render(request, "desk/today.html", told)


def _queue(one: queries.Queue) -> dict[str, str]:
    return {
        "href": one.href,
        "icon": words.queue_icon(one.what),
        "kind": words.queue_kind(one.what),
        "said": words.queue_said(one),
        "why": words.queue_why(one.what),
        "do": words.queue_do(one.what),
    }


def _views(found: queries.Today, part: str) -> list[dict[str, Any]]:
    counts = {
        "all": found.to_do,
        "duties": found.counted.get("open", 0) - len(found.later),
        "queues": len(found.queues),
        "files": len(found.files),
    }
    labels = {"all": _("All"), "duties": _("Duties"), "queues": _("Queues and lists"), "files": _("Files")}
    return [
        {"href": f"?part={name}", "label": labels[name], "n": counts[name], "current": name == part}
        for name in PARTS
        if counts[name] or name in ("all", part)
    ]


def _date(one: Any, found: queries.Today) -> dict[str, str]:
    left = (one.due_on - found.day).days
    return {
        "date": f"{one.due_on:%Y-%m-%d}",
        "left": ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left},
        "tone": "",
        "title": duty_words.title(one.rule),
        "note": duty_words.period_said(one.period),
        "href": reverse("duty", args=[one.pk]),
    }


def _alerts(found: queries.Today) -> list[dict[str, str]]:
    """What is not work of one person yet: raised to us, on nobody's name."""
    n, lone = found.counted.get("raised", 0), found.counted.get("unassigned", 0)
    address, alerts = reverse("duties"), []
    if n:
        title = ngettext("%(n)s duty was raised to us", "%(n)s duties were raised to us", n) % {"n": n}
        text = _("An office below us is late with it.")
        alerts.append(
            {"tone": "bad", "icon": "flag", "title": title, "text": text, "href": f"{address}?view=raised"}
        )
    if lone:
        title = ngettext("%(n)s duty stands on nobody's name", "%(n)s duties stand on nobody's name", lone)
        text = _("Hand it to somebody.")
        one = {"tone": "wait", "icon": "user", "title": title % {"n": lone}, "text": text}
        alerts.append({**one, "href": f"{address}?view=unassigned"})
    return [{**one, "action": _("Open")} for one in alerts]


@opens_to_all
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The catalogue of components; only in a demo and while developing."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "desk/catalogue.html", {"parts": catalogue.parts()})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 86400,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "desk/missing.html", {"status": 403, "beside": []}, status=403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, and not for you, look alike: no tabs beside, they would tell which page it was."""
    return render(request, "desk/missing.html", {"status": 404, "beside": []}, status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: says so without asking the database anything."""
    return HttpResponse("出错了，请稍后再试。 / Something went wrong, please try again later.", status=500)
