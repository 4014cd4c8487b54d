"""Writes of users and posts, one verb each."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from qianxiao.office.accounts.models import Agency, Post, SignInTry, User
from qianxiao.office.accounts.roles import Role

DEMO_PASSWORD = "qianxiao-demo-2020"  # noqa: S105  public on purpose: PostBackend refuses it outside a demo


def note_failure(username: str, address: str) -> None:
    """Double the wait of this name from this address, up to the longest one."""
    with transaction.atomic():
        row, _ = SignInTry.objects.select_for_update().get_or_create(
            username=username[:64], address=address, defaults={"not_before": timezone.now()}
        )
        row.failures += 1
        seconds = min(2 ** min(row.failures - 1, 16), settings.SIGN_IN_WAIT_MAX)
        row.not_before = timezone.now() + timedelta(seconds=seconds)
        row.save()


def forget_failures(username: str, address: str) -> None:
    """A right password ends the wait."""
    SignInTry.objects.filter(username=username[:64], address=address).delete()


def give_post(
    username: str,
    full_name: str,
    agency: str,
    role: Role,
    bounds: tuple[str, str] = ("", ""),
    home: str = "",
    institution: str = "",
    demo: bool = False,
) -> Post:
    """A user with one post; made again it moves the post, so that the demo can be loaded anew."""
    office, _ = Agency.objects.update_or_create(name=agency, defaults={"region": home})
    user, new = User.objects.update_or_create(
        username=username, defaults={"full_name": full_name, "is_demo": demo, "is_active": True}
    )
    if new:
        user.set_password(DEMO_PASSWORD) if demo else user.set_unusable_password()
        user.save()
    post, _ = Post.objects.update_or_create(
        user=user,
        role=role,
        defaults={
            "agency": office,
            "lo": bounds[0],
            "hi": bounds[1],
            "home": home,
            "institution": institution,
            "active": True,
        },
    )
    return post


def only_in_demo() -> None:
    """Raise unless this installation says that it is a demo."""
    if not settings.DEMO:
        raise ImproperlyConfigured("demo accounts exist in a demo only: set QIANXIAO_DEMO=1")
