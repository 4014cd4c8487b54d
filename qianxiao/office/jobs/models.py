"""One piece of background work: who asked at which post, how far it is, how it ended."""

from django.db import models
from django.db.models import Q

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.scope import Scope
from qianxiao.office.accounts.scoped import ScopedModel


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # cancelled: nothing of it stays


UNDER_WAY = (State.WAITING, State.RUNNING)


class Placed(ScopedModel):
    """It belongs where the post that asked works: an office sees its regions, an institution its own."""

    region = models.TextField(db_collation="C", default="")
    org_code = models.TextField(db_collation="C", default="")

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls, scope: Scope, lo: str = WHOLE[0], hi: str = WHOLE[1]) -> Q:
        return scope.owns() if scope.institutions else scope.within("region", lo, hi)


class Job(Placed):
    """The work itself is named by kind and subject."""

    kind = models.CharField(max_length=24)
    subject = models.BigIntegerField()  # key of what the work is about, known to the app of that kind
    title = models.TextField(default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    phase = models.CharField(max_length=16, default="")
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)  # 0 while nobody knows
    stop = models.BooleanField(default=False)  # somebody wants it cancelled
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=24, default="")  # a key of words.failure
    by = models.CharField(max_length=64)
    by_name = models.TextField(default="")
    post = models.BigIntegerField()
    request_id = models.CharField(max_length=32, default="")
    asked_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["region", "-id"], name="job_region"),)  # the newest of a scope

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int | None:
        """How far the phase is, None while nobody knows."""
        return min(100, 100 * self.done // self.total) if self.total else None


class JobEvent(Placed):
    """What somebody did to a job of his or another's, insert-only: who cancelled it."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(max_length=8)  # stopped
    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=64)
    post = models.TextField(default="")
    request_id = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return f"{self.job_id} {self.verb}"
