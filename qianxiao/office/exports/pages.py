"""Pages of exports: the list, one with its bar and its history, the answer of a second person, taking back, the file."""

from itertools import chain
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.exports import actions, files, queries, words
from qianxiao.office.exports import lists as declared
from qianxiao.office.exports.asking import answer as take_away
from qianxiao.office.exports.making import over
from qianxiao.office.exports.models import Export, State
from qianxiao.office.jobs.queries import job_about
from qianxiao.office.lists.listing import LISTINGS, show

REFRESH = "2"  # seconds until a page with a bar asks again; a header, so that no script is needed
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@opens(Right.PEOPLE, Right.REVIEW)
@require_POST
def take(request: HttpRequest, page: str) -> HttpResponseBase:
    """What is ticked of a list, else all that the filters leave. Raises Http404 for lists that are not taken away."""
    listing = LISTINGS.get(page)
    if listing is None or listing.declared.taken is None:
        raise Http404
    actor_of(request).scope.need(listing.declared.taken)
    return take_away(request, listing)


@opens(Right.DUTIES)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """What was asked for, newest first."""
    shown, _told = show(request, declared.EXPORTS)
    page = {
        **shown,
        "waiting": queries.waiting(actor_of(request)).count(),
        "label": _("Exports"),
        "nothing": _("Nothing was asked for yet. Large lists are taken away from here."),
    }
    return render(request, "exports/exports.html", page)


@opens(Right.DUTIES)
@require_safe
def export(request: HttpRequest, number: int) -> HttpResponse:
    """One export; the page asks again by itself while it is made."""
    return _export(request, number)


def _export(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    actor = actor_of(request)
    one = queries.get_export(actor, number)
    own = _own(request, one)
    state = declared.shown(one)
    page = {
        "one": one,
        "state": state,
        "own": own,
        "job": job_about(actor.scope, actions.KIND, one.pk) if own else None,
        "may_answer": state == State.ASKED and queries.may_answer(actor, one),
        "may_drop": own and state in (State.ASKED, State.MAKING, State.READY, State.FAILED),
        "steps": queries.steps(actor.scope, one),
        "note": request.POST.get("note", "")[:200],
        "refused": words.refusal(refused) if refused else "",
    }
    response = render(request, "exports/export.html", page, status=422 if refused else 200)
    if state == State.MAKING and own:
        response["Refresh"] = REFRESH
    return response


def _own(request: HttpRequest, one: Export) -> bool:
    actor = actor_of(request)
    return actor.post is not None and (one.by, one.post) == (actor.username, actor.post.pk)


@opens(Right.RELEASE)
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """The second person's yes or no."""
    said, note = request.POST.get("answer", ""), request.POST.get("note", "")[:400]
    try:
        actions.answer(actor_of(request), number, said, note)
    except actions.Refused as refused:
        return _export(request, number, str(refused))
    return redirect("export", number=number)


@opens(Right.DUTIES)
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own export back."""
    try:
        actions.drop(actor_of(request), number)
    except actions.Refused as refused:
        return _export(request, number, str(refused))
    return redirect("export", number=number)


@opens(Right.DUTIES)
@require_safe
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file, for who asked at the post that asked, as long as the post sees what it saw. Written down first."""
    actor = actor_of(request)
    one = queries.own_export(actor, number)
    if one.state != State.READY or one.ends_at <= timezone.now() or one.over != over(actor.scope):
        raise Http404
    pieces = files.opened(ring(), one.store)
    try:
        first = next(pieces)
    except FileNotFoundError:
        raise Http404 from None
    fields = LISTINGS[one.page].declared.fields if one.page in LISTINGS else ()
    purpose = f"{one.page}-export:{one.purpose}:{one.rows}"
    record(request, f"export {one.pk}", one.people, fields, purpose, AccessLog.Kind.EXPORT)
    response = StreamingHttpResponse(chain([first], pieces), content_type=TYPES[one.form])
    name = f"{words.list_title(one.page)}-{one.pk}.{one.form}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
