"""The close of a nation: one folder of registers per province, phase by phase, province by province, restartable.

Every province's phase runs in a process of its own: memory returns after each, a crash of one stops no other.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from qianxiao.base.paths import ROOT
from qianxiao.engine.close.carry import read_mark
from qianxiao.engine.close.ground import Ground, provinces
from qianxiao.engine.close.plan import (
    Phase,
    delivered_mark,
    ended,
    forget,
    lacking,
    mark,
    phases,
    source_mark,
    sweep,
)
from qianxiao.engine.run import Says

KEEP = ("results", "all", "least")


class Failed(Exception):
    """A phase of some provinces did not end; names the provinces."""


@dataclass
class Nation:
    """One nation's month being closed."""

    whole: Ground
    parts: list[Ground]
    engine: str
    options: tuple[tuple[str, str], ...]
    keep: str
    lock: IO[str]
    says: Says
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    def run(self) -> dict[str, Any]:
        """Run what has not ended, in order; returns the nation's manifest. Raises Failed."""
        order = phases()
        begun = 0
        while begun < len(order):
            phase = order[begun]
            grounds = self.parts if phase.each else [self.whole]
            todo = [ground for ground in grounds if not ended(ground, phase.name, self._mark(phase, ground))]
            gone = lacking(phase, todo if phase.each else self.parts) if todo else []
            if gone and begun:
                self.says(f"  {' '.join(g.part for g in gone)}: 从头重做 / from the start again")
                for ground in gone:
                    forget(ground)
                begun = 0
                continue
            self._phase(phase, begun, len(order), todo, grounds)
            begun += 1
        return self.whole.manifest()

    def _phase(
        self, phase: Phase, number: int, count: int, todo: Sequence[Ground], grounds: Sequence[Ground]
    ) -> None:
        done = len(grounds) - len(todo)
        self.says(
            f"[{number + 1}/{count}] {phase.zh} / {phase.en}" + (f" ({done} 已完成 / done)" if done else "")
        )
        failed = []
        for place, ground in enumerate(todo, start=1):
            start = time.monotonic()
            if ground.part:
                self.says(f" {ground.part} ({done + place}/{len(grounds)})")
            code = self._child(phase, ground)
            if code:
                failed.append(f"{ground.part or '全国/nation'} ({code})")
                self.says(f"  ! {ground.part}: 未完成 / did not end ({code})")
                continue
            if self.keep != "all":
                sweep(phase, ground, self.keep)
            self.says(f"  {ground.part or phase.name}: {time.monotonic() - start:.1f} s")
        if failed:
            names = "、".join(failed)
            raise Failed(
                f"“{phase.zh}”在以下省未完成：{names}。原因见上；其余省的结果已保留，改正后再次运行即从这里继续。/ "
                f"{phase.en} did not end for: {names}. See above why; the others' results are kept, run again to go on."
            )

    def _mark(self, phase: Phase, ground: Ground) -> str:
        """What a phase's result depends on: its code and rules, and what earlier phases left."""
        own: list[object] = [source_mark(phase.name), self.engine, self.whole.period]
        if phase.name == "read":
            before = ground.earlier()
            own += [
                delivered_mark(ground.source),
                read_mark(before / "manifest.json")["steps"] if before else "",
            ]
        elif phase.name == "exchange":
            own += [self.marks["read", part.part] for part in self.parts]
        elif phase.name == "link":
            own += [self.marks["read", ground.part], self._left("exchange", ground)]
        elif phase.name == "settle":
            own += [self.marks["link", part.part] for part in self.parts]
        elif phase.name == "decide":
            own += [self.marks["link", ground.part], self._left("settle", ground)]
        elif phase.name == "give_back":
            own += [self.marks["decide", part.part] for part in self.parts]
        elif phase.name == "finish":
            own += [self.marks["decide", ground.part], self._left("give_back", ground)]
        else:
            own += [self.marks["finish", part.part] for part in self.parts]
        self.marks[phase.name, ground.part] = mark(*own)
        return self.marks[phase.name, ground.part]

    def _left(self, phase: str, ground: Ground) -> object:
        return read_mark(self.whole.marker(phase))["contents"][ground.part]

    def _child(self, phase: Phase, ground: Ground) -> int:
        """Run a phase in a process of its own; it ends when we end, and holds the lock as long as it lives."""
        asked = {
            "phase": phase.name,
            "part": ground.part,
            "parts": {part.part: str(part.source) for part in self.parts},
            "period": self.whole.period,
            "source": str(self.whole.source),
            "out": str(self.whole.out),
            "engine": self.engine,
            "options": self.options,
            "mark": self.marks[phase.name, ground.part],
        }
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "qianxiao.engine.close.child", json.dumps(asked)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env=environment, pass_fds=(self.lock.fileno(),), text=True, encoding="utf-8", errors="replace",
        ) as child:  # fmt: skip
            for line in child.stderr or ():
                self.says(line.rstrip("\n"))
            return child.wait()


def close_nation(
    period: int,
    source: Path,
    out: Path,
    engine: str,
    options: Sequence[tuple[str, str]],
    keep: str,
    lock: IO[str],
    says: Says,
) -> dict[str, Any]:
    """Close a nation's `period`; the caller holds `lock`. Returns the nation's manifest.

    Raises Failed, and ValueError when `keep` is not one of KEEP or a province was delivered twice.
    """
    if keep not in KEEP:
        raise ValueError(f"keep: {keep!r}")
    codes = provinces(source)
    if len({code[:2] for code in codes}) < len(codes):
        raise ValueError(f"{source}: 同一省有两个文件夹 / a province has two folders")
    whole = Ground(period, source, out)
    parts = [Ground(period, source / code, out, code) for code in codes]
    says(f"全国 / nation: {len(parts)} 省 / provinces, {' '.join(codes)}")
    return Nation(whole, parts, engine, tuple(options), keep, lock, says).run()
