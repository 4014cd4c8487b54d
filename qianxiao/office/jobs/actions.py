"""Verbs of background work: ask for it, stop it, do it. What is done is declared by `does` in an app's tasks."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction
from django.http import Http404
from django.utils import timezone

from qianxiao.base.scope import WHOLE
from qianxiao.office.accounts.queries import Actor, post_held
from qianxiao.office.accounts.scope import NOTHING, Scope, in_scope, scope_for, whole_scope
from qianxiao.office.jobs import queries
from qianxiao.office.jobs.kinds import NEEDS, may
from qianxiao.office.jobs.models import UNDER_WAY, Job, JobEvent, State

MOST_ATTEMPTS = 3  # a job whose worker died this often is given up
LOOKED_EVERY = 0.5  # seconds between two looks at whether somebody wants a job stopped
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody cancelled the job; what it wrote is undone."""


class Failed(Exception):
    """The work cannot be done; the text is a key of words.failure."""


class Work:
    """What the code of a job is given: the actor, the job, and how to say how far it is."""

    def __init__(self, job: Job, actor: Actor) -> None:
        self.job, self.actor = job, actor
        self._pool = ThreadPoolExecutor(
            1
        )  # its own connection: progress is seen while the work is not committed
        self._asked = threading.Event()
        self.seconds: dict[str, float] = {}  # phase → how long it took, in order
        self._phase, self._since, self._told = "begin", time.monotonic(), 0.0

    def enters(self, phase: str) -> None:
        """From now on the clock runs for this phase; nobody is told."""
        now = time.monotonic()
        self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + now - self._since
        self._phase, self._since = phase, now

    def says(self, phase: str, done: int = 0, total: int = 0) -> None:
        """Tell how far the work is. Raises Stopped when it is not wanted any more."""
        now = time.monotonic()
        if phase != self._phase or now - self._told >= LOOKED_EVERY:
            self._told = now
            self.enters(phase)
            self._pool.submit(self._tell, phase, done, total).result()
        self.check()

    def check(self) -> None:
        """Raise Stopped when somebody cancelled the job."""
        if self._asked.is_set():
            raise Stopped

    def _tell(self, phase: str, done: int, total: int) -> None:
        with in_scope(self.actor.scope) as scope:
            rows = Job.objects.within(scope).filter(pk=self.job.pk)
            rows.update(phase=phase, done=done, total=total)
            if rows.filter(stop=True).exists():
                self._asked.set()

    def _wanted(self) -> bool:
        with in_scope(self.actor.scope) as scope:
            return not Job.objects.within(scope).filter(pk=self.job.pk, stop=True).exists()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While a long statement runs in this thread: a cancelled job interrupts it. Raises Stopped."""
        over = threading.Event()
        held = connection.connection

        def watch() -> None:
            while not over.wait(LOOKED_EVERY):
                if not self._pool.submit(self._wanted).result():
                    self._asked.set()
                    held.cancel_safe()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        except Exception:
            self.check()  # the interrupted statement says something else
            raise
        finally:
            over.set()
            watcher.join()

    def close(self) -> None:
        """Let go of the second connection; the worker's log learns where the time went."""
        self.enters("")
        told = ", ".join(f"{phase} {seconds:.1f}" for phase, seconds in self.seconds.items() if phase)
        _log.info("job %s %s, seconds: %s", self.job.pk, self.job.kind, told, extra={"seconds": self.seconds})
        self._pool.submit(connections.close_all).result()  # the thread's own, not ours
        self._pool.shutdown()


Doing = Callable[[Work], None]
_doings: dict[str, tuple[Doing, Callable[[Work, str], None]]] = {}


def does(kind: str, ended: Callable[[Work, str], None]) -> Callable[[Doing], Doing]:
    """Declare the code of a kind of job. `ended` is called when it failed or was stopped, with its state."""

    def declare(doing: Doing) -> Doing:
        _doings[kind] = (doing, ended)
        return doing

    return declare


def ask(actor: Actor, kind: str, subject: int, title: str) -> Job:
    """Put work into the queue; it starts when this transaction is committed. Raises Http404 without a post."""
    post = actor.post
    if not may(actor.scope, kind):
        raise Http404
    if post is None:
        raise ValueError("only a post asks for work")
    from qianxiao.office.jobs.tasks import defer

    with transaction.atomic():
        job: Job = Job.objects.within(actor.scope).create(
            kind=kind, subject=subject, title=title[:200], region=post.home or post.agency.region,
            org_code=post.institution, by=actor.username, by_name=actor.user.full_name if actor.user else "",
            post=post.pk, request_id=actor.request_id,
        )  # fmt: skip
        defer(job.pk)
    return job


def stop(actor: Actor, number: int) -> Job:
    """Cancel a job: one that waits ends at once, one that runs undoes what it wrote. Raises Http404."""
    with transaction.atomic():
        job = queries.get_job(actor, number, lock=True)
        if job.state == State.WAITING:
            job.state, job.ended_at = State.STOPPED, timezone.now()
        if job.state in (*UNDER_WAY, State.STOPPED):
            job.stop = True
            job.save(update_fields=["state", "stop", "ended_at"])
            JobEvent.objects.within(actor.scope).create(
                job=job, verb="stopped", region=job.region, org_code=job.org_code, by=actor.username,
                post=actor.post_name, request_id=actor.request_id,
            )  # fmt: skip
    return job


def run(number: int) -> str:
    """Do a job under the scope of the post that asked; returns its state. Every outcome is written down.

    The post is looked up anew: one that has ended meanwhile does nothing any more. A job whose worker died is done
    again from the start, because nothing of it was committed.
    """
    begun = _begin(number)
    if begun is None:
        return ""
    job, cancelled = begun
    post = post_held(job.post)
    held = scope_for(post.role, post.ranges, post.institutions) if post else NOTHING
    able = post is not None and may(held, job.kind)
    # without its post the job does nothing; what it had begun is still put in order
    scope = held if able else Scope.over(WHOLE, rights=[one for one in NEEDS.values() if one])
    work = Work(job, Actor(job.by, post, scope, job.request_id, post.user if post else None))
    try:
        if cancelled:
            state, error = State.STOPPED, ""
        elif not able or job.attempts > MOST_ATTEMPTS:
            state, error = State.FAILED, "died" if able else "post"
        else:
            state, error = _do(work)
        if state != State.DONE:
            _doings[job.kind][1](work, state)
        _end(job, state, error)
    finally:
        work.close()
    return state


def _begin(number: int) -> tuple[Job, bool] | None:
    """Take a job up, and whether it was cancelled before; None when there is nothing to do."""
    with in_scope(whole_scope()) as scope:
        job: Job | None = Job.objects.within(scope).select_for_update().filter(pk=number).first()
        if job is None:
            return None
        early = (
            job.state == State.STOPPED and not job.began_at
        )  # while it waited: what it is about has to learn of it
        if not job.under_way and not early:
            return None
        cancelled = early or job.stop
        job.attempts += 1
        job.state, job.began_at, job.error = State.RUNNING, timezone.now(), ""
        job.save(update_fields=["attempts", "state", "began_at", "error"])
    return job, cancelled


def _do(work: Work) -> tuple[State, str]:
    """How the work ended, and a key of words.failure."""
    try:
        _doings[work.job.kind][0](work)
    except Stopped:
        return State.STOPPED, ""
    except Failed as told:
        return State.FAILED, str(told)
    except Exception:
        traceback.print_exc()  # into the worker's log; the page only says that it failed
        return State.FAILED, "fault"
    return State.DONE, ""


def _end(job: Job, state: State, error: str) -> None:
    with in_scope(whole_scope()) as scope:
        told: dict[str, Any] = {"state": state, "error": error, "ended_at": timezone.now()}
        Job.objects.within(scope).filter(pk=job.pk).update(**told)
