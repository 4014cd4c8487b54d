"""Reads of users and posts."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from qianxiao.office.accounts.models import Post, SignInTry, User

SESSION_POST = "post"


def posts_of(user: User) -> list[Post]:
    """The active posts a user holds, oldest first."""
    return list(Post.objects.filter(user=user, active=True).select_related("agency").order_by("id"))


def current_post(request: HttpRequest) -> Post | None:
    """The post of this request: the one chosen in the session, else the first."""
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
    posts = Post.objects.filter(user__is_demo=True, active=True).select_related("user", "agency")
    return list(posts.order_by("id"))
