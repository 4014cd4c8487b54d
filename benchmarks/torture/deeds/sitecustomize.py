"""Loaded by a close under fire: kills its own process group at the n-th change it makes to the result folder.

Set by `strike.Close`: TORTURE_UNDER (the folder), TORTURE_DEED (n; 0 never), TORTURE_COUNT (file for the number of
changes of a run that came to its end). A change is counted before it is made, so that every gap between two is hit.
"""

import atexit
import os
import signal
import sys
from pathlib import Path
from typing import Any

_CHANGES = {
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_UNDER = os.environ.get("TORTURE_UNDER", "")
_LAST = int(os.environ.get("TORTURE_DEED", "0"))
_AT = os.environ.get(
    "TORTURE_AT", ""
)  # instead of a number: the first rename to a file or folder of this name
_AFTER = int(os.environ.get("TORTURE_AFTER", "0"))  # so many changes later
_done = 0


def _changes(event: str, args: tuple[Any, ...]) -> bool:
    if event == "open":
        return bool(isinstance(args[2], int) and args[2] & _WRITING)
    return event in _CHANGES


def _watch(event: str, args: tuple[Any, ...]) -> None:
    global _done, _LAST  # noqa: PLW0603 - a hook has nowhere else to count
    if not _changes(event, args) or not isinstance(args[0], str | bytes | os.PathLike):
        return
    if os.fsdecode(args[0]).startswith(_UNDER):
        _done += 1
        if _AT and not _LAST and event == "os.rename" and Path(os.fsdecode(args[1])).name == _AT:
            _LAST = _done + _AFTER
        if _done == _LAST:
            os.killpg(0, signal.SIGKILL)


def _tell() -> None:
    Path(os.environ["TORTURE_COUNT"]).write_text(str(_done), encoding="ascii")


def _shift() -> None:
    """Another clock: TORTURE_NOW, in seconds, is when this process believes to have started."""
    import datetime as dt
    import time

    real = time.time
    ahead = int(os.environ["TORTURE_NOW"]) - int(real())

    class Moment(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Moment":
            return cls.fromtimestamp(real() + ahead, tz)

        utcnow = today = now

    time.time = lambda: real() + ahead
    time.time_ns = lambda: int((real() + ahead) * 1_000_000_000)
    for name in ("localtime", "gmtime"):
        taken = getattr(time, name)
        setattr(time, name, lambda moment=None, taken=taken: taken(time.time() if moment is None else moment))
    dt.datetime = Moment  # type: ignore[misc]  # date.today asks time.time


if os.environ.get("TORTURE_NOW"):
    _shift()
if _UNDER:
    sys.addaudithook(_watch)
    atexit.register(_tell)
