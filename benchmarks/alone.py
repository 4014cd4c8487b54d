"""One way in a process of its own: what it said, how long it took, the most memory of its largest process."""

import os
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from qianxiao.base.paths import ROOT

LOOK = 0.05  # seconds


@dataclass(frozen=True)
class Alone:
    """Words on the standard output, seconds by the clock and of processors, kB of the largest process."""

    said: str
    wall: float
    cpu: float
    peak: int


def peaks(pid: int) -> dict[int, int]:
    """Most memory in kB of a process and of those below it so far: what a program used, not what started it."""
    found: dict[int, int] = {}
    with suppress(OSError, IndexError):  # a process may end while it is looked at
        for line in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
            found |= peaks(int(line))
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        found[pid] = int(status.split("VmHWM:")[1].split()[0])
    return found


def alone(words: list[str]) -> Alone:
    """Run it; its memory is looked at every twentieth of a second. Raises SystemExit with its words when it fails."""
    start, largest, ended = time.monotonic(), 0, Event()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen(words, stdout=said, stderr=told, text=True, cwd=ROOT)
        own = peaks(os.getpid()).get(os.getpid(), 0)

        def watch() -> None:
            nonlocal largest
            while not ended.wait(LOOK):
                largest = max([largest, *peaks(child.pid).values()])

        watcher = Thread(target=watch)
        watcher.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - start
        ended.set()
        watcher.join()
        said.seek(0)
        told.seek(0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{' '.join(words)}: {child.returncode}\n{told.read()[-3000:]}")
        words_said = said.read()
    # What grew after the last look: only where it exceeds this process can it be told from what was inherited.
    last = used.ru_maxrss if used.ru_maxrss > own else 0
    return Alone(words_said, wall, used.ru_utime + used.ru_stime, max(largest, last))
