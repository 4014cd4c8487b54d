"""Makes the file of an export under the scope its asker's post has now: rows, access log, sealed file, in this order."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.http import Http404
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import override

from qianxiao.base.crypto_ring import RingProblem
from qianxiao.base.scope import array, multirange
from qianxiao.base.sealedfile import pieces_of
from qianxiao.base.sheets import as_csv, as_xlsx
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import StoreAway, has_room, record_work
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.exports import files, queries, words
from qianxiao.office.exports.actions import keep_step
from qianxiao.office.exports.limits import limit
from qianxiao.office.exports.models import Export, State
from qianxiao.office.jobs.actions import Failed, Work
from qianxiao.office.lists.export import Wanted, columns_of, rows_of, texts
from qianxiao.office.lists.listing import LISTINGS, Listing, Rows


@dataclass
class Written:
    """What went into the file."""

    rows: int = 0
    people: list[str] = field(default_factory=list)


def over(scope: Scope) -> str:
    """A scope in one text, so that two can be compared."""
    return f"{multirange(scope.ranges)} {array(scope.institutions)}"


def make(work: Work) -> None:
    """Do the job. Raises Failed, Stopped; no file stays then."""
    with _told_as_failures(), in_scope(work.actor.scope) as scope:
        one = queries.work_on(scope, work.job.subject)
    if one.state != State.MAKING:  # done already, by a worker that was taken for dead
        return
    if not has_room():
        raise Failed("trail")
    files.sweep()
    with _told_as_failures(), files.scratch() as home, override(one.language):
        refuse_wrong_keys()
        listing = _listing(one)
        path = home / f"out.{one.form}"
        with in_scope(work.actor.scope):
            written = _write(work, one, listing, path)
        work.says("trail")
        _record(work.actor, one, listing, written)
        _hand_over(work, one, path, written)


@contextmanager
def _told_as_failures() -> Iterator[None]:
    try:
        yield
    except StoreAway as error:
        raise Failed("trail") from error
    except Http404 as error:  # a place or a list that the post does not reach any more
        raise Failed("post") from error
    except RingProblem as error:
        raise Failed("keys") from error
    except OSError as error:
        raise Failed("room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "fault") from error


def _listing(one: Export) -> Listing:
    _ = get_resolver().url_patterns  # lists are declared beside their pages
    found = LISTINGS.get(one.page)
    if found is None:
        raise Http404
    return found


def _write(work: Work, one: Export, listing: Listing, path: Path) -> Written:
    """All rows of one moment into a plain file of the scratch folder."""
    wanted = Wanted(one.form, one.query, one.text, tuple(one.columns), tuple(one.ids))
    rows, told = rows_of(work.actor, listing, wanted)
    columns, written = columns_of(listing, wanted), Written()
    head = [str(column.label) for column in columns]
    most = one.told + one.told * limit("grown_percent") // 100 + 1

    def lines() -> Iterator[list[str]]:
        for some in _in_pieces(work, one, rows):
            written.rows += len(some)
            if written.rows > most:
                raise Failed("grown")
            written.people += listing.people(some)
            listing.beside(some, told)
            yield from texts(some, columns, told)

    with path.open("wb") as out:
        if one.form == "csv":
            out.writelines(as_csv(head, lines()))
        else:
            as_xlsx(out, one.page, words.watermark(work.actor, one), head, lines(), path.parent)
    return written


def _in_pieces(work: Work, one: Export, rows: Rows) -> Iterator[list[Any]]:
    """Rows by a cursor of the server, some at once; between them somebody may cancel."""
    work.says("write", 0, one.told)
    done, size = 0, limit("rows_at_once")
    found = rows.iterator(chunk_size=size)
    with work.watched():  # the first piece takes as long as the database sorts
        some = list(islice(found, size))
    while some:
        yield some
        done += len(some)
        work.says("write", done, max(one.told, done))
        some = list(islice(found, size))


def _record(actor: Actor, one: Export, listing: Listing, written: Written) -> None:
    """Who takes whose data along: lines of so many people each, before there is a file. Raises StoreAway."""
    declared, people = listing.declared, list(dict.fromkeys(written.people))
    purpose = f"{one.page}-export:{one.purpose}:{written.rows}"
    size = limit("people_a_line")
    groups = [people[at : at + size] for at in range(0, len(people), size)] or [[]]
    with in_scope(actor.scope):
        for some in groups:
            record_work(
                actor,
                f"/exports/{one.pk}",
                declared.page,
                len(some),
                declared.fields,
                purpose,
                AccessLog.Kind.EXPORT,
                some,
            )


def _hand_over(work: Work, one: Export, path: Path, written: Written) -> None:
    """Seal the file and say that it is there, together."""
    try:
        size = files.keep(ring(), one.store, pieces_of(path))
        with in_scope(work.actor.scope) as scope, transaction.atomic():
            held = queries.work_on(scope, one.pk, lock=True)
            work.says("trail")
            held.state, held.rows, held.size = State.READY, written.rows, size
            held.people, held.over = len(set(written.people)), over(scope)
            held.ends_at = timezone.now() + timedelta(days=limit("keep_days"))
            held.save()
            keep_step(work.actor, held, "made", rows=held.rows, people=held.people)
    except BaseException:
        files.forget(one.store)
        raise


def given_up(work: Work, state: str) -> None:
    """The job failed or was cancelled: there is no file."""
    with in_scope(whole_scope()) as scope:  # the post may reach its own export no more
        one = queries.work_on(scope, work.job.subject, lock=True)
        if one.state != State.MAKING:
            return
        one.state = State.DROPPED if state == "stopped" else State.FAILED
        one.save(update_fields=["state"])
        keep_step(Actor(one.by, work.actor.post, scope, work.actor.request_id), one, str(one.state))
    files.forget(one.store)
