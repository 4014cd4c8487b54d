"""Duties: the agency's work of today, who lacks what, one duty with its history."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import names
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.duties import actions, ledger, lists, queries, words
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import rule_of
from qianxiao.office.duties.forms import FulfilForm, HandForm
from qianxiao.office.duties.models import Duty
from qianxiao.office.exports.asking import answer
from qianxiao.office.lists.batch import nothing_ticked, ticked
from qianxiao.office.lists.batch import told as tell
from qianxiao.office.lists.listing import show


def _post(request: HttpRequest) -> Post:
    post = getattr(request, "post", None)
    if not isinstance(post, Post):
        raise Http404
    return post


@opens(Right.DUTIES)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What the agency owes: overdue, due, mine, on nobody's name, raised to it, fulfilled."""
    shown, told = show(request, lists.WORK)
    page = {
        **shown,
        "day": told["day"],
        "counted": told["counts"],
        "unread": queries.unread(scope_of(request), _post(request)),
        "label": _("Duties"),
        "verbs": [(reverse("duties-hand"), _("Hand to one person"))]
        if scope_of(request).may(Right.ASSIGN)
        else [],
    }
    return render(request, "duties/duties.html", page)


@opens(Right.DUTIES)
@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """Who lacks what in the scope, by tier; each line opens the ledger of those that lack it."""
    day = today()
    told = {"day": day, "groups": queries.lacking(scope_of(request), day)}
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


@opens(Right.ASSIGN)
@require_POST
def hand_all(request: HttpRequest) -> HttpResponse:
    """Several duties at once: first whose name, then what became of each."""
    scope, post, back = scope_of(request), _post(request), reverse("duties")
    keys, form = ticked(request, Duty), HandForm(request.POST)
    if not keys:
        return nothing_ticked(request, back)
    refused = ""
    if "post" in request.POST:
        try:
            outcome = actions.hand_all(
                actor_of(request), keys, form.cleaned_data["post"] if form.is_valid() else 0
            )
            return tell(request, outcome, words.of_duty, _("Hand over several duties"), back)
        except ValidationError as error:
            refused = " ".join(error.messages)
    day = today()
    told = {
        "rows": list(queries.of_agency(scope, post, day).filter(pk__in=keys).order_by("due_on", "id")),
        "posts": queries.posts_at_work(post.agency_id),
        "day": day,
        "told": refused,
    }
    return render(request, "duties/hand_all.html", told, status=422 if refused else 200)


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
    shown, _told = show(request, lists.MESSAGES)
    rows = shown["list"]["rows"]
    page = {
        **shown,
        "unread": queries.unread(scope, post),
        "last": rows[0]["id"] if rows and not shown["list"]["first"] else 0,
        "label": _("Messages"),
        "nothing": _("No message yet."),
    }
    return render(request, "duties/inbox.html", page)


@opens(Right.DUTIES)
@require_safe
def ledger_page(request: HttpRequest) -> HttpResponse:
    """Everything owed in the scope, to read, to print, to take along."""
    shown, told = show(request, ledger.LEDGER)
    page = {
        **shown,
        "day": told["day"],
        "label": _("Ledger of duties"),
        "export_to": reverse("duties-export"),
    }
    return render(request, "duties/ledger.html", page)


@opens(Right.DUTIES)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The ledger, or what is ticked of it, as a file, after the row is in the access log."""
    return answer(request, ledger.LEDGER)
