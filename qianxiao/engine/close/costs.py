"""What steps usually cost: last month's timings, or the relative costs measured once at a province's size."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from qianxiao.base.yamlfile import read_yaml

TIMINGS = "timings.json"


@dataclass(frozen=True)
class Cost:
    """Rows and seconds of one step."""

    rows: int
    seconds: float


@cache
def usual() -> dict[str, Cost]:
    """The relative costs of `costs.yaml`, in the order of the steps."""
    told = read_yaml(Path(__file__).with_name("costs.yaml"))
    return {step: Cost(int(rows), float(seconds)) for step, (rows, seconds) in told["steps"].items()}


def read_costs(home: Path | None) -> dict[str, Cost]:
    """Costs as a month's folder remembers them; the usual ones without a month or when it remembers nothing."""
    try:
        told = json.loads((home / TIMINGS).read_text(encoding="utf-8")) if home else {}
        return {step: Cost(**cost) for step, cost in told.items()} or usual()
    except (OSError, ValueError, TypeError):
        return usual()  # an estimate is not worth stopping for


def write_costs(home: Path, costs: dict[str, Cost]) -> None:
    """Keep a month's costs beside its manifest, never in it: a manifest is the same for the same input."""
    part = home / (TIMINGS + ".part")
    told = {step: asdict(cost) for step, cost in costs.items()}
    part.write_text(json.dumps(told, indent=1), encoding="utf-8")
    os.replace(part, home / TIMINGS)
