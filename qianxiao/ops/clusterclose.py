"""A close on a cluster that loses a worker at a chosen step: what the tests and the benchmark of the cluster do."""

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from qianxiao.ops.cluster import LocalCluster


@dataclass
class Closed:
    """How a close went: exit code, seconds, what it said, and how many executors died with the worker."""

    code: int
    seconds: float
    said: list[str] = field(default_factory=list)
    killed: int = 0


def close_on(
    cluster: LocalCluster, source: Path, period: str, out: Path, after: str = "", worker: int = 0
) -> Closed:
    """Close `period` (like 2020-05) on the cluster in a process of its own.

    after: kill this worker and its executors as soon as the table of that name is told, while the next is being made.
    """
    words = ["close", "--period", period, "--in", str(source), "--out", str(out), *cluster.options]
    start = time.monotonic()
    done = Closed(-1, 0.0)
    with subprocess.Popen(
        [sys.executable, "-m", "qianxiao", *words],
        env=cluster.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as closing:  # fmt: skip
        assert closing.stderr is not None  # noqa: S101 - asked for above
        for line in closing.stderr:
            done.said.append(line.rstrip())
            if after and line.startswith(f"  {after}: "):
                done.killed = len(cluster.executors(worker))
                cluster.kill_worker(worker)
                after = ""
    done.code, done.seconds = closing.returncode, time.monotonic() - start
    return done
