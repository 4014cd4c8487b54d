"""Files of imports on disk, sealed: as it was given, and the rows to correct."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from qianxiao.base import sealedfile
from qianxiao.base.crypto_ring import Ring
from qianxiao.base.sealedfile import pieces_of

__all__ = ["forget", "keep", "opened", "pieces_of", "scratch", "sweep"]
PURPOSE = "roster"


def _place(name: UUID, kind: str) -> Path:
    return Path(settings.IMPORTS) / str(name)[:2] / f"{name}.{kind}"


def _bound(name: UUID, kind: str) -> str:
    return f"rosters_file|{kind}|{name}"


def keep(ring: Ring, name: UUID, kind: str, pieces: Iterable[bytes]) -> int:
    """Seal a file under its name; returns its bytes. Whole or not at all. Raises OSError."""
    return sealedfile.keep(ring, PURPOSE, _place(name, kind), _bound(name, kind), pieces)


def opened(ring: Ring, name: UUID, kind: str) -> Iterator[bytes]:
    """The pieces of a file. Raises FileNotFoundError, Tampered when it was cut, changed or moved."""
    return sealedfile.opened(ring, PURPOSE, _place(name, kind), _bound(name, kind))


def forget(name: UUID) -> None:
    """Remove the files of an import."""
    for kind in ("given", "back"):
        _place(name, kind).unlink(missing_ok=True)


def scratch() -> AbstractContextManager[Path]:
    """A folder nobody else may enter, gone afterwards."""
    return sealedfile.scratch(Path(settings.IMPORTS))


def sweep() -> int:
    """Remove the folders of workers that are gone; returns how many."""
    return sealedfile.sweep(Path(settings.IMPORTS))
