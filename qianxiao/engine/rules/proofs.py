"""What can be shown of a rule over every combination of the values its own conditions speak of.

A condition compares facts with constants and parameters; nothing changes between two limits. So each fact needs only
its truths, the texts it is compared with and one other, and the numbers at and beside each limit; conditions that share
no fact are looked at apart. Within that, what is not found is not there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from qianxiao.engine.rules.evaluate import Fact, compiled
from qianxiao.engine.rules.finding import Finding, boundaries
from qianxiao.engine.rules.model import Condition, Rule, RuleFile
from qianxiao.engine.rules.parameters import breakpoints, resolve
from qianxiao.engine.rules.predicate import Node, names

MOST = 100_000
"""Steps of one search; a group that needs more is said to be too large, never passed over."""
Values = Mapping[str, Fact]


def check_versions(file: RuleFile) -> Iterator[Finding]:
    """No day between two versions without a rule."""
    for before, after in pairwise(file.rules):
        if after.start > next_day(before.end):
            text = f"no version in force between {before.end} (version {before.version}) and {after.start}"
            yield Finding("error", file.file, after.line, text)


def next_day(day: int) -> int:
    """The smallest number above a day that a date may begin with: a day, or the first of the next month."""
    try:
        after = date(day // 10000, day // 100 % 100, day % 100) + timedelta(days=1)
    except (ValueError, OverflowError):
        return day + 1
    return after.year * 10000 + after.month * 100 + after.day


def check_ends(file: RuleFile) -> Iterator[Finding]:
    """Regional values lie between what the nation allows on those days."""
    for name, parameter in file.parameters.items():
        for wide in parameter.by_region.get("", ()):
            for value in parameter.values:
                if value.region and value.start <= wide.end and value.end >= wide.start:
                    low, high = wide.lowest, wide.highest
                    if (low is not None and value.value < low) or (high is not None and value.value > high):
                        text = f"'{name}' {value.value} of region '{value.region}' from {value.start} is not between {low} and {high}"
                        yield Finding("error", file.file, value.line or 1, text)


def check_reach(file: RuleFile) -> Iterator[Finding]:
    """Conditions that nobody can meet, alone or together, and conditions that never decide.

    What holds under the values of some regions and days only is a note: a region may have set an aid to nothing.
    """
    for rule in file.rules:
        times = _times(file, rule)
        told = Counter(wrong for values in times for wrong in set(_wrong(rule, values)))
        for (level, text), often in told.items():
            everywhere = level == "error" and often == len(times)
            more = "" if everywhere or level == "note" else " under the values of some regions or days"
            yield Finding(
                "error" if everywhere else "note",
                file.file,
                rule.line,
                f"version {rule.version}: {text}{more}",
            )


def unreachable(file: RuleFile, region: str, day: int) -> list[str]:
    """What nobody can meet for one paying region and day."""
    rule = file.rule_on(day)
    return (
        [text for level, text in _wrong(rule, resolve(file, region, day)) if level == "error"] if rule else []
    )


def _times(file: RuleFile, rule: Rule) -> list[Values]:
    """The distinct sets of values that some region and day in the validity of a version has."""
    used = set[str]().union(*(names(one.test, "param") for one in (*rule.when, rule.amount)))
    days = [day for day in breakpoints([file]) if rule.start < day <= rule.end]
    regions = {""} | {value.region for name in used for value in file.parameters[name].values}
    found: dict[tuple[tuple[str, Fact], ...], Values] = {}
    for day in (rule.start, *days):
        for region in sorted(regions):
            told = {name: value for name, value in resolve(file, region, day).items() if name in used}
            found.setdefault(tuple(sorted(told.items())), told)
    return list(found.values())


def _wrong(rule: Rule, values: Values) -> Iterator[tuple[str, str]]:
    """Level and text of what is wrong with one version under one set of values."""
    found = boundaries([*rule.when, rule.amount], values)
    # A number that is held against other facts only: nothing, one, much.
    facts = {name: options or [0, 1, 10**6] for name, options in found.items()}
    for group in _groups(rule.when):
        yield from _group(group, facts, values)


def _groups(conditions: Sequence[Condition]) -> list[list[Condition]]:
    """Conditions that share a fact, together."""
    found: list[tuple[set[str], list[Condition]]] = []
    for condition in conditions:
        own, members, apart = names(condition.test, "field"), [condition], []
        for fields, others in found:
            if fields & own:
                own, members = own | fields, [*others, *members]
            else:
                apart.append((fields, others))
        found = [*apart, (own, members)]
    return [members for _fields, members in found]


def _group(
    group: list[Condition], facts: Mapping[str, list[Fact]], values: Values
) -> Iterator[tuple[str, str]]:
    met = {one.name: True for one in group}
    try:
        for one in group:
            if witness([one], {one.name: True}, facts, values) is None:
                yield "error", f"nobody can meet '{one.name}'"
                return
            if witness([one], {one.name: False}, facts, values) is None:
                yield "error", f"'{one.name}' never decides: no facts fail it"
            elif len(group) > 1 and witness(group, {**met, one.name: False}, facts, values) is None:
                yield (
                    "note",
                    f"'{one.name}' never decides by itself: another condition fails wherever it does",
                )
        if witness(group, met, facts, values) is None:
            called = ", ".join(f"'{one.name}'" for one in group)
            yield "error", f"nobody can meet these together: {called}"
    except TooMany:
        yield "note", f"too many combinations to look at: {', '.join(repr(one.name) for one in group)}"


class TooMany(Exception):
    """The search was given up."""


def witness(
    group: Sequence[Condition], wanted: Mapping[str, bool], facts: Mapping[str, list[Fact]], values: Values
) -> dict[str, Fact] | None:
    """Facts under which each condition comes out as wanted; None when there are none. Raises TooMany.

    Facts are chosen one after the other. What is not chosen yet is not known: a condition that has come out wrong
    without it comes out wrong whatever it is, and nothing below is looked at.
    """
    tests = [
        (compiled(one.test), names(one.test, "field"), wanted[one.name], _asks_null(one.test))
        for one in group
    ]
    often = Counter(name for _test, fields, _want, _null in tests for name in fields)
    order = sorted(often, key=lambda name: (-often[name], len(facts.get(name) or [None]), name))
    left = MOST

    def go(depth: int, chosen: dict[str, Fact]) -> dict[str, Fact] | None:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooMany
        for test, fields, want, null in tests:
            whole = fields <= chosen.keys()
            if whole or not null:
                found = test(chosen, values)
                if (found is None and whole) or (found is not None and found is not want):
                    return None
        if depth == len(order):
            return dict(chosen)
        name = order[depth]
        for option in facts.get(name) or [None]:
            if (hit := go(depth + 1, {**chosen, name: option})) is not None:
                return hit
        return None

    return go(0, {})


def _asks_null(node: Node) -> bool:
    """Whether it asks if a fact is known: then it says nothing before the fact is chosen."""
    return node.op == "isnull" or any(_asks_null(part) for part in node.args)
