"""Values and lists that offices published on screen: laid over the rule files, so that every reader of the rules sees them.

One JSON file, `published.json`: {"values": […], "lists": […]}. A row only adds: what the files say is never taken away,
and a later publication for the same region and day stands before an earlier one. The file is written whole, and each
state of it is kept under its digest beside it, so that a decision of last year replays on the values of then.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from qianxiao.base.paths import ROOT
from qianxiao.engine.rules.lined import RuleError
from qianxiao.engine.rules.model import LAST_DAY, CodeList, Parameter, RuleFile, Value
from qianxiao.engine.rules.parts import LEVELS, settled

NAME = "published.json"
Row = Mapping[str, Any]


def overlay_path() -> Path | None:
    """QIANXIAO_PUBLISHED (empty: none), or `policies/published.json` where this installation keeps its data."""
    named = os.environ.get("QIANXIAO_PUBLISHED")
    if named is not None:
        return Path(named) if named else None
    return Path(os.environ.get("QIANXIAO_VAR") or ROOT / "var") / "policies" / NAME


def stamp(path: Path | None) -> tuple[str, int, int]:
    """What tells one state of the file from another; ("", 0, 0) without a file."""
    try:
        told = path.stat() if path else None
    except FileNotFoundError:
        told = None
    return (str(path), told.st_mtime_ns, told.st_size) if told else ("", 0, 0)


def read_overlay(path: Path) -> dict[str, list[Row]]:
    """The rows of a file. Raises RuleError when it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"values": list(found["values"]), "lists": list(found["lists"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleError(f"{path.name}:1: published values cannot be read: {error}") from error


def digest(path: Path | None) -> str:
    """SHA-256 of the published values in force; '' without any."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path and path.is_file() else ""


def write_overlay(path: Path, rows: Mapping[str, Sequence[Row]]) -> str:
    """Write the whole file, and the same under its digest; returns the digest. A reader sees the old or the new one."""
    text = json.dumps(
        {"values": list(rows["values"]), "lists": list(rows["lists"])}, ensure_ascii=False, indent=1
    )
    data = text.encode()
    mark = hashlib.sha256(data).hexdigest()
    path.parent.mkdir(parents=True, exist_ok=True)
    for target in (path.with_name(f"{mark}.json"), path):
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        part.write_bytes(data)
        os.replace(part, target)
    return mark


def kept(path: Path, mark: str) -> Path:
    """Where the state of a digest lies. Raises RuleError when it was not kept."""
    found = path.with_name(f"{mark}.json")
    if digest(found) != mark:
        raise RuleError(f"{path.name}:1: the published values {mark[:12]} are not kept")
    return found


def laid_over(files: Iterable[RuleFile], rows: Mapping[str, Sequence[Row]]) -> tuple[RuleFile, ...]:
    """Rule files with published values and lists in them; a row about nothing that is there raises RuleError."""
    found = {file.item: file for file in files}
    wanted: dict[str, dict[str, list[Row]]] = {}
    for kind in ("values", "lists"):
        for row in rows[kind]:
            if (item := str(row["item"])) in found:
                wanted.setdefault(item, {"values": [], "lists": []})[kind].append(row)
    for item, told in wanted.items():
        found[item] = _with_lists(_with_values(found[item], told["values"]), told["lists"])
    return tuple(found.values())


def _region(row: Row, override: tuple[str, ...]) -> str:
    """The digits a row stands for. Raises RuleError where its tier may not set it."""
    region = str(row["region"])
    if not region.isdigit() or len(region) not in {LEVELS[level] for level in override}:
        raise RuleError(f"{NAME}:1: {row['item']}.{row['name']}: region '{region}' may not set this")
    return region


def _with_values(file: RuleFile, rows: Sequence[Row]) -> RuleFile:
    changed = dict(file.parameters)
    for name in sorted({str(row["name"]) for row in rows}):
        parameter = changed.get(name)
        if parameter is None:
            raise RuleError(f"{NAME}:1: {file.item} has no parameter '{name}'")
        changed[name] = with_values(parameter, [row for row in rows if row["name"] == name])
    return replace(file, parameters=changed)


def with_values(parameter: Parameter, rows: Sequence[Row]) -> Parameter:
    """A parameter with published rows in the order of their publication: the later of two for a region and day stands."""
    held = {(value.region, value.start): value for value in parameter.values}
    for row in rows:
        region, start = _region(row, parameter.override), int(row["from"])
        end, cite, number = int(row.get("to") or LAST_DAY), str(row["clause"]), int(row.get("number", 0))
        held[region, start] = Value(region, start, end, int(row["value"]), cite, False, number=number)
    return replace(parameter, values=tuple(settled(list(held.values()))))


def _with_lists(file: RuleFile, rows: Sequence[Row]) -> RuleFile:
    changed = dict(file.lists)
    for row in rows:
        held = changed.get(str(row["name"]))
        if held is None:
            raise RuleError(f"{NAME}:1: {file.item} has no list '{row['name']}'")
        region, end = _region(row, held.override), int(row.get("to") or LAST_DAY)
        more = tuple((region, int(row["from"]), end, str(code)) for code in row["codes"])
        changed[held.name] = CodeList(
            held.name, held.says, tuple(sorted({*held.rows, *more})), held.override, held.cosign
        )
    return replace(file, lists=changed)
