"""Reads `policies/rules/*.yaml` into checked rule files. Nothing here knows what any item is about.

`rules/online/*.yaml` are items whose facts no register of the close holds: decided application by application.
"""

import hashlib
import os
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from qianxiao.base.paths import ROOT
from qianxiao.engine.rules import parts
from qianxiao.engine.rules.cases import REGISTER, case_columns
from qianxiao.engine.rules.compatible import NAME, giving_way, read_pairs
from qianxiao.engine.rules.lined import Lined, RuleError, read_lined
from qianxiao.engine.rules.model import (
    APPLICATION,
    LAST_DAY,
    Cap,
    Condition,
    Example,
    Exclusion,
    Rule,
    RuleFile,
)
from qianxiao.engine.rules.overlay import digest, laid_over, overlay_path, read_overlay, stamp
from qianxiao.engine.rules.parts import Source
from qianxiao.engine.rules.predicate import PredicateError, parse

TOLD = frozenset({"day", "region"})
"""What every application tells beside its facts: the decisive day and the region that pays."""
MAX_CONDITIONS = 60
"""One bit each in a BIGINT, one bit kept for the amount."""
_TOP = {
    "item",
    "zh",
    "en",
    "case",
    "documents",
    "fields",
    "parameters",
    "lists",
    "rules",
    "ranking",
    "concerns",
    "examples",
}
_RULE = {
    "id",
    "version",
    "from",
    "to",
    "payee",
    "fund",
    "decisive",
    "county",
    "when",
    "amount",
    "caps",
    "exclusions",
}


def policies_folder() -> Path:
    """QIANXIAO_POLICIES, or the `policies` folder beside the package."""
    named = os.environ.get("QIANXIAO_POLICIES")
    return Path(named) if named else ROOT / "policies"


class _Names:
    """What the predicates of one file may speak of."""

    def __init__(self, file: RuleFile) -> None:
        self.fields = {name: field.kind for name, field in file.fields.items()}
        self.parameters = set(file.parameters)


def _condition(src: Source, row: Lined, kind: str, names: _Names) -> Condition:
    src.only(row, {"id", "test", "value", "cite", "zh", "en"})
    text = src.need(row, "test" if kind == "bool" else "value", str)
    name = src.named(row, "id") if kind == "bool" else "amount"
    try:
        tree = parse(text, kind, names.fields, names.parameters)
    except PredicateError as error:
        src.fail(row, f"'{name}': {error}")
    return Condition(name, text, tree, src.need(row, "cite", str), src.words(row))


def _cap(src: Source, row: Lined, names: _Names) -> Cap:
    src.only(row, {"name", "limit", "per", "order", "cite", "zh", "en"})
    limit, keys, order = src.need(row, "limit", str), tuple(row.get("per", [])), tuple(row.get("order", []))
    if limit not in names.parameters:
        src.fail(row, f"the limit '{limit}' is not a parameter of this file")
    if bad := [key for key in (*keys, *order) if key not in {*names.fields, "year", "term"}]:
        src.fail(row, f"not a field of this file: {', '.join(bad)}")
    return Cap(src.named(row, "name"), limit, keys, order, src.need(row, "cite", str), src.words(row))


def _exclusion(src: Source, row: Lined) -> Exclusion:
    src.only(row, {"item", "against", "within", "cite", "zh", "en"})
    against, within = src.need(row, "against", str), src.need(row, "within", str)
    if against not in ("due", "paid") or within not in ("term", "period"):
        src.fail(row, "'against' is due or paid, 'within' is term or period")
    return Exclusion(src.named(row, "item"), against, within, src.need(row, "cite", str), src.words(row))


def _rule(src: Source, row: Lined, item: str, names: _Names) -> Rule:
    src.only(row, _RULE)
    when = tuple(_condition(src, part, "bool", names) for part in src.listed(row, "when"))
    ids = [part.name for part in when]
    if not when or len(when) > MAX_CONDITIONS or len(set(ids)) < len(ids):
        src.fail(row, f"1 to {MAX_CONDITIONS} conditions, each with its own id")
    amount = _condition(src, src.need(row, "amount", Lined), "int", names)
    return Rule(
        item,
        src.named(row, "id"),
        src.need(row, "version", int),
        src.day(row, "from"),
        src.day(row, "to", LAST_DAY),
        str(row.get("payee", "")),
        str(row.get("fund", "")),
        src.named(row, "decisive"),
        src.named(row, "county"),
        when,
        amount,
        tuple(_cap(src, part, names) for part in src.listed(row, "caps")),
        tuple(_exclusion(src, part) for part in src.listed(row, "exclusions")),
        row.line,
    )


def _rules(src: Source, top: Lined, item: str, names: _Names) -> tuple[Rule, ...]:
    found = sorted(
        (_rule(src, row, item, names) for row in src.listed(top, "rules")), key=lambda rule: rule.start
    )
    if not found:
        src.fail(top, "a rule file holds at least one rule")
    if len({rule.version for rule in found}) < len(found):
        src.fail(found[0].line, "each version number once")
    for before, after in pairwise(found):
        if before.end >= after.start:
            src.fail(after.line, f"version {after.version} begins before version {before.version} ends")
    return tuple(found)


def _example(src: Source, row: Lined, file: RuleFile) -> Example:
    src.only(row, {"name", "date", "region", "facts", "verdict", "amount", "failed", "missing"})
    facts = src.need(row, "facts", Lined)
    if bad := sorted(set(facts) - set(file.fields)):
        src.fail(row, f"facts that are not fields: {', '.join(bad)}")
    kinds = {"bool": bool, "int": int, "text": str}
    for name, value in facts.items():
        if value is not None and type(value) is not kinds[file.fields[name].kind]:
            src.fail(row, f"fact '{name}' is {file.fields[name].kind}; found {value!r}")
    return Example(
        src.need(row, "name", str),
        src.day(row, "date"),
        str(row.get("region", "")),
        dict(facts),
        src.need(row, "verdict", str),
        int(row.get("amount", 0)),
        tuple(row.get("failed", [])),
        tuple(row.get("missing", [])),
        row.line,
    )


def read_file(path: Path) -> RuleFile:
    """One rule file. Raises RuleError naming file and line."""
    src, top = Source(path.name), read_lined(path)
    src.only(top, _TOP)
    item, case = src.named(top, "item"), src.need(top, "case", str)
    if case not in (*REGISTER, APPLICATION):
        src.fail(top, f"'case' is one of {', '.join(sorted([*REGISTER, APPLICATION]))}")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    file = RuleFile(
        item,
        path.name,
        digest,
        src.words(top),
        case,
        tuple(src.need(top, "documents", list)),
        parts.fields(src, top),
        parts.parameters(src, top),
        parts.lists(src, top),
        (),
        (),
    )
    known = set(file.fields) if file.online else case_columns(case)
    if strange := sorted(set(file.fields) - known):
        src.fail(top, f"case_{case} has no such fact: {', '.join(strange)}")
    if both := sorted(set(file.fields) & set(file.parameters)):
        src.fail(top, f"a name is a field or a parameter, not both: {', '.join(both)}")
    rules = _rules(src, top, item, _Names(file))
    for rule in rules:
        if strange := sorted({rule.decisive, rule.county} - (known | (TOLD if file.online else frozenset()))):
            src.fail(rule.line, f"case_{case} has no such column: {', '.join(strange)}")
    examples = tuple(_example(src, row, file) for row in src.listed(top, "examples"))
    ranked = parts.ranking(src, top, file.fields, file.parameters)
    concerns = str(top.get("concerns", "person"))
    if concerns not in ("person", "institution"):
        src.fail(top, "'concerns' is person or institution")
    institution = concerns == "institution"
    return replace(file, rules=rules, examples=examples, ranking=ranked, institution=institution)


Stamps = tuple[tuple[str, int, int], ...]


@lru_cache(maxsize=32)
def _load(folder: Path, stamps: Stamps, laid: tuple[str, int, int]) -> tuple[RuleFile, ...]:
    files = tuple(read_file(folder / name) for name, _, _ in stamps)
    items = [file.item for file in files]
    if len(set(items)) < len(items):
        raise RuleError("one file per item: " + ", ".join(sorted(items)))
    return laid_over(files, read_overlay(Path(laid[0]))) if laid[0] else files


def _stamps(rules: Path) -> Stamps:
    return tuple((p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in sorted(rules.glob("*.yaml")))


def _laid(folder: Path | None, overlay: Path | None) -> Path | None:
    return overlay or (None if folder else overlay_path())


def load_rules(folder: Path | None = None, overlay: Path | None = None) -> tuple[RuleFile, ...]:
    """All rule files the close decides by, in file order; read again only when a file changed.

    Without a folder those in force here, with what was published on screen; with one exactly what lies there.
    overlay: a file of published values to lay over them.
    """
    rules = (folder or policies_folder()) / "rules"
    stamps = _stamps(rules)
    if not stamps:
        raise RuleError(f"no rule files in {rules}")
    return _load(rules, stamps, stamp(_laid(folder, overlay)))


def load_online(folder: Path | None = None, overlay: Path | None = None) -> tuple[RuleFile, ...]:
    """The rule files of items that are decided application by application; like `load_rules`, perhaps none.

    What they do not go with excludes them (compatibility.yaml).
    """
    rules = (folder or policies_folder()) / "rules"
    pairs = stamp(rules.parent / NAME)
    return _online(rules, _stamps(rules), _stamps(rules / "online"), pairs, stamp(_laid(folder, overlay)))


@lru_cache(maxsize=8)
def _online(
    rules: Path, closed: Stamps, online: Stamps, _pairs: tuple[str, int, int], laid: tuple[str, int, int]
) -> tuple[RuleFile, ...]:
    files = _load(rules / "online", online, laid) if online else ()
    return giving_way(files, read_pairs(rules.parent), (*_load(rules, closed, laid), *files)) if files else ()


def every_rule(folder: Path | None = None, overlay: Path | None = None) -> tuple[RuleFile, ...]:
    """Those of the close, then those decided online. Raises RuleError on an item that both have."""
    found = (*load_rules(folder, overlay), *load_online(folder, overlay))
    if len({file.item for file in found}) < len(found):
        raise RuleError("one file per item, in the close or online")
    return found


def rule_versions(folder: Path | None = None) -> dict[str, dict[str, str | list[int]]]:
    """For the manifest: item → file, versions, sha256; `published`: digest of the values laid over them, if any is."""
    mark = digest(_laid(folder, None))
    return {
        file.item: {
            "file": file.file,
            "versions": [rule.version for rule in file.rules],
            "sha256": file.sha256,
            **({"published": mark} if mark else {}),
        }
        for file in load_rules(folder)
    }
