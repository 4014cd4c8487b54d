"""Links of the chain, the file of heads outside the database, and the spool for when the store is away."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from qianxiao.base.crypto import provider
from qianxiao.base.crypto_ring import Ring

# What a link covers, in this order. The verifier has the same list: a change here is a new format.
COVERED = (
    "stream", "seq", "at", "written", "request_id", "user_id", "username", "post_id", "post", "address", "path",
    "kind", "subject", "whose", "people", "fields", "purpose", "key_version",
)  # fmt: skip


def stamp(at: datetime) -> str:
    """A time as it is chained and exported: UTC, microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row that its link covers: a JSON list in ASCII, so that no control character is a line of its own."""
    told = [stamp(row[name]) if name in ("at", "written") else row[name] for name in COVERED]
    return json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()


def link(ring: Ring, before: str, row: Mapping[str, Any]) -> str:
    """HMAC-SM3 over the link before and the row, hex; the key never enters the database."""
    key = ring.plain("chain", row["key_version"])
    return provider().mac(key, before.encode() + b"|" + canonical(row)).hex()


def _append(path: Path, lines: list[Mapping[str, Any]]) -> None:
    """Add whole lines in one write, so that two processes cannot mix them. Raises OSError when there is no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(line, ensure_ascii=True) + "\n" for line in lines).encode()
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, data) != len(data):
            raise OSError("only a part of the line could be written")
    finally:
        os.close(handle)


def anchor(stream: str, seq: int, digest: str) -> None:
    """Write a head outside the database. Raises OSError."""
    _append(Path(settings.AUDIT_HEADS), [{"stream": stream, "seq": seq, "hash": digest}])


def room() -> int:
    """Bytes that are left where the heads lie. Raises OSError."""
    folder = Path(settings.AUDIT_HEADS).parent
    folder.mkdir(parents=True, exist_ok=True)
    free = os.statvfs(folder)
    return free.f_bavail * free.f_frsize


@contextmanager
def spool_alone() -> Iterator[Path]:
    """The spool, while no other process adds to it or takes from it. Raises OSError."""
    path = Path(settings.AUDIT_SPOOL)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield path


def spool(row: Mapping[str, Any]) -> None:
    """Keep a row that the store could not take. Raises OSError."""
    told = dict(row) | {"at": row["at"].astimezone(UTC).isoformat()}
    with spool_alone() as path:
        _append(path, [told])


def spooled_in(path: Path) -> Iterator[dict[str, Any]]:
    """Rows that wait in a spool, oldest first; nothing without the file."""
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            told = json.loads(line)
            yield told | {"at": datetime.fromisoformat(told["at"])}


def waiting_since() -> datetime | None:
    """When the oldest waiting row was made; None when none waits."""
    return next((row["at"] for row in spooled_in(Path(settings.AUDIT_SPOOL))), None)
