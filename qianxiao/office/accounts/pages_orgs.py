"""Agencies and posts (B79): who sits where; asking for, granting, ending and handing over a post."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qianxiao.masterdata.regions.queries import above, names, span
from qianxiao.office.accounts import actions, queries
from qianxiao.office.accounts.access import opens
from qianxiao.office.accounts.forms import AgencyForm, NamedUserForm, Plain, PostForm, UserForm
from qianxiao.office.accounts.lists import AGENCIES
from qianxiao.office.accounts.models import Agency
from qianxiao.office.accounts.queries import Actor, actor_of
from qianxiao.office.accounts.roles import Kind, Right, Role
from qianxiao.office.accounts.scope import scope_of
from qianxiao.office.lists.listing import show


@opens(Right.POSTS)
@require_safe
def orgs(request: HttpRequest) -> HttpResponse:
    """The agencies of the scope, by name, kind and page; above them the posts that wait to be granted."""
    scope = scope_of(request)
    shown, _told = show(request, AGENCIES)
    told = {
        **shown,
        "label": _("Agencies"),
        "waiting": queries.waiting(scope),
        "may_grant": scope.may(Right.GRANT),
        "may_appoint": scope.may(Right.APPOINT),
    }
    return render(request, "accounts/orgs.html", told)


@opens(Right.POSTS)
@require_safe
def org(request: HttpRequest, agency: int) -> HttpResponse:
    """One agency: its superior, what stands under it, who sits there."""
    return _org(request, queries.agency_in(scope_of(request), agency))


def _org(request: HttpRequest, agency: Agency, form: PostForm | None = None, told: str = "") -> HttpResponse:
    scope = scope_of(request)
    posts = queries.posts_at(scope, agency)
    below = queries.agencies_below(scope, agency)
    may_appoint, may_grant = scope.may(Right.APPOINT), scope.may(Right.GRANT)
    shown = {
        "agency": agency,
        "above": agency.above if agency.above and scope.holds(*span(agency.above.region)) else None,
        "below": below,
        "posts": [(post, queries.state(post)) for post in posts],
        "names": names([*above(agency.region), *(one.region for one in below)]),
        "events": queries.history(scope, {post.user.username for post in posts}) if posts else [],
        "form": form or (PostForm(agency) if may_appoint else None),
        "told": told,
        "may_grant": may_grant,
        "may_appoint": may_appoint,
    }
    failed = bool(told or (form and form.errors))
    return render(request, "accounts/org.html", shown, status=422 if failed else 200)


def _try(form: Plain, act: Callable[[], object]) -> bool:
    """Do something; what is refused is said in the form."""
    try:
        act()
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


@opens(Right.APPOINT)
@require_http_methods(["GET", "POST"])
def org_new(request: HttpRequest) -> HttpResponse:
    """A new agency under one of the scope."""
    actor = actor_of(request)
    number = request.GET.get("above", "")
    superior = (
        queries.agency_in(actor.scope, int(number)) if number.isdecimal() and len(number) < 19 else None
    )
    first = {"kind": superior.kind, "region": superior.region} if superior else {}
    form = AgencyForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = (data["name"], Kind(data["kind"]), data["region"], superior, data["code"])
        if _try(form, lambda: actions.add_agency(actor, *fields)):
            return redirect("orgs")
    told = {"form": form, "above": superior, "what": "agency"}
    return render(request, "accounts/new.html", told, status=422 if form.errors else 200)


@opens(Right.APPOINT)
@require_http_methods(["GET", "POST"])
def user_new(request: HttpRequest) -> HttpResponse:
    """A new account."""
    actor = actor_of(request)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if _try(form, lambda: actions.add_user(actor, data["username"], data["full_name"], data["password"])):
            return redirect("orgs")
    told = {"form": form, "what": "user"}
    return render(request, "accounts/new.html", told, status=422 if form.errors else 200)


@opens(Right.APPOINT)
@require_POST
def ask(request: HttpRequest, agency: int) -> HttpResponse:
    """Ask for a post at an agency; the security administrator decides."""
    actor = actor_of(request)
    found = queries.agency_in(actor.scope, agency)
    form = PostForm(found, request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        if _try(form, lambda: actions.ask_post(actor, form.user(), found.pk, role)):
            return redirect("org", agency=found.pk)
    return _org(request, found, form)


def _hand_over(actor: Actor, post: int, request: HttpRequest) -> None:
    form = NamedUserForm(request.POST)
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    actions.hand_over(actor, post, form.user())


_VERBS: dict[str, Callable[[Actor, int, HttpRequest], object]] = {
    "grant": lambda actor, post, request: actions.grant_post(actor, post),
    "end": lambda actor, post, request: actions.end_post(actor, post),
    "hand-over": _hand_over,
}


@opens(Right.APPOINT, Right.GRANT)
@require_POST
def post_verb(request: HttpRequest, post: int, verb: str) -> HttpResponse:
    """Grant, end or hand over one post."""
    actor = actor_of(request)
    found = queries.post_in(actor.scope, post)
    if verb not in _VERBS:
        raise Http404
    try:
        _VERBS[verb](actor, post, request)
    except ValidationError as error:
        return _org(request, found.agency, told=" ".join(error.messages))
    return redirect("org", agency=found.agency_id)


_USER_VERBS: dict[str, Callable[[Actor, str], object]] = {
    "close": actions.close_user,
    "open": lambda actor, username: actions.close_user(actor, username, active=True),
    "reset": actions.reset_factor,
}


@opens(Right.GRANT)
@require_POST
def user_verb(request: HttpRequest, username: str, verb: str) -> HttpResponse:
    """Close or open an account, or forget its lost device."""
    actor = actor_of(request)
    user = queries.user_in(actor.scope, username)
    if verb not in _USER_VERBS:
        raise Http404
    agency = next(iter(queries.agencies_of(actor.scope, user)))
    try:
        _USER_VERBS[verb](actor, username)
    except ValidationError as error:
        return _org(request, agency, told=" ".join(error.messages))
    return redirect("org", agency=agency.pk)
