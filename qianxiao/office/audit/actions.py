"""Writing the access log and its context: no row, no data."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import override

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.withheld import Withheld
from qianxiao.office.audit import chain
from qianxiao.office.audit.keys import ring
from qianxiao.office.audit.models import AccessLog, Head
from qianxiao.office.audit.queries import exported

# One statement makes the stream, takes its lock and tells its head.
_LOCK = (
    "INSERT INTO audit_head (stream, seq, hash) VALUES (%s, 0, '') ON CONFLICT (stream)"
    " DO UPDATE SET stream = excluded.stream RETURNING seq, hash"
)
_WRITE = (
    "WITH head AS (UPDATE audit_head SET seq = %(seq)s, hash = %(hash)s WHERE stream = %(stream)s)"
    " INSERT INTO audit_accesslog (month, stream, seq, at, written, request_id, user_id, username, post_id, post,"
    " address, path, kind, subject, whose, people, fields, purpose, key_version, hash) VALUES (%(month)s,"
    " %(stream)s, %(seq)s, %(at)s, %(written)s, %(request_id)s, %(user_id)s, %(username)s, %(post_id)s, %(post)s,"
    " %(address)s, %(path)s, %(kind)s, %(subject)s, %(whose)s, %(people)s, %(fields)s, %(purpose)s,"
    " %(key_version)s, %(hash)s)"
)
# The store must take these before anything is shown; a page of tasks may wait in the spool.
STRICT = frozenset({AccessLog.Kind.REVEAL, AccessLog.Kind.EXPORT})
_log = logging.getLogger(__name__)


class StoreAway(Withheld):
    """The access log cannot be written, so nothing may be shown in full or taken away."""

    page = "audit/away.html"


def record(
    request: HttpRequest,
    subject: str,
    people: int = 0,
    fields: Sequence[str] = (),
    purpose: str = "",
    kind: str = AccessLog.Kind.READ,
    whose: Sequence[str] = (),
) -> None:
    """Write one row about this request. Call before the answer is given.

    whose: the people shown, when they are few enough to name. Raises PermissionError without a user, StoreAway
    when the row can be kept nowhere, or not in the store itself for a reveal or an export.
    """
    user = request.user
    if not user.is_authenticated:
        raise PermissionError("only signed-in users are shown personal data")
    post = getattr(request, "post", None)
    place = (post.home or post.institution) if post else ""
    write(
        {
            "place": place or "none",
            "at": timezone.now(),
            "request_id": getattr(request, "request_id", ""),
            "user_id": user.pk,
            "username": user.get_username(),
            "post_id": post.id if post else None,
            "post": post_name(request),
            "address": request.META.get("REMOTE_ADDR") or None,
            "path": request.get_full_path()[:1000],
            "kind": str(kind),
            "subject": subject,
            "whose": [str(one) for one in whose],
            "people": people,
            "fields": ",".join(fields),
            "purpose": purpose,
        }
    )


def record_work(
    actor: Actor,
    path: str,
    subject: str,
    people: int,
    fields: Sequence[str],
    purpose: str,
    kind: str,
    whose: Sequence[str] = (),
) -> None:
    """A row about background work, in the name of whoever asked for it. Raises PermissionError, StoreAway."""
    post, user = actor.post, actor.user
    if user is None or post is None:
        raise PermissionError("only a post takes personal data along")
    write(
        {
            "place": post.home or post.institution or "none",
            "at": timezone.now(),
            "request_id": actor.request_id,
            "user_id": user.pk,
            "username": actor.username,
            "post_id": post.pk,
            "post": actor.post_name,
            "address": None,
            "path": path,
            "kind": str(kind),
            "subject": subject,
            "whose": list(whose),
            "people": people,
            "fields": ",".join(fields),
            "purpose": purpose,
        }
    )


def has_room() -> bool:
    """Whether the access log would take a reveal or an export now, as far as its disk tells."""
    return chain.room() >= settings.AUDIT_MIN_FREE


def post_name(request: HttpRequest) -> str:
    """Agency and role as the records of this installation call them, whatever language the reader chose."""
    with override(settings.LANGUAGE_CODE):
        return str(getattr(request, "post", None) or "")


def write(told: Mapping[str, Any]) -> None:
    """Chain a row into the store; keep it in the spool when the store is away and the kind allows. Raises StoreAway."""
    strict = told["kind"] in STRICT
    try:
        if strict and not has_room():
            raise OSError("no room for the heads of the access log")
        _store(told, strict)
        # after the commit, in a transaction of its own: what this request undoes must not take those rows along
        transaction.on_commit(take_up, robust=True)
        return
    except (DatabaseError, OSError) as error:
        _log.error("the access log cannot be written: %s", type(error).__name__)
        if strict:
            raise StoreAway from error
    try:
        since = chain.waiting_since() or told["at"]
        if timezone.now() - since > timedelta(minutes=settings.AUDIT_SPOOL_MINUTES):
            raise StoreAway
        chain.spool(told)
    except OSError as error:
        raise StoreAway from error


def _store(told: Mapping[str, Any], strict: bool) -> None:
    """Lock the stream, link the row, write both, and put the head outside once it is committed."""
    keys = ring()
    month = told["at"].year * 100 + told["at"].month
    row = dict(told) | {"month": month, "stream": f"{told['place']}:{month}", "written": timezone.now()}
    row["key_version"] = keys.active("chain")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [row["stream"]])
        seq, before = cursor.fetchone()
        row["seq"] = seq + 1
        row["hash"] = chain.link(keys, before, row)
        cursor.execute(_WRITE, row)
    transaction.on_commit(lambda: _anchor(row, strict))


def _anchor(row: Mapping[str, Any], strict: bool) -> None:
    """Put a head outside. A page of tasks goes on without: the next head of the stream covers its row."""
    try:
        chain.anchor(row["stream"], row["seq"], row["hash"])
    except OSError as error:
        _log.error("the heads of the access log cannot be written: %s", type(error).__name__)
        if strict:
            raise StoreAway from error


def take_up() -> int:
    """Write what waits in the spool into the store; returns rows. Raises DatabaseError, OSError."""
    if not Path(settings.AUDIT_SPOOL).exists():
        return 0
    with chain.spool_alone() as path:
        rows = list(chain.spooled_in(path))
        with transaction.atomic():
            for row in rows:
                _store(row, strict=False)
        path.unlink(missing_ok=True)
    return len(rows)


def record_command(by: str, kind: str, subject: str, people: int = 0, fields: str = "") -> None:
    """A row about something done at the command line. Raises StoreAway."""
    nobody = {"user_id": 0, "post_id": None, "post": "", "address": None, "path": "", "request_id": ""}
    told = {"subject": subject, "whose": [], "people": people, "fields": fields, "purpose": "command"}
    write(nobody | told | {"place": "command", "at": timezone.now(), "username": by[:64], "kind": str(kind)})


def export_trail(out: Path, month: int | None, by: str) -> int:
    """Write the log as JSON lines for the verifier; the export itself is the last row. Returns rows."""
    record_command(by, AccessLog.Kind.EXPORT, "trail", fields="who,subject")
    rows = 0
    with out.open("x", encoding="ascii") as stream:
        out.chmod(0o600)
        for row in exported(month):
            stream.write(json.dumps(row, ensure_ascii=True) + "\n")
            rows += 1
    return rows


def chain_keys(by: str) -> dict[str, str]:
    """Chain keys by version, hex, for the auditor. That they were handed out is written down."""
    record_command(by, AccessLog.Kind.EXPORT, "chain key")
    keys = ring()
    return {str(version): keys.plain("chain", version).hex() for version in keys.versions("chain")}


def anchor_all() -> int:
    """Put the head of every stream outside now; returns heads. Raises OSError."""
    heads = list(Head.objects.order_by("stream"))
    for head in heads:
        chain.anchor(head.stream, head.seq, head.hash)
    return len(heads)


def because(reason: str, user: str, request: HttpRequest | None = None, **more: str) -> pghistory.context:
    """Context of every change made inside: the history triggers write it beside each row.

    user: the sign-in name, or who runs the command. With a request also its post and number.
    """
    told = {"reason": reason, "user": user, "post": post_name(request) if request else "", **more}
    return pghistory.context(**told, request=getattr(request, "request_id", ""))


def open_months(ahead: int = 24) -> None:
    """Make the partitions of this month and the next ones. Called with every migration and load."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_open_months(%s)", [ahead])
