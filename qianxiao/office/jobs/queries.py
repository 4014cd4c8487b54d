"""Scoped reads of background jobs."""

from django.db.models import Q, QuerySet

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import the_one
from qianxiao.office.jobs.kinds import shared
from qianxiao.office.jobs.models import Job


def jobs(actor: Actor) -> "QuerySet[Job]":
    """The jobs of the actor's scope (B05): of the kinds the post has a right to, and what it asked for itself."""
    mine = Q(post=actor.post.pk if actor.post else 0)
    rows: QuerySet[Job] = Job.objects.within(actor.scope).filter(Q(kind__in=shared(actor.scope)) | mine)
    return rows


def get_job(actor: Actor, number: int, lock: bool = False) -> Job:
    """One job of those (B06). Raises Http404."""
    found: Job = the_one(jobs(actor), number, lock)
    return found


def job_about(scope: Scope, kind: str, subject: int) -> Job | None:
    """The newest job of a kind about something, as far as the scope sees it."""
    found: Job | None = Job.objects.within(scope).filter(kind=kind, subject=subject).order_by("-id").first()
    return found
