"""What one month's matching leaves for the next: parameters, frequencies, derived columns, fates, rulings."""

import hashlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path

from qianxiao.engine import layers
from qianxiao.engine.layers import link
from qianxiao.engine.link.evidence import Parameters
from qianxiao.engine.run import Run

PARAMETERS = "link_parameters.json"
MARKS = "marks.json"
# Tables carried on as they were learned, and tables that each month leaves whole.
LEARNED = ("link_common",)
WHOLE = (
    "link_fate", "link_rulings", "link_seen", "link_gone", "link_phones", "link_lent", "link_numbers",
)  # fmt: skip
# Derived columns: a month adds a part with what it derived. part → whole table.
PARTS = {
    "link_names_new": "link_names",
    "link_p_new": "link_p",
    "link_m": "link_m",
    "link_open": "link_open",
    "link_evidence": "link_evidence",
    "link_holders": "link_holders",
    "link_repairs_new": "link_repairs",
}


def folder(run: Run) -> Path:
    """Where this month's memory lies."""
    return run.index / "link" / str(run.period)


def earlier(run: Run) -> Path | None:
    """The newest memory of a month before this one, if any; one that lacks what this version reads is passed over."""
    needed = (PARAMETERS, MARKS, *_files(LEARNED))
    found = [
        path
        for path in (run.index / "link").glob("[0-9]*")
        if path.name.isdigit() and all((path / name).exists() for name in needed)
    ]
    return max(
        (path for path in found if int(path.name) < run.period), key=lambda path: int(path.name), default=None
    )


def has_index(place: Path | None) -> bool:
    """Whether a memory holds derived columns, not only what was learned."""
    return (
        place is not None
        and all((place / name).exists() for name in (MARKS, *PARTS.values()))
        and all(layers.layers(place / name) for name in _files(WHOLE))
    )


def _files(tables: tuple[str, ...]) -> list[str]:
    return [f"{table}.parquet" for table in tables]


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


def marks(place: Path) -> dict[str, str]:
    """Fingerprints of the tables of a memory, by what made them: a table without order has other bytes each time."""
    path = place / MARKS
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _marks(run: Run, before: Path | None) -> dict[str, str]:
    found = {table: run.prints[table] for table in (*LEARNED, *WHOLE)}
    old = marks(before) if before is not None and has_index(before) else {}
    for made, table in PARTS.items():
        told = f"{old.get(table, '')} {run.prints[made]}"
        found[table] = hashlib.sha256(told.encode()).hexdigest()
    return found


def _add_part(source: Path, target: Path, name: str) -> None:
    """Put a table, file or folder of files, among the parts of a derived table."""
    for number, part in enumerate(sorted(source.glob("*.parquet")) if source.is_dir() else [source]):
        link(part, target / f"{name}-{number}.parquet")


def keep(run: Run, parameters: Parameters, before: Path | None) -> None:
    """Store this month's memory; complete or not at all. Files are linked, not copied.

    What was learned is carried on from `before`; so are the parts of derived columns when they were used.
    """
    place = folder(run)
    part = place.with_name(place.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for table in LEARNED:
        link(before / f"{table}.parquet" if before else run.path(table), part / f"{table}.parquet")
    for table in WHOLE:
        kept = run.path(table)
        if layers.folder(kept).exists():
            kept = layers.folder(kept)
        link(kept, part / kept.name)
    for made, table in PARTS.items():
        (part / table).mkdir()
        if before is not None and has_index(before):
            for old in sorted((before / table).iterdir()):
                link(old, part / table / old.name)
        _add_part(run.path(made), part / table, str(run.period))
    (part / MARKS).write_text(json.dumps(_marks(run, before), indent=1, sort_keys=True), encoding="utf-8")
    (part / PARAMETERS).write_text(as_text(parameters), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    os.replace(part, place)
    shutil.copyfile(place / PARAMETERS, run.index / PARAMETERS)
