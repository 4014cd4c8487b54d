"""Writing the access log."""

from collections.abc import Sequence

from django.http import HttpRequest

from qianxiao.office.audit.models import AccessLog


def record(
    request: HttpRequest, subject: str, people: int = 0, fields: Sequence[str] = (), purpose: str = ""
) -> None:
    """Write one row about this request. Call before the answer is given: no row, no data."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionError("only signed-in users are shown personal data")
    post = getattr(request, "post", None)
    AccessLog.objects.create(
        request_id=getattr(request, "request_id", ""),
        user_id=user.pk,
        username=user.get_username(),
        post_id=post.id if post else None,
        address=request.META.get("REMOTE_ADDR") or None,
        path=request.get_full_path()[:1000],
        subject=subject,
        people=people,
        fields=",".join(fields),
        purpose=purpose,
    )
