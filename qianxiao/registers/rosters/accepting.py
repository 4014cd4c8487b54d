"""Takes the chosen lines of an import in: set by set, in one transaction; what changed meanwhile is asked about."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from qianxiao.office.accounts.models import FileHand
from qianxiao.office.accounts.scope import in_scope
from qianxiao.office.audit.actions import because
from qianxiao.office.jobs.actions import Work
from qianxiao.registers.rosters import queries
from qianxiao.registers.rosters.actions import file_of
from qianxiao.registers.rosters.models import State


def accept(work: Work) -> None:
    """Do the job. Raises Stopped; nothing of it stays then."""
    actor = work.actor
    told = because(f"import {work.job.subject}", actor.username)
    work.says("accept")
    with in_scope(actor.scope) as scope, told, connection.cursor() as cursor:
        one = queries.get_import(scope, work.job.subject, lock=True)
        if one.state != State.ACCEPTING:
            return  # done already, by this worker or by one that was taken for dead
        first = one.accepted_at is None
        names: dict[str, Any] = {"register": one.register, "imported": one.pk}
        names |= {"with_new": first and one.with_new, "with_changed": first and one.with_changed}
        with work.watched():
            # two imports of a register take turns, so that neither misses what the other changed
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rosters.' || %s))", [one.register])
            cursor.execute(queries.sql("4_taking"), names)
            cursor.execute("ANALYZE roster_taking")
            cursor.execute(queries.sql("5_meanwhile"))
            one.meanwhile = cursor.rowcount
            cursor.execute(queries.sql("6_take"), names)
            one.taken += cursor.rowcount
            cursor.execute("DROP TABLE roster_taking")
        one.state, one.accepted_at = State.DONE, one.accepted_at or timezone.now()
        one.save()
        FileHand.objects.filter(file=file_of(one)).update(open=False)


def given_up(work: Work, _state: str) -> None:
    """The job failed or was cancelled: the import is as ready as before."""
    with in_scope(work.actor.scope) as scope, transaction.atomic():
        one = queries.get_import(scope, work.job.subject, lock=True)
        if one.state == State.ACCEPTING:
            one.state = State.DONE if one.accepted_at else State.READY
            one.save(update_fields=["state"])
