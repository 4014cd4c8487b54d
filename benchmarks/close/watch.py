"""Runs a command and watches it: seconds of each phase it announces, memory of its whole tree, disk it needs."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_PHASE = re.compile(r"^\[(\d+)/\d+\] (.+?)(?: \(\d+ 已完成.*)?$")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Watched:
    """What was seen of one run. Bytes and seconds; `phases` in order, name → seconds."""

    code: int = 0
    wall: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    disk: int = 0
    phases: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    over: bool = False


def _tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += parents.get(one, [])
    return found


def memory(root: int) -> int:
    """Resident bytes of a process and its descendants; pages that two of them share are counted twice."""
    total = 0
    for one in _tree(root):
        try:
            total += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
        except (OSError, IndexError):
            continue
    return total


def used(folder: Path) -> int:
    """Bytes that files below a folder take on the disk; a file with two names counts once."""
    seen: set[tuple[int, int]] = set()
    total = 0
    # os.walk passes over folders that a close puts in place while they are looked at
    for path in (Path(home) / name for home, _folders, names in os.walk(folder) for name in names):
        try:
            stat = path.lstat()
        except OSError:
            continue
        if (stat.st_dev, stat.st_ino) not in seen:
            seen.add((stat.st_dev, stat.st_ino))
            total += stat.st_blocks * 512
    return total


def _sample(process: subprocess.Popen[str], seen: Watched, limit: int, folder: Path) -> None:
    tick = 0
    while process.poll() is None:
        seen.peak = max(seen.peak, memory(process.pid))
        if tick % 50 == 0:
            seen.disk = max(seen.disk, used(folder))
        if limit and seen.peak > limit:
            seen.over = True
            os.killpg(process.pid, signal.SIGKILL)
            return
        tick += 1
        time.sleep(0.2)


def watch(command: list[str], folder: Path, limit: int = 0, echo: bool = False) -> Watched:
    """Run a command that announces phases as `[2/6] name` on its error stream.

    `folder` is where its disk use is measured; over `limit` bytes of memory (0: none) it is killed and `over` is set.
    """
    seen, start = Watched(), time.monotonic()
    before = os.times()
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    sampler = threading.Thread(target=_sample, args=(process, seen, limit, folder), daemon=True)
    sampler.start()
    name, since = "", start
    for text in process.stderr or ():
        line = text.rstrip("\n")
        seen.lines.append(line)
        found = _PHASE.match(line)
        if found:
            now = time.monotonic()
            if name:
                seen.phases[name] = seen.phases.get(name, 0.0) + now - since
            name, since = f"{found[1]} {found[2].split(' / ')[-1]}", now
        if echo:
            print(f"    {time.monotonic() - start:7.1f} {line}", file=sys.stderr, flush=True)
    seen.code = process.wait()
    sampler.join()
    if name:
        seen.phases[name] = seen.phases.get(name, 0.0) + time.monotonic() - since
    after = os.times()
    seen.wall = time.monotonic() - start
    seen.cpu = after.children_user + after.children_system - before.children_user - before.children_system
    seen.disk = max(seen.disk, used(folder))
    return seen


def free(folder: Path) -> int:
    """Bytes left on the disk of a folder."""
    return shutil.disk_usage(folder).free
