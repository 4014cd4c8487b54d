"""Good rows of an upload into rows for the database: marks, masks, sealed cells; done by processes of their own."""

import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from qianxiao.base.crypto import KEY, provider
from qianxiao.base.crypto_ring import Ring
from qianxiao.base.masks import mask_id
from qianxiao.engine.io.upload import dies_with, good_rows

PURPOSE = "roster"
COLUMNS = "n, sheet, src_row, region, org_code, home, key_index, key_shown, mark, twin_mark, name, id_mask, version, sealed"
# An ID number inside a number of a register or a sentence: six digits, a plausible date, four more.
_ID_INSIDE = re.compile(r"([1-9]\d)\d{4}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d(\d{2}[\dXx])")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


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
    """What a process needs beside the rows: whose import, which register, where an institution's rows lie."""

    path: str
    imported: int
    register: str
    institution: bool
    region: str


def shown(text: str) -> str:
    """A text with the ID numbers in it masked."""
    return _ID_INSIDE.sub(lambda found: found[1] + "*" * 13 + found[2], text)


_held: dict[str, Keys] = {}  # keys of this process, handed over once instead of with every batch


def _start(keys: Keys, parent: int) -> None:
    _held["now"] = keys
    dies_with(parent)


def _sealed(batch: Batch, lo: int, hi: int) -> bytes:
    """Rows [lo, hi) as PostgreSQL's COPY reads them."""
    return "".join(_lines(_held["now"], batch, good_rows(Path(batch.path), lo, hi))).encode()


def _lines(keys: Keys, batch: Batch, rows: list[tuple[object, ...]]) -> Iterator[str]:
    register = batch.register
    for n, sheet, src_row, key_id, belongs, name, id_no, cells, content, twin in rows:
        place = str(belongs)
        region, org = (batch.region, place) if batch.institution else (place, "")
        key = str(key_id)
        mark = keys.mark("content", register, str(content)).hex()
        second = "\\N" if twin is None else "\\\\x" + keys.mark("twin", register, str(twin)).hex()
        sealed = keys.seal(batch.imported, int(str(n)), str(cells)).hex()
        told = (str(sheet or ""), region, org, org or region[:6])
        texts = [text.translate(_ESCAPES) for text in told]
        said = [text.translate(_ESCAPES) for text in (shown(key), str(name), mask_id(str(id_no or "")))]
        yield (
            f"{n}\t{texts[0]}\t{src_row}\t{texts[1]}\t{texts[2]}\t{texts[3]}\t"
            f"\\\\x{keys.mark('key', register, key).hex()}\t{said[0]}\t\\\\x{mark}\t{second}\t{said[1]}\t{said[2]}\t"
            f"{keys.version}\t\\\\x{sealed}\n"
        )


def sealed_rows(
    keys: Keys, batch: Batch, rows: int, at_once: int, processes: int
) -> Iterator[tuple[int, bytes]]:
    """(rows so far, COPY text) of all good rows, in order; little is held at a time, whatever the file's size.

    A few rows are done here: starting a process would take longer.
    """
    if rows <= at_once:
        _held["now"] = keys
        yield rows, _sealed(batch, 0, rows)
        return
    ranges = [(lo, min(lo + at_once, rows)) for lo in range(0, rows, at_once)]
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (keys, os.getpid()))
    waiting: list[tuple[int, Future[bytes]]] = []
    try:
        for lo, hi in ranges:
            waiting.append((hi, pool.submit(_sealed, batch, lo, hi)))
            if len(waiting) > 2 * processes:
                done, future = waiting.pop(0)
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
