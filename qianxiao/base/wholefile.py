"""A csv that is there whole or not at all, readable by its owner only."""

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

Rows = Iterable[Iterable[str]]


@contextmanager
def whole_csv(out: Path, head: Iterable[str], rows: Rows) -> Iterator[int]:
    """Write head and rows aside; the number of rows is given, and the file takes its place when the block ends well.

    Raises OSError."""
    part, written = out.with_name(f".{out.name}.{os.getpid()}"), 0
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
        sheet = csv.writer(stream)
        sheet.writerow(head)
        for line in rows:
            sheet.writerow(line)
            written += 1
    yield written
    part.replace(out)
