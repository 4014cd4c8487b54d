"""What one month's matching leaves for the next: parameters, frequencies, people seen, fates, rulings."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

from qianxiao.engine.link.evidence import Parameters
from qianxiao.engine.run import Run

PARAMETERS = "link_parameters.json"
# table as built this month → table under which the next month reads it
KEPT = {
    "link_p": "link_p_before",
    "link_fate": "link_fate_before",
    "link_rulings": "link_rulings_before",
    "link_counts_frozen": "link_counts_frozen",
}


def folder(run: Run) -> Path:
    """Where this month's memory lies."""
    return run.index / "link" / str(run.period)


def earlier(run: Run) -> Path | None:
    """The newest memory of a month before this one, if any."""
    found = [path for path in (run.index / "link").glob("[0-9]*") if (path / PARAMETERS).exists()]
    return max(
        (path for path in found if int(path.name) < run.period), key=lambda path: int(path.name), default=None
    )


def read_parameters(place: Path) -> Parameters:
    """Parameters as stored."""
    told = json.loads((place / PARAMETERS).read_text(encoding="utf-8"))
    told["weights"] = {
        field: {int(k): v for k, v in levels.items()} for field, levels in told["weights"].items()
    }
    return Parameters(**told)


def as_text(parameters: Parameters) -> str:
    """Parameters as stored text, the same for the same parameters."""
    return json.dumps(asdict(parameters), indent=1, sort_keys=True) + "\n"


def version(parameters: Parameters) -> str:
    """The name of a set of parameters: month learned and the start of its hash."""
    return f"{parameters.period}-{hashlib.sha256(as_text(parameters).encode()).hexdigest()[:12]}"


def keep(run: Run, parameters: Parameters, before: Path | None) -> None:
    """Store this month's memory; complete or not at all. What was not built now is carried on from `before`."""
    place = folder(run)
    part = place.with_name(place.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for table in KEPT:
        target = part / f"{table}.parquet"
        carried = before is not None and table == "link_counts_frozen"
        source = before / target.name if before is not None and carried else run.path(table)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
    (part / PARAMETERS).write_text(as_text(parameters), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    os.replace(part, place)
    shutil.copyfile(place / PARAMETERS, run.index / PARAMETERS)
