"""The list of people (B08): filtered by the address, a name searched by POST, exported masked and written down."""

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from qianxiao.masterdata.regions.queries import NATION, above, below, names, span, stem
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.lists import export, kit, shown
from qianxiao.office.lists.kit import Choice, Screen
from qianxiao.registers.people import queries, words
from qianxiao.registers.people.lists import DUTIES, PEOPLE

SEARCHED = "searched"  # session: key in the address → name searched; the name itself stands in no address
KEPT = 8  # searches of one session
LIST_ACTIONS = ("xlsx", "csv")


def _regions(scope: Scope, home: str, chosen: str) -> list[tuple[str, str]]:
    """What the filter of places offers: from the post's region down to the chosen one, and one level below."""
    here = chosen or home
    path = [code for code in above(here) if code != NATION and scope.holds(*span(code))]
    if here != NATION and here not in path and scope.holds(*span(here)):
        path.append(here)
    said = names(path)
    found = [(code, said.get(code, code)) for code in path]
    return [*found, *((code, f"　{name}") for code, name in below(here) if scope.holds(*span(code)))]


def _told(request: HttpRequest, query: Any) -> dict[str, Any]:
    """What filters and cells need; names of places are added once the rows are known. Raises Http404."""
    scope, post = scope_of(request), getattr(request, "post", None)
    chosen = query.get("region", "")
    if chosen and (not chosen.isdecimal() or len(chosen) not in (6, 9, 12) or not scope.holds(*span(chosen))):
        raise Http404
    return {
        "regions": _regions(scope, post.home if post else NATION, chosen),
        "sexes": words.sexes(),
        "names": {},
    }


def _rows(request: HttpRequest, choice: Choice, text: str) -> Any:
    rows = kit.chosen(PEOPLE, choice, queries.listed(scope_of(request)))
    return queries.named(rows, text) if text else rows


def _total(request: HttpRequest, choice: Choice, rows: Any, text: str) -> tuple[int, bool]:
    """How many: counted where that is cheap, else by the counts kept for counties."""
    region = choice.values.get("region", "")
    scope, post = scope_of(request), getattr(request, "post", None)
    wide = len(stem(region or (post.home if post else NATION))) <= 6
    if text or not wide:
        return kit.count(rows)
    lo, hi = span(region) if region else ("", "~")
    duty, _dot, state = choice.values.get("state", "").partition(".")
    return queries.tally(scope, lo, hi, DUTIES.get(duty, ""), state), True


def _searched(request: HttpRequest) -> str:
    """The name behind the address's key; Http404 for a key of another session."""
    key = request.GET.get("find", "")
    if not key:
        return ""
    text = request.session.get(SEARCHED, {}).get(key)
    if text is None:
        raise Http404
    return str(text)


@opens(Right.PEOPLE)
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """The people of the scope, one screen; who was shown is written down."""
    told, text = _told(request, request.GET), _searched(request)
    choice, layout = shown.choice_of(request, PEOPLE, told)
    rows = _rows(request, choice, text)
    screen: Screen = kit.screen(PEOPLE, choice, rows)
    screen.total, screen.exact = _total(request, choice, rows, text)
    whose = [str(row.id) for row in screen.rows]
    record(
        request,
        choice.values.get("region") or "people",
        len(whose),
        PEOPLE.fields,
        "people-list",
        whose=whose,
    )
    places = {code for row in screen.rows for code in (row.region, row.region[:9], row.region[:6])}
    told["names"] = names(places)
    n = screen.total or 0
    heading = ngettext("%(n)s person", "%(n)s people", n) % {"n": f"{n:,}"}
    page = {
        "heading": heading if screen.exact else _("More than %(n)s people") % {"n": f"{n:,}"},
        "text": text,
        "label": _("Register of people"),
        "export_to": reverse("people-export"),
        **shown.context(request, PEOPLE, choice, layout, screen, told),
    }
    return render(request, "people/list.html", page)


@opens(Right.PEOPLE)
@require_POST
def people_search(request: HttpRequest) -> HttpResponse:
    """Keep what is searched in the session under a random key; the address names the key."""
    text = " ".join(request.POST.get("text", "").split())[:64]
    query = QueryDict(request.POST.get("query", "")[:500], mutable=True)
    query.pop("find", None)
    if text:
        kept = dict(list(request.session.get(SEARCHED, {}).items())[1 - KEPT :])
        key = secrets.token_urlsafe(6)
        request.session[SEARCHED] = {**kept, key: text}
        query["find"] = key
    said = query.urlencode()
    return redirect(reverse("people-list") + (f"?{said}" if said else ""))


@opens(Right.PEOPLE)
@require_POST
def people_export(request: HttpRequest) -> HttpResponseBase:
    """What is ticked, else all that the filters leave, as a masked file; the access row comes first."""
    form = request.POST.get("form", "csv")
    if form not in LIST_ACTIONS:
        raise Http404
    request.GET = QueryDict(request.POST.get("query", "")[:500])
    told, text = _told(request, request.GET), _searched(request)
    choice, layout = shown.choice_of(request, PEOPLE, told)
    rows = _rows(request, choice, text)
    ticked = [one for one in request.POST.getlist("id")[:200] if len(one) == 36]
    if ticked:
        rows = rows.filter(id__in=ticked)
    found = list(rows.order_by(*choice.order.fields)[: export.MOST + 1])
    if len(found) > export.MOST:
        return render(request, "people/too_many.html", {"most": export.MOST}, status=422)
    whose = [str(row.id) for row in found]
    record(request, "people", len(whose), PEOPLE.fields, "people-export", AccessLog.Kind.EXPORT, whose)
    told["names"] = names({code for row in found for code in (row.region, row.region[:9], row.region[:6])})
    return export.answer(request, PEOPLE, kit.columns(PEOPLE, layout.columns), found, told, form)
