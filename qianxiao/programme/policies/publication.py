"""What is published, as the file the engine reads: written whole, under a lock, from the database alone."""

import fcntl
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.overlay import laid_over, overlay_path, write_overlay
from qianxiao.masterdata.regions.queries import stem
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.programme.policies import queries
from qianxiao.programme.policies.models import Proposal

Rows = dict[str, list[dict[str, Any]]]


def row(one: Proposal, number: int, start: int = 0) -> dict[str, Any]:
    """A proposal as a row of the file; start: another first day, for a trial."""
    told: dict[str, Any] = {
        "item": one.item, "name": one.name, "region": stem(one.region), "from": start or one.start, "clause": one.clause,
        "document": one.document, "number": number,
    }  # fmt: skip
    if one.kind == Proposal.Kind.LIST:
        return {**told, "codes": sorted(one.codes)}
    return {**told, "value": one.value}


def rows(proposals: Iterable[Proposal]) -> Rows:
    """Proposals as the file has them; the number of each is its own, rising with the publication."""
    found: Rows = {"values": [], "lists": []}
    for one in proposals:
        found["lists" if one.kind == Proposal.Kind.LIST else "values"].append(row(one, one.pk))
    return found


def export(path: Path | None = None) -> str:
    """Write what is published; returns its digest. Two at once wait for each other, and the later sees both."""
    target = path or overlay_path()
    if target is None:
        raise FileNotFoundError("QIANXIAO_PUBLISHED is empty: nothing is published here")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.with_name(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with in_scope(whole_scope()) as scope:
            told = rows(queries.published(scope))
        return write_overlay(target, told)


def drafted(one: Proposal, since: int = 0) -> tuple[RuleFile, ...]:
    """Every rule file in force with a proposal over it; what is in force changes nowhere.

    since: for a trial, as if it had been in force from that day on; the region's own values since then step aside.
    """
    told = row(one, one.pk, since)
    kind = "lists" if one.kind == Proposal.Kind.LIST else "values"
    files = every_rule()
    if since and one.kind == Proposal.Kind.VALUE:
        files = tuple(_without(file, one, since) if file.item == one.item else file for file in files)
    return laid_over(files, {"values": [], "lists": [], kind: [told]})


def _without(file: RuleFile, one: Proposal, since: int) -> RuleFile:
    held, region = file.parameters[one.name], stem(one.region)
    values = tuple(v for v in held.values if not (v.region == region and since <= v.start <= one.start))
    return replace(file, parameters={**file.parameters, one.name: replace(held, values=values)})
