"""Scoped reads of background jobs."""

from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import newest, the_one
from qianxiao.office.jobs.models import Job

PAGE = 50


def latest(scope: Scope, before: int | None = None) -> tuple[list[Job], str]:
    """The newest jobs of a scope, older than a number when given, and the number to go on from (B05)."""
    scope.need(Right.IMPORT)
    return newest(Job.objects.within(scope), PAGE, before)


def get_job(scope: Scope, number: int, lock: bool = False) -> Job:
    """One job in scope (B06). Raises Http404."""
    scope.need(Right.IMPORT)
    found: Job = the_one(Job.objects.within(scope), number, lock)
    return found


def job_about(scope: Scope, kind: str, subject: int) -> Job | None:
    """The newest job of a kind about something, as far as the scope sees it."""
    found: Job | None = Job.objects.within(scope).filter(kind=kind, subject=subject).order_by("-id").first()
    return found
