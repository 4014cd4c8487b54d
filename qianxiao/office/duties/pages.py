"""Duties: the agency's work of today, who lacks what, one duty with its history."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties import actions, ledger, queries, words
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import rule_of, rules
from qianxiao.office.duties.forms import FulfilForm, HandForm
from qianxiao.office.duties.models import Duty


def _post(request: HttpRequest) -> Post:
    post = getattr(request, "post", None)
    if not isinstance(post, Post):
        raise Http404
    return post


@opens(Right.DUTIES)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What the agency owes: overdue, due, mine, on nobody's name, raised to it, fulfilled."""
    scope, post, day = scope_of(request), _post(request), today()
    view = request.GET.get("view", "open")
    page = queries.of_agency(scope, post, day, view, request.GET.get("after", ""))
    counted = queries.counts(scope, post, day)
    told = {
        "day": day,
        "view": view,
        "views": [(name, words.view(name), counted[name]) for name in queries.VIEWS],
        "counted": counted,
        "unread": queries.unread(scope, post),
        "page": page,
        "names": names({one.region for one in page.rows}),
    }
    return render(request, "duties/duties.html", told)


@opens(Right.DUTIES)
@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """Who lacks what in the scope, by tier; with a duty and a period the list of those that lack it."""
    scope, day = scope_of(request), today()
    rule, period = request.GET.get("rule", ""), request.GET.get("period", "")
    told: dict[str, Any] = {"day": day, "groups": queries.lacking(scope, day)}
    if rule:
        if rule_of(rule) is None or not period.isdecimal() or len(period) > 6:
            raise Http404
        page = queries.who_lacks(scope, day, rule, int(period), request.GET.get("after", ""))
        told |= {"rule": rule, "period": int(period), "page": page}
        told["names"] = names({one.region for one in page.rows})
    return render(request, "duties/lacking.html", told)


@opens(Right.DUTIES)
@require_safe
def duty(request: HttpRequest, duty: int) -> HttpResponse:
    """One duty: what, until when, by which clause, whose name, what happened."""
    return _duty(request, queries.duty_in(scope_of(request), duty))


def _duty(request: HttpRequest, found: Duty, told: str = "") -> HttpResponse:
    scope, post, day = scope_of(request), _post(request), today()
    posts = queries.posts_to_name(found)
    own, open_ = post.agency_id == found.agency_id, found.done_on is None
    person = next((one for one in posts if one.seat == found.seat), None)
    shown = {
        "duty": found,
        "day": day,
        "late": open_ and found.due_on < day,
        "person": person,
        "rule": rule_of(found.rule),
        "posts": posts if own and open_ and scope.may(Right.ASSIGN) else [],
        # what is done elsewhere is fulfilled there
        "mine": own and open_ and not found.page and found.seat is not None and found.seat == post.seat,
        "place": reverse(found.page, args=[found.page_no]) if found.page and own else "",
        "events": queries.history(scope, found),
        "names": names({found.region}),
        "told": told,
    }
    return render(request, "duties/duty.html", shown, status=422 if told else 200)


def _try(
    request: HttpRequest, duty: int, form: HandForm | FulfilForm, act: Callable[[], Duty]
) -> HttpResponse:
    """Do it and show the duty again; what is refused is said on its page."""
    found = queries.duty_in(scope_of(request), duty)
    try:
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        act()
    except ValidationError as error:
        return _duty(request, found, " ".join(error.messages))
    return redirect("duty", duty=duty)


@opens(Right.ASSIGN)
@require_POST
def hand(request: HttpRequest, duty: int) -> HttpResponse:
    """Put it on somebody's name."""
    actor, form = actor_of(request), HandForm(request.POST)
    return _try(request, duty, form, lambda: actions.hand(actor, duty, form.cleaned_data["post"]))


@opens(Right.DUTIES)
@require_POST
def fulfil(request: HttpRequest, duty: int) -> HttpResponse:
    """Say that it is done, and by which evidence."""
    actor, form = actor_of(request), FulfilForm(request.POST)
    return _try(
        request,
        duty,
        form,
        lambda: actions.fulfil(actor, duty, form.cleaned_data["evidence"], form.cleaned_data["reason"]),
    )


@opens(Right.DUTIES)
@require_http_methods(["GET", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages of the own seat, newest first: reminders, what was handed, what was raised; read by a button."""
    scope, post = scope_of(request), _post(request)
    if request.method == "POST":
        last = request.POST.get("last", "")
        if last.isdecimal() and len(last) < 19:
            actions.read_messages(actor_of(request), int(last))
        return redirect("duty-inbox")
    rows, before = queries.inbox(scope, post, request.GET.get("before", ""))
    told = {
        "rows": rows,
        "before": before,
        "until": queries.read_until(post),
        "unread": queries.unread(scope, post),
        "last": rows[0].pk if rows and not request.GET.get("before") else 0,
    }
    return render(request, "duties/inbox.html", told)


def _wanted(request: HttpRequest) -> ledger.Wanted:
    period = request.GET.get("period", "")
    number = int(period) if period.isdecimal() and len(period) <= 6 else 0
    return ledger.Wanted(request.GET.get("rule", "")[:40], number, request.GET.get("state", ""))


@opens(Right.DUTIES)
@require_safe
def ledger_page(request: HttpRequest) -> HttpResponse:
    """Everything owed in the scope, to read, to print, to take along."""
    scope, day, wanted = scope_of(request), today(), _wanted(request)
    page = ledger.page(scope, day, wanted, request.GET.get("after", ""))
    told = {
        "day": day,
        "wanted": wanted,
        "count": ledger.count(scope, day, wanted),
        "states": [(name, words.state(name)) for name in ledger.STATES],
        "rules": [(rule.id, words.title(rule.id)) for rule in rules() if rule.where == "CN"],
        "page": page,
        "query": request.GET.urlencode(),
        "names": names({one.region for one in page.rows}),
    }
    return render(request, "duties/ledger.html", told)


@opens(Right.DUTIES)
@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The ledger as a file, after the row is in the access log."""
    scope, day, wanted = scope_of(request), today(), _wanted(request)
    rows = ledger.count(scope, day, wanted)
    record(request, f"duties:{rows}", 0, ("duties",), "download:duties", AccessLog.Kind.EXPORT)
    lines = list(ledger.written(scope, day, wanted))  # read inside the request's transaction and scope
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="duties-{day}.csv"'
    return response
