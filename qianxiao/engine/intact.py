"""Whether the files of a table are still those that were written: a cheap look, made before each reuse."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from qianxiao.engine.layers import layers

_MARK = b"PAR1"  # a Parquet file begins and ends with it; what was cut off does not


def _files(path: Path) -> Iterator[Path]:
    """The Parquet files of a table in any form: file, folder, layers."""
    for layer in layers(path):
        for one in filter(None, (layer.rows, layer.gone, layer.places)):
            yield from sorted(one.glob("*.parquet")) if one.is_dir() else [one]


def _whole(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(len(_MARK))
        stream.seek(-min(len(_MARK), path.stat().st_size), 2)
        return head == stream.read() == _MARK


def seal(*tables: Path) -> str:
    """A mark of the names and sizes of all files of some tables; empty when one is missing or cut off.

    Another size, a file more or less, or a missing end changes it. Bytes altered in place do not: reading tells.
    """
    told = []
    for table in tables:
        files = list(_files(table))
        if not files or not all(path.is_file() and _whole(path) for path in files):
            return ""
        told += [f"{path.relative_to(table.parent)} {path.stat().st_size}" for path in files]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
