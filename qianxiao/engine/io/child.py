"""Runs the workbook reader in a child process with limits: a hostile file cannot take the run down."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from qianxiao.base.paths import ROOT
from qianxiao.engine.io.cells import Cells
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.io.workbook import Refused


def _limit() -> None:
    memory = int(settings()["child_memory_mb"]) << 20
    seconds = int(settings()["child_cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def workbook_cells(path: Path, scratch: Path) -> list[Cells]:
    """The sheets of a workbook as text. Raises Refused (password, unreadable, too_large), OSError when this machine fails."""
    limit = str(int(settings()["unpacked_mb"]) << 20)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qianxiao.engine.io.workbook", str(path), str(scratch), limit]
    # The limits are set between fork and exec: no thread of ours holds a lock then.
    done = subprocess.run(command, capture_output=True, check=False, preexec_fn=_limit, env=environment)
    if done.returncode != 0:
        code = "too_large" if done.returncode < 0 else "unreadable"
        raise Refused(code, f"reader ended with {done.returncode}")
    answer: dict[str, Any] = json.loads(done.stdout.decode("ascii").splitlines()[-1])
    if "failed" in answer:
        raise OSError(answer["failed"], os.strerror(answer["failed"]), str(scratch))
    if "refused" in answer:
        raise Refused(answer["refused"], answer["detail"])
    return [
        Cells(
            scratch / sheet["file"],
            sheet["sheet"],
            sheet["width"] - 1,
            numbered=True,
            visible=sheet["visible"],
        )
        for sheet in answer["sheets"]
    ]
