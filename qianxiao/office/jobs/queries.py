"""Scoped reads of background jobs."""

from django.http import Http404

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.jobs.models import Job

PAGE = 50


def latest(scope: Scope, before: int | None = None) -> tuple[list[Job], str]:
    """The newest jobs of a scope, older than a number when given, and the number to go on from (B05)."""
    scope.need(Right.IMPORT)
    rows = Job.objects.within(scope).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def get_job(scope: Scope, number: int, lock: bool = False) -> Job:
    """One job in scope (B06). Raises Http404."""
    scope.need(Right.IMPORT)
    rows = Job.objects.within(scope).filter(pk=number)
    found: Job | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise Http404
    return found


def job_about(scope: Scope, kind: str, subject: int) -> Job | None:
    """The newest job of a kind about something, as far as the scope sees it."""
    found: Job | None = Job.objects.within(scope).filter(kind=kind, subject=subject).order_by("-id").first()
    return found
