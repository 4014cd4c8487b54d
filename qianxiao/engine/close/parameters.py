"""The dated, regional parameters of the close, read from policies/parameters.yaml."""

import re
from pathlib import Path
from typing import Any

from qianxiao.base.paths import POLICIES
from qianxiao.base.yamlfile import read_yaml

PARAMETER_TYPES = {
    "name": "VARCHAR",
    "region": "VARCHAR",
    "from_date": "INTEGER",
    "to_date": "INTEGER",
    "value": "BIGINT",
    "unit": "VARCHAR",
    "clause": "VARCHAR",
}
OPEN_END = 99991231
NATION = ""
Row = tuple[str, str, int, int, int, str, str]


def load_yaml(path: Path) -> dict[str, Any]:
    """One policy file as a dictionary. Raises ValueError when it holds something else."""
    found = read_yaml(path)
    if not isinstance(found, dict):
        raise ValueError(f"{path.name}: expected named entries")
    return found


def prefix(region: str) -> str:
    """A region code without its closing zero pairs: 621100 → 6211, 620000 → 62. Longer codes stay."""
    return re.sub(r"(00){1,2}$", "", region) if len(region) == 6 else region


def _rows_of(entry: dict[str, Any], source: str) -> list[Row]:
    name, unit, clause = str(entry["name"]), str(entry["unit"]), str(entry["clause"])
    by_region: dict[str, list[dict[str, Any]]] = {}
    for value in entry["values"]:
        by_region.setdefault(str(value.get("region", NATION)), []).append(value)
    if NATION not in by_region:
        raise ValueError(f"{source}: {name} has no value for the nation")
    rows: list[Row] = []
    for region, values in sorted(by_region.items()):
        ordered = sorted(values, key=lambda value: int(value["from"]))
        starts = [int(value["from"]) for value in ordered]
        if len(set(starts)) != len(starts):
            raise ValueError(f"{source}: {name} has two values from one day in region {region}")
        # A value holds until the next one starts: the integer before that day, which need not be a date.
        ends = [start - 1 for start in starts[1:]] + [OPEN_END]
        rows += [
            (
                name,
                prefix(region),
                int(value["from"]),
                int(value.get("to", end)),
                int(value["value"]),
                unit,
                clause,
            )
            for value, end in zip(ordered, ends, strict=True)
        ]
    return rows


def parameter_rows(policies: Path = POLICIES) -> list[Row]:
    """Rows of table `parameters`: name, region ('' for the nation), from_date, to_date, value, unit, clause.

    Dates yyyymmdd, both ends included. Raises ValueError on a doubled or missing value (X-03).
    """
    path = policies / "parameters.yaml"
    entries = load_yaml(path)["parameters"]
    names = [str(entry["name"]) for entry in entries]
    if len(set(names)) != len(names):
        raise ValueError(f"{path.name}: a parameter is named twice")
    return [row for entry in entries for row in _rows_of(entry, path.name)]
