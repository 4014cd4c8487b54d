"""Reads of the access log."""

from qianxiao.office.audit.models import AccessLog

PAGE = 100


def latest(before: int | None = None) -> tuple[list[AccessLog], str]:
    """The newest rows, older than a row number when given, and the number to go on from."""
    rows = AccessLog.objects.order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""
