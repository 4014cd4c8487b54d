"""Reads of users, agencies and posts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from qianxiao.masterdata.regions.queries import NATION, span
from qianxiao.office.accounts.models import (
    AccountEvent,
    Agency,
    FileHand,
    Post,
    PostQuerySet,
    SignInTry,
    User,
)
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import NOTHING, Scope, scope_of

SESSION_POST = "post"
SESSION_PROVEN = "proven"  # another system, trusted by the operator, asked for the second factor
SESSION_PENDING = "pending"  # the password was right, the code is still asked for
PAGE = 50


@dataclass(frozen=True)
class Actor:
    """Who does something: the user, the post worked at, its scope, the request's number."""

    username: str
    post: Post | None = None
    scope: Scope = NOTHING
    request_id: str = ""
    user: User | None = field(default=None, compare=False)

    @property
    def post_name(self) -> str:
        """Agency and role as records call them, whatever language the reader chose; '' without a post."""
        with override(settings.LANGUAGE_CODE):
            return str(self.post or "")

    def inside(self, region: str) -> None:
        """Raise Http404 unless a region lies wholly in the actor's scope."""
        if not self.scope.holds(*span(region)):
            raise Http404


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request. Raises Http404 for nobody."""
    if not isinstance(request.user, User):
        raise Http404
    post = getattr(request, "post", None)
    number = getattr(request, "request_id", "")
    return Actor(request.user.username, post, scope_of(request), number, request.user)


def covers(above: str, below: str) -> bool:
    """Whether a region holds another one."""
    high, low = span(above), span(below)
    return high[0] <= low[0] and low[1] <= high[1]


def _posts() -> PostQuerySet:
    return PostQuerySet(Post).select_related("agency", "user")


def posts_of(user: User) -> list[Post]:
    """The posts a user holds today, oldest first."""
    return list(_posts().filter(user=user).held().order_by("id"))


def post_held(post_id: int) -> Post | None:
    """A post with its user and agency, as long as it is held; for work that goes on after the request."""
    return _posts().filter(pk=post_id, user__is_active=True).held().first()


def current_post(request: HttpRequest) -> Post | None:
    """The post of this request: the one chosen in the session, else the first. Asked anew each time."""
    if not isinstance(request.user, User):
        return None
    posts = posts_of(request.user)
    chosen = request.session.get(SESSION_POST)
    return next((post for post in posts if post.id == chosen), posts[0] if posts else None)


def wait_until(username: str, address: str) -> datetime | None:
    """When this name may be tried again from this address; None when now."""
    found = SignInTry.objects.filter(
        username=username, address=address, not_before__gt=timezone.now()
    ).first()
    return found.not_before if found else None


def demo_users() -> list[Post]:
    """The accounts of the demo, one per role."""
    return list(_posts().filter(user__is_demo=True).held().order_by("id"))


def agencies(scope: Scope) -> "QuerySet[Agency]":
    """The agencies whose region lies in the scope, each with its superior."""
    scope.need(Right.POSTS)
    return Agency.objects.filter(scope.within()).select_related("above")


def unit_name(kind: str, digits: str) -> str:
    """The agency of a province-level unit, by tree and the unit's two digits; '' without one. Names are public."""
    found = (
        Agency.objects.filter(kind=kind, region=f"{digits}0000", above__region=NATION).order_by("pk").first()
    )
    return found.name if found else ""


def agency_in(scope: Scope, agency_id: int) -> Agency:
    """An agency in scope. Raises Http404."""
    scope.need(Right.POSTS)
    found = Agency.objects.filter(scope.within(), pk=agency_id).select_related("above").first()
    if found is None:
        raise Http404
    return found


def agencies_below(scope: Scope, agency: Agency) -> list[Agency]:
    """The agencies directly under one, as far as they lie in scope."""
    return list(Agency.objects.filter(scope.within(), above=agency).order_by("name")[:PAGE])


def posts_at(scope: Scope, agency: Agency) -> list[Post]:
    """Who sits, sat or shall sit at an agency of the scope, those at work first."""
    scope.need(Right.POSTS)
    rows = _posts().filter(scope.within("agency__region"), agency=agency)
    return sorted(rows.order_by("id"), key=lambda post: (state(post) == "ended", post.role, post.id))


def posts_near(scope: Scope, regions: list[str], roles: Iterable[str]) -> list[Post]:
    """Who is at work in some roles at offices of exactly these regions, in scope."""
    rows = _posts().filter(scope.within("agency__region"), agency__region__in=regions, role__in=list(roles))
    return list(rows.held().filter(user__is_active=True, seat__isnull=False).order_by("id"))


def waiting(scope: Scope) -> list[Post]:
    """Posts in scope that somebody asked for and nobody granted yet, oldest first."""
    scope.need(Right.POSTS)
    rows = _posts().filter(scope.within("agency__region"), granted_by="")
    open_ = Q(ends__isnull=True) | Q(ends__gt=localdate())
    return list(rows.filter(open_).order_by("id")[:PAGE])


def post_in(scope: Scope, post_id: int, lock: bool = False) -> Post:
    """A post at an agency in scope. Raises Http404."""
    rows = _posts().filter(scope.within("agency__region"), pk=post_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    return found


def state(post: Post) -> str:
    """waiting, held, coming or ended."""
    today = localdate()
    if post.ends is not None and post.ends <= today:
        return "ended"
    if not post.granted_by:
        return "waiting"
    return "coming" if post.starts > today else "held"


def user_named(username: str) -> User | None:
    """An account by its sign-in name."""
    return User.objects.filter(username=username).first()


def user_by_id(number: int) -> User | None:
    """An account by its key; only for the session that holds it."""
    return User.objects.filter(pk=number).first()


def user_in(scope: Scope, username: str) -> User:
    """An account with a post at an agency in scope. Raises Http404."""
    rows = _posts().filter(scope.within("agency__region"), user__username=username)
    found = rows.first()
    if found is None:
        raise Http404
    return found.user


def agencies_of(scope: Scope, user: User) -> list[Agency]:
    """The agencies in scope where somebody holds or held a post, newest first."""
    rows = _posts().filter(scope.within("agency__region"), user=user).order_by("-id")
    return [post.agency for post in rows[:PAGE]]


def history(scope: Scope, users: set[str]) -> list[AccountEvent]:
    """What happened to some accounts, newest first."""
    scope.need(Right.POSTS)
    return list(AccountEvent.objects.filter(subject__in=users).order_by("-id")[:10])


def own_history(username: str) -> list[AccountEvent]:
    """What happened to one's own account, newest first: sign-ins, posts, passwords."""
    return list(AccountEvent.objects.filter(subject=username).order_by("-id")[:10])


def open_files(post: Post) -> list[FileHand]:
    """What a post still has to do."""
    return list(FileHand.objects.filter(post=post, open=True).order_by("at", "id"))
