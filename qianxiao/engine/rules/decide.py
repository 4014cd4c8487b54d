"""One person, one rule, in Python: the same answer as the SQL, with the sentences an official reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qianxiao.engine.rules.evaluate import Fact, compiled
from qianxiao.engine.rules.load import every_rule
from qianxiao.engine.rules.model import Condition, Rule, RuleFile, Words
from qianxiao.engine.rules.predicate import names


@dataclass(frozen=True)
class Decision:
    """Verdict due, not_due or unknown; amount in fen; one bit per condition, the last for the amount."""

    verdict: str
    amount: int
    met: int
    unmet: int
    missing: int


@dataclass(frozen=True)
class Reason:
    """One sentence on a screen: the text, its clause, its state (met, unmet, missing, stop), facts still to be asked."""

    name: str
    text: str
    clause: str
    state: str
    asks: tuple[str, ...] = ()


def bits_of(rule: Rule) -> tuple[Condition, ...]:
    """The conditions in the order of the bits: `when`, then the amount."""
    return (*rule.when, rule.amount)


def decide(rule: Rule, facts: Mapping[str, Fact], parameters: Mapping[str, Fact]) -> Decision:
    """Judge one person. Caps and exclusions need the person's other lines and are not judged here.

    facts: column of the case → value, absent or None when not known; parameters: as `parameters.resolve` gives them.
    """
    met = unmet = missing = 0
    for i, condition in enumerate(rule.when):
        found = compiled(condition.test)(facts, parameters)
        if found is None:
            missing |= 1 << i
        elif found:
            met |= 1 << i
        else:
            unmet |= 1 << i
    amount = compiled(rule.amount.test)(facts, parameters)
    if amount is None:
        missing |= 1 << len(rule.when)
    else:
        met |= 1 << len(rule.when)
    verdict = "not_due" if unmet else "unknown" if missing else "due"
    return Decision(verdict, int(amount or 0) if verdict == "due" else 0, met, unmet, missing)


def _asks(file: RuleFile, condition: Condition, lang: str) -> tuple[str, ...]:
    """Labels of the facts a condition stands on: what to ask when it cannot be judged."""
    used = sorted(names(condition.test, "field"))
    return tuple(file.fields[name].says.in_language(lang) for name in used)


def reasons(
    rule: Rule,
    met: int,
    unmet: int,
    missing: int,
    lang: str = "zh",
    stop: str | None = None,
    files: Sequence[RuleFile] | None = None,
) -> list[Reason]:
    """The sentences behind the masks of a due line, in the order of the rule; a stop comes last."""
    file = file_of(rule.item, files)
    found = []
    for i, condition in enumerate(bits_of(rule)):
        state = (
            "unmet" if unmet >> i & 1 else "missing" if missing >> i & 1 else "met" if met >> i & 1 else ""
        )
        if state:
            asks = _asks(file, condition, lang) if state == "missing" else ()
            found.append(
                Reason(condition.name, condition.says.in_language(lang), condition.cite, state, asks)
            )
    if stop:
        says, cite = _stop(rule, stop)
        found.append(Reason(stop, says.in_language(lang), cite, "stop"))
    return found


def _stop(rule: Rule, stop: str) -> tuple[Words, str]:
    kind, _, name = stop.partition(":")
    among = (
        [(c.name, c.says, c.cite) for c in rule.caps]
        if kind == "cap"
        else [(e.item, e.says, e.cite) for e in rule.exclusions]
    )
    for own, says, cite in among:
        if own == name:
            return says, cite
    raise KeyError(f"rule {rule.id} version {rule.version} has no stop {stop}")


def file_of(item: str, files: Sequence[RuleFile] | None = None) -> RuleFile:
    """The rule file of an item. Raises KeyError."""
    for file in files or every_rule():
        if file.item == item:
            return file
    raise KeyError(f"no rule file for item {item}")


def rule_of(item: str, version: int, files: Sequence[RuleFile] | None = None) -> Rule:
    """One version of an item's rule, as stored with a due line. Raises KeyError."""
    for rule in file_of(item, files).rules:
        if rule.version == version:
            return rule
    raise KeyError(f"{item} has no version {version}")
