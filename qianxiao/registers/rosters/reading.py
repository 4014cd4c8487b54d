"""Reads one upload in a child process, compares it with what is held, keeps what is new: all of it or nothing."""

import errno
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from qianxiao.base.crypto import Tampered
from qianxiao.base.crypto_ring import RingProblem
from qianxiao.base.paths import ROOT
from qianxiao.engine.io.upload import Order, good_path
from qianxiao.office.accounts.scope import in_scope
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.office.jobs.actions import Failed, Work
from qianxiao.registers.rosters import files, queries
from qianxiao.registers.rosters.actions import empty
from qianxiao.registers.rosters.models import Import, State
from qianxiao.registers.rosters.rules import place_of, rules, setting
from qianxiao.registers.rosters.sealing import COLUMNS, Batch, Keys, sealed_rows

_LOOK = 0.5  # seconds between two looks at whether the job is still wanted


def read(work: Work) -> None:
    """Do the job. Raises Failed, Stopped; nothing of it stays then."""
    with in_scope(work.actor.scope) as scope:
        one = queries.get_import(scope, work.job.subject)
    if one.state != State.READING:  # done already; only the job's own row was not written any more
        return
    files.sweep()
    with _told_as_failures(), files.scratch() as home:
        refuse_wrong_keys()
        work.says("open")
        source, out = home / "in", home / "work"
        source.mkdir()
        out.mkdir()
        with (source / one.file_name).open("wb") as stream:
            for piece in files.opened(ring(), one.store, "given"):
                stream.write(piece)
        rule = rules()[one.register]
        place = place_of(work.actor, rule)
        Order(str(source), str(out), one.register, one.period, place, rule.twin).write(home / "order.json")
        told = _child(work, home / "order.json")
        if told["files"]:
            work.says("give")
            files.keep(ring(), one.store, "back", files.pieces_of(Path(told["files"][0])))
        _store(work, one, told, good_path(out))


@contextmanager
def _told_as_failures() -> Iterator[None]:
    try:
        yield
    except (RingProblem, Tampered) as error:
        raise Failed("keys") from error
    except OSError as error:
        raise Failed("room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "fault") from error


def _child(work: Work, order: Path) -> dict[str, Any]:
    """Run the reader; say how far it is; end it when the job is not wanted any more. Returns its answer."""
    command = [sys.executable, "-m", "qianxiao.engine.io.upload", str(order)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, start_new_session=True)
    try:
        answer = _listen(work, child)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if answer is None:
        raise Failed("reader")
    return answer


def _listen(work: Work, child: "subprocess.Popen[bytes]") -> dict[str, Any] | None:
    assert child.stdout is not None  # noqa: S101 - asked for above
    phase, rest = "read", b""
    while True:
        ready, _, _ = select.select([child.stdout], [], [], _LOOK)
        if ready:
            block = os.read(child.stdout.fileno(), 1 << 16)
            rest += block
            if not block:
                return json.loads(rest)["result"] if rest.startswith(b'{"result"') else None
            while rest.startswith(b'{"phase"') and b"\n" in rest:
                line, _, rest = rest.partition(b"\n")
                phase = json.loads(line)["phase"]
        work.says(phase)


def _store(work: Work, one: Import, told: dict[str, Any], good: Path) -> None:
    """Everything the database learns of this file, in one transaction."""
    with in_scope(work.actor.scope) as scope, transaction.atomic():
        held = queries.get_import(scope, one.pk, lock=True)
        if held.state != State.READING:
            return  # another worker, taken for dead, did this job already
        held.problems, held.faults = told["problems"], told["faults"]
        if told["refused"]:
            held.state = State.REFUSED
            held.save()
            return
        for name in ("rows", "wrong", "repeated", "hinted"):
            setattr(held, name, told[name])
        held.back = Path(told["files"][0]).name if told["files"] else ""
        if told["good"]:
            place = (held.pk, held.register, bool(held.org_code), held.region)
            _compare(work, held, Batch(str(good), int(told["good"]), int(told["end"]), *place))
        held.state = State.READY
        held.save()


def _compare(work: Work, one: Import, batch: Batch) -> None:
    names: dict[str, Any] = {"register": one.register, "imported": one.pk}
    with connection.cursor() as cursor:
        cursor.execute(queries.sql("1_arrival"))
        work.enters("seal")
        ready = sealed_rows(Keys.of(ring()), batch, *map(setting, ("rows_at_once", "sealed_here", "sealers")))
        into = f"COPY roster_arrival ({COLUMNS}) FROM STDIN (FORMAT binary)"
        with closing(ready), cursor.copy(into) as copy:
            for done, piece in ready:
                copy.write(piece)
                work.says("seal", done, batch.rows)
        work.says("compare")
        with work.watched():
            cursor.execute("CREATE INDEX ON roster_arrival (key_index); ANALYZE roster_arrival")
            cursor.execute(queries.sql("2_compare"), names)
            cursor.execute("CREATE INDEX ON roster_verdict (n); ANALYZE roster_verdict")
            cursor.execute(queries.sql("3_lines"), names)
        cursor.execute("SELECT verdict, count(*) FROM roster_verdict GROUP BY verdict")
        for verdict, count in cursor.fetchall():
            setattr(one, verdict, count)
        cursor.execute("DROP TABLE roster_arrival, roster_verdict")


def given_up(work: Work, state: str) -> None:
    """The job failed or was cancelled: the import says so, its files are gone when nobody wants them."""
    with in_scope(work.actor.scope) as scope, transaction.atomic():
        one = queries.get_import(scope, work.job.subject, lock=True)
        if one.state != State.READING:
            return
        empty(work.actor, one, State.DROPPED if state == "stopped" else State.FAILED)
