"""Scoped reads of background jobs."""

from django.db.models import QuerySet

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.jobs.models import Job


def jobs(actor: Actor) -> "QuerySet[Job]":
    """The jobs of the actor's scope (B05)."""
    actor.scope.need(Right.IMPORT)
    rows: QuerySet[Job] = Job.objects.within(actor.scope)
    return rows


def get_job(scope: Scope, number: int, lock: bool = False) -> Job:
    """One job in scope (B06). Raises Http404."""
    scope.need(Right.IMPORT)
    found: Job = the_one(Job.objects.within(scope), number, lock)
    return found


def job_about(scope: Scope, kind: str, subject: int) -> Job | None:
    """The newest job of a kind about something, as far as the scope sees it."""
    found: Job | None = Job.objects.within(scope).filter(kind=kind, subject=subject).order_by("-id").first()
    return found
