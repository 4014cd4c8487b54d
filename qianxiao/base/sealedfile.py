"""Files on disk sealed piece by piece, each bound to its file and place, so that none is cut, swapped or moved."""

import os
import shutil
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from qianxiao.base.crypto import Tampered, provider
from qianxiao.base.crypto_ring import Ring

_PIECE = 1 << 20
_HEAD = struct.Struct(">4sH")
_SIZE = struct.Struct(">I?")
_MAGIC = b"QXF1"


def _tied(bound: str, version: int, number: int, last: bool) -> bytes:
    return f"{bound}|{version}|{number}|{last}".encode()


def keep(ring: Ring, purpose: str, target: Path, bound: str, pieces: Iterable[bytes]) -> int:
    """Seal a file under the newest key of a purpose; returns its bytes. Whole or not at all. Raises OSError.

    bound: what the file is; opened as anything else it does not open.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    version = ring.active(purpose)
    key, hand, size = ring.plain(purpose, version), provider(), 0
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(_HEAD.pack(_MAGIC, version))
            for number, (piece, last) in enumerate(_with_last(pieces)):
                sealed = hand.seal(key, piece, _tied(bound, version, number, last))
                out.write(_SIZE.pack(len(sealed), last) + sealed)
                size += len(piece)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return size


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece with whether it is the last; one empty piece when there is none."""
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    yield held or b"", True


def opened(ring: Ring, purpose: str, path: Path, bound: str) -> Iterator[bytes]:
    """The pieces of a file. Raises FileNotFoundError, Tampered when it was cut, changed or moved."""
    hand = provider()
    with path.open("rb") as stream:
        magic, version = _HEAD.unpack(stream.read(_HEAD.size))
        if magic != _MAGIC:
            raise Tampered("no sealed file")
        key, number, last = ring.plain(purpose, version), 0, False
        while not last:
            head = stream.read(_SIZE.size)
            if len(head) < _SIZE.size:
                raise Tampered("the file was cut off")
            size, last = _SIZE.unpack(head)
            yield hand.open(key, stream.read(size), _tied(bound, version, number, last))
            number += 1


def pieces_of(path: Path) -> Iterator[bytes]:
    """A plain file, piece by piece."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A folder nobody else may enter, gone afterwards; what a killed worker left is swept by `sweep`."""
    folder = home / "scratch" / f"{os.getpid()}-{uuid4()}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(home: Path) -> int:
    """Remove the folders of workers that are gone; returns how many."""
    found = 0
    for folder in (home / "scratch").glob("*-*"):
        if not Path(f"/proc/{folder.name.partition('-')[0]}").exists():
            shutil.rmtree(folder, ignore_errors=True)
            found += 1
    return found
