"""The checker: what is wrong with the rules before anybody is paid by them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qianxiao.base.yamlfile import read_yaml
from qianxiao.engine.rules.compatible import check_pairs, read_pairs
from qianxiao.engine.rules.decide import bits_of, decide
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.finding import Finding, boundaries
from qianxiao.engine.rules.model import Example, Rule, RuleFile
from qianxiao.engine.rules.parameters import in_force, resolve
from qianxiao.engine.rules.predicate import names
from qianxiao.engine.rules.proofs import check_ends, check_reach, check_versions


def known_clauses(policies: Path) -> set[str]:
    """Clause ids and document numbers under `documents/`. Empty when the folder holds none."""
    found: set[str] = set()

    def walk(thing: object) -> None:
        if isinstance(thing, dict):
            found.update(
                str(thing[key]) for key in ("id", "clause", "number") if isinstance(thing.get(key), str)
            )
            for part in thing.values():
                walk(part)
        elif isinstance(thing, list):
            for part in thing:
                walk(part)

    for path in sorted((policies / "documents").glob("*.yaml")):
        walk(read_yaml(path))
    return found


def check_examples(file: RuleFile) -> Iterator[Finding]:
    """Every example must come out as it says."""
    for example in file.examples:
        rule = file.rule_on(example.date)
        if rule is None:
            yield Finding(
                "error", file.file, example.line, f"'{example.name}': no version in force on {example.date}"
            )
            continue
        for text in _differences(file, rule, example):
            yield Finding("error", file.file, example.line, f"'{example.name}': {text}")


def _differences(file: RuleFile, rule: Rule, example: Example) -> Iterator[str]:
    found = decide(rule, example.facts, resolve(file, example.region, example.date))
    order = [condition.name for condition in bits_of(rule)]
    failed = tuple(name for i, name in enumerate(order) if found.unmet >> i & 1)
    missing = tuple(name for i, name in enumerate(order) if found.missing >> i & 1)
    told = {
        "verdict": (found.verdict, example.verdict),
        "amount": (found.amount, example.amount),
        "failed": (failed, example.failed),
        "missing": (missing, example.missing),
    }
    for what, (got, wanted) in told.items():
        if got != wanted:
            yield f"{what} is {got}, the example says {wanted}"


def check_values(file: RuleFile) -> Iterator[Finding]:
    """Every parameter a version uses must have a national value on each day of its validity."""
    for rule in file.rules:
        used = set[str]().union(*(names(condition.test, "param") for condition in bits_of(rule)))
        for name in sorted(used | {cap.limit for cap in rule.caps}):
            values = file.parameters[name].values
            days = {rule.start} | {v.end + 1 for v in values if rule.start <= v.end < rule.end}
            for day in sorted(days):
                if in_force(values, "", day) is None:
                    yield Finding(
                        "error", file.file, rule.line, f"parameter '{name}' has no national value from {day}"
                    )
    unused = set(file.parameters) - set[str]().union(
        *(
            names(c.test, "param") | {cap.limit for cap in rule.caps}
            for rule in file.rules
            for c in bits_of(rule)
        )
    )
    ranked = {file.ranking.quota, file.ranking.fund} if file.ranking else set()
    for name in sorted(unused - ranked):
        yield Finding("note", file.file, 1, f"parameter '{name}' is used by no rule")


def check_bits(file: RuleFile) -> Iterator[Finding]:
    """A condition that can never be met, or never fail, whatever its facts; a rule that pays nothing when met."""
    for rule in file.rules:
        for condition in rule.when:
            if not names(condition.test, "field"):
                yield Finding("error", file.file, rule.line, f"condition '{condition.name}' asks for no fact")
        tried = [
            (facts, values, decide(rule, facts, values))
            for example in file.examples
            if (values := resolve(file, example.region, example.date))
            and rule.start <= example.date <= rule.end
            for facts in _variants(rule, example.facts, values)
        ]
        for i, condition in enumerate(bits_of(rule)):
            for state, mask in (("met", "met"), ("failed", "unmet")):
                if condition is rule.amount and state == "failed":
                    continue
                if not any(getattr(found, mask) >> i & 1 for _, _, found in tried):
                    yield Finding(
                        "note", file.file, rule.line, f"no tried case has '{condition.name}' {state}"
                    )
        if any(found.verdict == "due" and found.amount <= 0 for _, _, found in tried):
            yield Finding(
                "error",
                file.file,
                rule.line,
                "all conditions are met and the amount is 0 or less in some case",
            )


def _variants(rule: Rule, facts: Mapping[str, Fact], values: Mapping[str, Fact]) -> Iterator[dict[str, Fact]]:
    """The facts of an example, and each with one fact changed to a value its conditions speak of."""
    yield dict(facts)
    for name, options in sorted(boundaries(rule.when, values).items()):
        for option in options:
            yield {**facts, name: option}


def check_cites(file: RuleFile, known: set[str]) -> Iterator[Finding]:
    """Every clause and document number cited must stand in `documents/`."""
    cites = {(rule.line, condition.cite) for rule in file.rules for condition in bits_of(rule)}
    cites |= {(rule.line, cap.cite) for rule in file.rules for cap in rule.caps}
    cites |= {(rule.line, exclusion.cite) for rule in file.rules for exclusion in rule.exclusions}
    for parameter in file.parameters.values():
        cites |= {
            (value.line or 1, cite) for value in parameter.values for cite in (value.clause, *parameter.basis)
        }
    cites |= {(1, key.cite) for key in (file.ranking.keys if file.ranking else ())}
    for line, cite in sorted(cites):
        if cite not in known:
            yield Finding("error", file.file, line, f"clause '{cite}' is not in policies/documents")


def check_overlaps(files: Sequence[RuleFile]) -> Iterator[Finding]:
    """Exclusions name known items and do not run in a circle."""
    items = {file.item for file in files if not file.online}
    for file in files:
        for rule in file.rules:
            for exclusion in rule.exclusions:
                if exclusion.against == "due" and not file.online and exclusion.item not in items:
                    text = (
                        f"excluded against what is due as '{exclusion.item}', for which there is no rule file"
                    )
                    yield Finding("error", file.file, rule.line, text)


def check(files: Sequence[RuleFile], policies: Path) -> list[Finding]:
    """All findings, in file order. Nothing is changed."""
    known = known_clauses(policies)
    found = list(check_overlaps(files))
    if not known:
        found.append(
            Finding("note", "documents", 1, "no document files: clauses of the notices were not looked up")
        )
    pairs, items = read_pairs(policies), {file.item for file in files}
    if not any(
        file.online for file in files
    ):  # the items of the close alone: what is said of others is not looked at
        pairs = [pair for pair in pairs if {pair.item, pair.other} <= items]
    if pairs:
        found += [Finding("error", *wrong) for wrong in check_pairs(files, pairs)]
    for file in files:
        found += [*check_examples(file), *check_values(file), *check_bits(file)]
        found += [*check_versions(file), *check_ends(file), *check_reach(file)]
        found += check_cites(file, known) if known else []
        if not file.examples:
            found.append(Finding("error", file.file, 1, "a rule file needs examples"))
    return found
