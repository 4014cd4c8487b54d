"""The steps of the close after the rules, and the small tables they read that are data of `policies/`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qianxiao.base.paths import POLICIES, REFERENCE
from qianxiao.engine.close.parameters import PARAMETER_TYPES, load_yaml, parameter_rows
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Scalar, Step, read_steps

SQL = Path(__file__).with_name("sql")

STATE_STEP_TYPES = {
    "duty": "VARCHAR",
    "step": "VARCHAR",
    "state": "VARCHAR",
    "clause": "VARCHAR",
    "evidence": "VARCHAR",
    "residual": "INTEGER",
    "overall": "INTEGER",
    "place": "INTEGER",
}
PATTERN_TYPES = {"pattern": "INTEGER", "action": "VARCHAR", "clause": "VARCHAR"}
PAIR_TYPES = {"item": "VARCHAR", "other_item": "VARCHAR"}
PROGRAMME_TYPES = {"label": "VARCHAR", "programme": "VARCHAR"}
INDICATOR_TYPES = {
    "indicator": "VARCHAR",
    "kind": "VARCHAR",
    "unit": "VARCHAR",
    "clause": "VARCHAR",
    "source": "VARCHAR",
}
Row = tuple[Scalar, ...]


def close_steps() -> list[Step]:
    """The SQL steps in order: states, gaps, irregularities, feedback, cells, reconciliation."""
    return read_steps(SQL)


def folder_entries(folder: Path, key: str) -> list[dict[str, Any]]:
    """The entries under `key` of every YAML file of a folder, in file order."""
    return [entry for path in sorted(folder.glob("*.yaml")) for entry in load_yaml(path).get(key, [])]


def state_step_rows(policies: Path = POLICIES) -> list[Row]:
    """Rows of table `state_steps`: the steps of 19-02-01 and 19-02-02 with their clauses."""
    data = load_yaml(policies / "states.yaml")
    return [
        (
            step["duty"],
            step["step"],
            step["state"],
            step["clause"],
            step["evidence"],
            int(step.get("residual", False)),
            int(data["overall"][step["state"]]),
            place,
        )
        for place, step in enumerate(data["steps"])
    ]


def pattern_rows(policies: Path = POLICIES) -> list[Row]:
    """Rows of table `patterns`: number, action (B, H, L) and clause of each irregularity (X-11)."""
    entries = folder_entries(policies / "irregularities", "patterns")
    return [(int(entry["pattern"]), entry["action"], entry["clause"]) for entry in entries]


def pair_rows(policies: Path = POLICIES) -> list[Row]:
    """Rows of table `incompatible`: pairs of aid that may not cover the same day, sorted."""
    pairs = folder_entries(policies / "irregularities", "incompatible")
    return [tuple(sorted((entry["item"], entry["with"]))) for entry in pairs]


def programme_rows(reference: Path = REFERENCE) -> Iterator[Row]:
    """Rows of table `programmes`: every written form of a funding mode, and its code (20-11-02)."""
    with (reference / "codes" / "train_mode.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            labels = [row["code"], row["zh"], row["en"], *filter(None, row["aliases"].split(";"))]
            yield from ((label, row["code"]) for label in dict.fromkeys(labels))


def indicator_rows(policies: Path = POLICIES) -> list[Row]:
    """Rows of table `indicators`: code, kind (flow, stock), unit, clause, source (list, typed)."""
    entries = folder_entries(policies / "indicators", "indicators")
    return [(e["code"], e["kind"], e["unit"], e["clause"], e.get("source", "list")) for e in entries]


def made_tables(policies: Path = POLICIES) -> list[tuple[str, dict[str, str], list[Row]]]:
    """Name, column types and rows of every small table made from `policies/` and `reference/`."""
    return [
        ("state_steps", STATE_STEP_TYPES, state_step_rows(policies)),
        ("patterns", PATTERN_TYPES, pattern_rows(policies)),
        ("incompatible", PAIR_TYPES, pair_rows(policies)),
        ("programmes", PROGRAMME_TYPES, list(programme_rows())),
        ("indicators", INDICATOR_TYPES, indicator_rows(policies)),
    ]


def make_parameters(run: Run, policies: Path = POLICIES) -> None:
    """Attach table `parameters`; every part of the close may read it."""
    run.made("parameters", PARAMETER_TYPES, parameter_rows(policies))


def run_close(run: Run, policies: Path = POLICIES) -> None:
    """Build everything after the rules.

    Needs clean_*, persons, mentions, links, doubts, person_keys, due, entitlements, terms, rule_values, parameters,
    regions, area_tags and previous_links (may be empty, never absent). Raises KeyError when one is missing.
    """
    for name, types, rows in made_tables(policies):
        run.made(name, types, rows)
    run.build_all(close_steps())
