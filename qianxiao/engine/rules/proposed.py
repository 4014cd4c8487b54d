"""What is wrong with one proposed value or list, before anybody is paid by it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qianxiao.engine.rules.check import check_cites, check_examples, check_values, known_clauses
from qianxiao.engine.rules.finding import Finding
from qianxiao.engine.rules.model import LAST_DAY, RuleFile, Value
from qianxiao.engine.rules.proofs import check_ends, check_reach, unreachable


def findings(
    before: RuleFile, after: RuleFile, name: str, region: str, start: int, policies: Path
) -> list[Finding]:
    """Findings of an item with a proposed value or list in it; level `error` stops it, `note` is to be known.

    before: the item as it is in force. region: 2, 4 or 6 digits; start: yyyymmdd.
    """
    found = [*_rules(before, start), *check_values(after), *check_ends(after), *check_reach(after)]
    found += check_cites(after, known_clauses(policies))
    if name in after.parameters:
        found += _value(before, after, name, region, start)
    known = set(unreachable(before, region, start))
    found += [
        Finding("error", after.file, 1, text)
        for text in unreachable(after, region, start)
        if text not in known
    ]
    broken = {finding.text for finding in check_examples(before)}
    for finding in check_examples(after):
        if finding.text not in broken:
            text = f"an example comes out otherwise: {finding.text}"
            found.append(Finding("note", finding.file, finding.line, text))
    return found


def _rules(file: RuleFile, start: int) -> Iterator[Finding]:
    """The item pays by some version on the first day."""
    if file.rule_on(start) is None:
        yield Finding("error", file.file, 1, f"no version of the rule is in force on {start}")


def _value(before: RuleFile, after: RuleFile, name: str, region: str, start: int) -> Iterator[Finding]:
    """Contradicts what stands there already, or changes nothing."""
    same = next((v for v in before.parameters[name].values if (v.region, v.start) == (region, start)), None)
    new = _of(after.parameters[name].values, region, start)
    if same and same.value != new.value:
        text = f"contradicts another value of '{name}' for region '{region}' from {start}: {same.value} and {new.value}"
        yield Finding("error", after.file, same.line or 1, text)
    now = before.parameters[name].on(region, start)
    if now and now.value == new.value:
        yield Finding("note", after.file, now.line or 1, f"'{name}' is {new.value} there already")
    if new.end < LAST_DAY:
        yield Finding("note", after.file, 1, f"a later value of this region ends it on {new.end}")


def _of(values: Sequence[Value], region: str, start: int) -> Value:
    return next(value for value in values if (value.region, value.start) == (region, start))
