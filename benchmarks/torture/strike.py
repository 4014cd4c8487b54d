"""Runs closes and kills them: after a time, at a change to the result folder, or only one of their processes."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_DEEDS = Path(__file__).with_name("deeds")


@dataclass(frozen=True)
class Blow:
    """How a close is killed.

    `clock`: after `when` seconds; `deed`: at the `when`-th change to the result folder; `java`, `python`: only that
    process, after `when` seconds.
    """

    kind: str
    when: float


@dataclass(frozen=True)
class Ended:
    """How one attempt ended. `struck`: killed before its end; `said`: its last line; `deeds`: changes it made."""

    struck: bool
    code: int
    seconds: float
    said: str
    errors: str
    deeds: int


@dataclass(frozen=True)
class Close:
    """One month's close of a world into a result folder."""

    world: Path
    month: str
    out: Path
    engine: str
    options: Sequence[str] = ()

    def command(self) -> list[str]:
        """The words a user would type."""
        more = [word for option in self.options for word in ("--option", option)]
        source = self.world / "registers" / self.month
        return [
            sys.executable, "-m", "qianxiao", "close", "--period", self.month, "--in", str(source),
            "--out", str(self.out), "--engine", self.engine, *more,
        ]  # fmt: skip

    def run(
        self,
        blow: Blow | None = None,
        more: dict[str, str] | None = None,
        limit: Callable[[], None] | None = None,
    ) -> Ended:
        """Run it in a process group of its own, with or without a blow; `limit` runs in it before it starts."""
        with tempfile.TemporaryDirectory() as folder:
            count, log = Path(folder) / "count", Path(folder) / "log"
            environment = {
                **os.environ,
                "PYTHONPATH": f"{_DEEDS}{os.pathsep}{ROOT}",
                "TORTURE_UNDER": str(self.out),
                "TORTURE_COUNT": str(count),
                "TORTURE_DEED": str(int(blow.when)) if blow and blow.kind == "deed" else "0",
                "SPARK_LOCAL_IP": "127.0.0.1",
                **(more or {}),
            }
            start = time.monotonic()
            with log.open("wb") as stream:
                process = subprocess.Popen(
                    self.command(),
                    stdout=stream,
                    stderr=stream,
                    env=environment,
                    start_new_session=True,
                    preexec_fn=limit,  # noqa: PLW1509 - set before any thread of the child exists
                )
                struck = _wait(process, blow)
            code = process.returncode
            said = log.read_text(encoding="utf-8", errors="replace")
            lines = [line for line in said.splitlines() if line.strip()] or [""]
            deeds = int(count.read_text(encoding="ascii")) if count.exists() else 0
            struck = struck or code == -signal.SIGKILL
            return Ended(struck, code, time.monotonic() - start, lines[-1], said, deeds)


def _wait(process: subprocess.Popen[bytes], blow: Blow | None) -> bool:
    """Wait for the end, striking in time; whatever is left of the group goes too."""
    struck = False
    try:
        process.wait(timeout=blow.when if blow and blow.kind != "deed" else None)
    except subprocess.TimeoutExpired:
        assert blow is not None  # noqa: S101 - only a blow sets a time
        struck = _strike(process.pid, blow.kind)
        process.wait()
    if not (blow and blow.kind == "python"):  # a Java process left alone must not disturb the next attempt
        _group(process.pid)
    return struck


def _group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _strike(pid: int, kind: str) -> bool:
    """Kill the group or one process of it; False when there was nothing to kill."""
    if kind == "clock":
        _group(pid)
        return True
    wanted = [pid] if kind == "python" else _java_of(pid)
    for one in wanted:
        os.kill(one, signal.SIGKILL)
    return bool(wanted)


def _java_of(group: int) -> list[int]:
    """Java processes of a process group."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            name, rest = (place / "stat").read_text(encoding="utf-8").split(") ", 1)
        except OSError:  # it ended meanwhile
            continue
        if int(rest.split()[2]) == group and name.endswith("(java"):
            found.append(int(place.name))
    return found
