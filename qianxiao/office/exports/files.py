"""Files of exports on disk, sealed."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from qianxiao.base import sealedfile
from qianxiao.base.crypto_ring import Ring

PURPOSE = "export"


def _place(name: UUID) -> Path:
    return Path(settings.EXPORTS) / str(name)[:2] / f"{name}.sealed"


def keep(ring: Ring, name: UUID, pieces: Iterable[bytes]) -> int:
    """Seal a file under its name; returns its bytes. Whole or not at all. Raises OSError."""
    return sealedfile.keep(ring, PURPOSE, _place(name), f"exports_file|{name}", pieces)


def opened(ring: Ring, name: UUID) -> Iterator[bytes]:
    """The pieces of a file. Raises FileNotFoundError, Tampered when it was cut, changed or moved."""
    return sealedfile.opened(ring, PURPOSE, _place(name), f"exports_file|{name}")


def forget(name: UUID) -> None:
    """Remove a file, if it is there."""
    _place(name).unlink(missing_ok=True)


def scratch() -> AbstractContextManager[Path]:
    """A folder nobody else may enter, gone afterwards."""
    return sealedfile.scratch(Path(settings.EXPORTS))


def sweep() -> int:
    """Remove the folders of workers that are gone; returns how many."""
    return sealedfile.sweep(Path(settings.EXPORTS))
