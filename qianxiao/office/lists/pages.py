"""What a reader does about a list: save a view, drop it, choose columns. Each goes back to the list."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qianxiao.office.accounts.access import opens_to_all
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.lists import actions, searched
from qianxiao.office.lists.back import back_to
from qianxiao.office.lists.declared import KNOWN

UNSAVED = ("after", "before", "find", "size")  # a place in the list and a searched name are no part of a view


@opens_to_all
@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a title, for oneself or the agency."""
    told = request.POST
    query = QueryDict(told.get("query", "")[:500], mutable=True)
    for name in UNSAVED:
        query.pop(name, None)
    target = back_to(request).partition("?")[0]
    try:
        actions.save_view(
            actor_of(request),
            told.get("page", "")[:32],
            told.get("title", ""),
            query.urlencode(),
            "shared" in told,
        )
    except ValidationError as error:
        return render(request, "desk/refused.html", {"told": error.messages, "back": target}, status=422)
    return redirect(f"{target}?{query.urlencode()}" if query else target)


@opens_to_all
@require_POST
def view_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drop one's own view."""
    actions.drop_view(actor_of(request), number)
    return redirect(back_to(request).partition("?")[0])


@opens_to_all
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Search a name in a list: what is searched goes into the session, the address names a key."""
    page = request.POST.get("page", "")
    if page not in KNOWN:
        raise Http404
    query = QueryDict(request.POST.get("query", "")[:500], mutable=True)
    query.pop("find", None)
    if key := searched.keep(request, page, request.POST.get("text", "")):
        query["find"] = key
    target, said = back_to(request).partition("?")[0], query.urlencode()
    return redirect(f"{target}?{said}" if said else target)


@opens_to_all
@require_POST
def columns(request: HttpRequest) -> HttpResponse:
    """Choose columns and their order; `up` and `down` move one by one place, so that nothing has to be dragged."""
    told = request.POST
    wanted = told.getlist("column")
    for verb, by in (("up", -1), ("down", 1)):
        name = told.get(verb, "")
        if name in wanted:
            at = wanted.index(name)
            wanted.insert(max(0, at + by), wanted.pop(at))
    size = told.get("size", "50")
    actions.lay_out(
        actor_of(request), told.get("page", "")[:32], wanted, int(size) if size.isdecimal() else 0
    )
    return redirect(back_to(request))
