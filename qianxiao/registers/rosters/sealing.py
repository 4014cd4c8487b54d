"""Good rows of an upload into rows for the database: marks, masks, sealed cells; done by processes of their own."""

import json
import os
import re
import struct
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from qianxiao.base.crypto import KEY, provider
from qianxiao.base.crypto_ring import Ring
from qianxiao.base.masks import mask_id
from qianxiao.engine.io.upload import dies_with, good_rows

PURPOSE = "roster"
# What always has the same size stands first: one packing for all of it.
COLUMNS = "n, src_row, version, key_index, mark, twin_mark, sheet, region, org_code, home, key_shown, name, id_mask, sealed"
_FIXED = struct.Struct(">hiiiiihi32si32si")  # number of columns, then each with its size before it
_FIELDS = COLUMNS.count(",") + 1
_BEGIN, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"  # of a binary COPY
# An ID number inside a number of a register or a sentence: six digits, a plausible date, four more.
_ID_INSIDE = re.compile(r"([1-9]\d)\d{4}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d(\d{2}[\dXx])")


@dataclass(frozen=True)
class Keys:
    """Keys of one import: marks under the oldest version, so that they still meet after a change; cells under the newest."""

    mac: bytes
    version: int
    key: bytes

    @classmethod
    def of(cls, ring: Ring, version: int | None = None) -> "Keys":
        """Raises RingProblem when a version is not held."""
        hand, oldest = provider(), min(ring.versions(PURPOSE))
        mac = hand.mac(ring.plain(PURPOSE, oldest), b"roster|mark")
        number = ring.active(PURPOSE) if version is None else version
        return cls(mac, number, hand.mac(ring.plain(PURPOSE, number), b"roster|seal")[:KEY])

    def mark(self, kind: str, register: str, text: str) -> bytes:
        """HMAC-SM3, 32 bytes: equal texts meet, nothing else can be told."""
        return provider().mac(self.mac, f"{kind}|{register}|{text}".encode())

    def seal(self, imported: int, n: int, text: str) -> bytes:
        """Cells bound to their import and place."""
        return provider().seal(self.key, text.encode(), self._bound(imported, n))

    def open(self, imported: int, n: int, sealed: bytes) -> list[str | None]:
        """The cells as delivered. Raises Tampered."""
        found: list[str | None] = json.loads(provider().open(self.key, sealed, self._bound(imported, n)))
        return found

    def _bound(self, imported: int, n: int) -> bytes:
        return f"rosters_line|sealed|{self.version}|{imported}|{n}".encode()


@dataclass(frozen=True)
class Batch:
    """The good rows, so many, places below `end`; whose import, which register, where an institution's rows lie."""

    path: str
    rows: int
    end: int
    imported: int
    register: str
    institution: bool
    region: str


def shown(text: str) -> str:
    """A text with the ID numbers in it masked."""
    return _ID_INSIDE.sub(lambda found: found[1] + "*" * 13 + found[2], text)


def _packed(keys: Keys, batch: Batch, rows: list[tuple[Any, ...]]) -> bytes:
    """Rows as PostgreSQL's binary COPY reads them: half the bytes of its text, and nothing to escape."""
    register, imported, version = batch.register, batch.imported, keys.version
    out: list[bytes] = []
    for n, sheet, src_row, key, place, name, id_no, cells, content, twin in rows:
        region, org = (batch.region, place) if batch.institution else (place, "")
        known, mark = keys.mark("key", register, key), keys.mark("content", register, content)
        second = b"" if twin is None else keys.mark("twin", register, twin)
        out.append(_FIXED.pack(_FIELDS, 4, n, 4, src_row, 2, version, 32, known, 32, mark, len(second) or -1))
        out.append(second)
        told = (sheet or "", region, org, org or region[:6], shown(key), name, mask_id(id_no or ""))
        for value in (*map(str.encode, told), keys.seal(imported, n, cells)):
            out.append(len(value).to_bytes(4, "big"))
            out.append(value)
    return b"".join(out)


def _pieces(keys: Keys, batch: Batch, part: tuple[int, int], at_once: int) -> Iterator[tuple[int, bytes]]:
    """(rows, COPY bytes) of good rows [lo, hi), piece by piece."""
    for rows in good_rows(Path(batch.path), *part, at_once):
        yield len(rows), _packed(keys, batch, rows)


def _send(keys: Keys, batch: Batch, part: tuple[int, int], at_once: int, to: Connection, parent: int) -> None:
    """A process of its own: a full pipe makes it wait, so that little is held. An empty message is the end."""
    dies_with(parent)
    for count, piece in _pieces(keys, batch, part, at_once):
        to.send_bytes(count.to_bytes(4, "big") + piece)
    to.send_bytes(b"")


def sealed_rows(
    keys: Keys, batch: Batch, at_once: int, here: int, processes: int
) -> Generator[tuple[int, bytes], None, None]:
    """(rows so far, bytes of a binary COPY) of all good rows; little is held at a time, whatever the file's size.

    Pieces of several processes come as they are ready. Up to `here` rows none is started: that would take
    longer. Raises ChildProcessError when one ended before it was done, or a row is missing.
    """
    done = 0
    yield done, _BEGIN
    if batch.rows <= here:
        pieces = _pieces(keys, batch, (0, batch.end), at_once)
    else:
        pieces = _gathered(keys, batch, at_once, processes)
    for count, piece in pieces:
        done += count
        yield done, piece
    if done != batch.rows:
        raise ChildProcessError(f"{batch.rows} good rows, {done} sealed")
    yield done, _END


def _gathered(keys: Keys, batch: Batch, at_once: int, processes: int) -> Iterator[tuple[int, bytes]]:
    """The pieces of all processes as they come."""
    make = get_context("spawn")
    bounds = [batch.end * number // processes for number in range(processes + 1)]
    with ExitStack() as stack:
        waiting: list[Connection] = []
        for part in pairwise(bounds):
            mine, theirs = make.Pipe(duplex=False)
            stack.callback(mine.close)
            child = make.Process(
                target=_send, args=(keys, batch, part, at_once, theirs, os.getpid()), daemon=True
            )
            child.start()
            stack.callback(child.join)
            stack.callback(child.kill)
            theirs.close()
            waiting.append(mine)
        while waiting:
            for one in wait(waiting):
                assert isinstance(one, Connection)  # noqa: S101 - nothing else was asked for
                try:
                    told = one.recv_bytes()
                except EOFError as error:
                    raise ChildProcessError("a process that seals rows ended early") from error
                if not told:
                    waiting.remove(one)
                    continue
                yield int.from_bytes(told[:4], "big"), told[4:]
