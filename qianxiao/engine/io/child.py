"""Runs the workbook reader in a child process with limits: a hostile file cannot take the run down."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qianxiao.base.paths import ROOT
from qianxiao.engine.io.cells import Cells
from qianxiao.engine.io.layouts import settings
from qianxiao.engine.io.workbook import Refused


@dataclass(frozen=True)
class Limits:
    """What a reader may use: MB of address space, seconds of a processor, MB unpacked; whether formula cells are told."""

    memory_mb: int
    cpu_seconds: int
    unpacked_mb: int
    strict: bool = False

    def put(self) -> None:
        """Bind the process that calls this, and its children."""
        memory = self.memory_mb << 20
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (self.cpu_seconds, self.cpu_seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def of_the_close() -> Limits:
    """For files that owners of registers deliver to the operator."""
    told = settings()
    return Limits(int(told["child_memory_mb"]), int(told["child_cpu_seconds"]), int(told["unpacked_mb"]))


def workbook_cells(path: Path, scratch: Path, limits: Limits | None = None) -> list[Cells]:
    """The sheets of a workbook as text. Raises Refused (password, unreadable, too_large), OSError when this machine fails."""
    bound = limits or of_the_close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "qianxiao.engine.io.workbook", str(path), str(scratch)]
    command += [str(bound.unpacked_mb << 20), *(["strict"] if bound.strict else [])]
    # The limits are set between fork and exec: no thread of ours holds a lock then.
    done = subprocess.run(command, capture_output=True, check=False, preexec_fn=bound.put, env=environment)
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
