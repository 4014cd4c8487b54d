"""One phase of a nation's close in a process of its own; ends as soon as the process that asked for it does."""

import json
import os
import resource
import sys
import threading
from pathlib import Path
from shutil import rmtree
from typing import Any

from qianxiao.engine.close.carry import CarriedRun, write_mark
from qianxiao.engine.close.exchange import WORK, contents
from qianxiao.engine.close.ground import Ground
from qianxiao.engine.close.month import Problem, period_params
from qianxiao.engine.close.province import PHASES, Work
from qianxiao.engine.close.rollup import roll_up
from qianxiao.engine.engines import open_engine
from qianxiao.engine.run import tell


def _end_with_parent() -> None:
    """The other end of our standard input is held by the process that asked: when it dies, so do we."""

    def wait() -> None:
        os.read(0, 1)  # not through sys.stdin: its lock would be waited for at the end
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _whole(work: Work, phase: str, parts: list[Ground]) -> dict[str, Any]:
    """A phase of the nation: what provinces tell each other, or the figures over all of them."""
    ground = work.ground
    roll = phase == "roll_up"
    tables = ground.tables if roll else ground.exchange / "tables"
    with open_engine(work.engine, ground.month / "spill", work.options) as engine:
        params = period_params(ground.period)
        run = CarriedRun(engine, ground.period, tables, ground.exchange / "index", params, work.says)
        if roll:
            return roll_up(run, ground, parts)
        WORK[phase](run, parts)
        return {**run.told(), "contents": contents(run, phase, parts)}


def main(asked: dict[str, Any]) -> int:
    """Do what is asked and write the end of the phase; 1 when it cannot be done, with the reason."""
    out, period = Path(asked["out"]), int(asked["period"])
    parts = [Ground(period, Path(source), out, part) for part, source in asked["parts"].items()]
    ground = next((part for part in parts if part.part == asked["part"]), None)
    whole = Ground(period, Path(asked["source"]), out)
    options = tuple((str(key), str(value)) for key, value in asked["options"])
    work = Work(ground or whole, asked["engine"], options, tell)
    try:
        told = PHASES[asked["phase"]](work) if ground else _whole(work, asked["phase"], parts)
    except Problem as problem:
        tell(str(problem))
        return 1
    write_mark(work.ground.marker(asked["phase"]), asked["mark"], told)
    rmtree(work.ground.home / "spill", ignore_errors=True)
    tell(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB at most")
    return 0


if __name__ == "__main__":
    _end_with_parent()
    sys.exit(main(json.loads(sys.argv[1])))
