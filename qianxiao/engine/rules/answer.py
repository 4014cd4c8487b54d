"""One case, one item, the whole answer: verdict, amount, and for each condition the facts and values it stood on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from qianxiao.engine.rules.decide import Decision, bits_of, decide
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import Cap, Condition, Exclusion, Field, Parameter, Rule, RuleFile, Value
from qianxiao.engine.rules.parameters import resolve
from qianxiao.engine.rules.predicate import names


@dataclass(frozen=True)
class FactUsed:
    """A fact a condition asked for: its field, the value (None: not known), where it comes from and of which day."""

    field: Field
    value: Fact
    source: str
    day: int = 0


@dataclass(frozen=True)
class ValueUsed:
    """A parameter a condition asked for, and the value in force; None where the region and day have none."""

    parameter: Parameter
    value: Value | None


@dataclass(frozen=True)
class Line:
    """One condition, or the amount: met, unmet or missing, on these facts and values."""

    condition: Condition
    state: str
    facts: tuple[FactUsed, ...]
    values: tuple[ValueUsed, ...]


@dataclass(frozen=True)
class CapUsed:
    """A cap, its limit in force, and how many lines of the person were counted before this one."""

    cap: Cap
    limit: ValueUsed
    used: int

    @property
    def full(self) -> bool:
        """Whether no line is left."""
        return self.limit.value is not None and self.used >= self.limit.value.value


@dataclass(frozen=True)
class Answer:
    """What an item gives a case. verdict: due, not_due, unknown; amount in fen; stop: the exclusion or cap that struck it."""

    file: RuleFile
    region: str
    date: int
    rule: Rule | None
    decision: Decision | None
    lines: tuple[Line, ...] = ()
    caps: tuple[CapUsed, ...] = ()
    stop: Exclusion | Cap | None = None

    @property
    def verdict(self) -> str:
        """As in table `due`; `none` on a day without a rule in force."""
        if self.decision is None:
            return "none"
        return "not_due" if self.stop else self.decision.verdict

    @property
    def amount(self) -> int:
        """Fen; 0 unless due."""
        return self.decision.amount if self.decision and self.verdict == "due" else 0

    @property
    def missing(self) -> tuple[FactUsed, ...]:
        """The facts that are not known and would decide."""
        found = {
            fact.field.name: fact
            for line in self.lines
            if line.state == "missing"
            for fact in line.facts
            if fact.value is None
        }
        return tuple(found.values())


@dataclass(frozen=True)
class Told:
    """Facts of a case by field, and of each its source and day where the register's own name is not enough."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, tuple[str, int]] = field(default_factory=dict)


def answer(
    file: RuleFile,
    told: Told,
    region: str,
    date: int,
    also: Collection[str] = (),
    used: Mapping[str, int] | None = None,
) -> Answer:
    """Decide one case for a paying region (6 digits) on a decisive date (yyyymmdd).

    also: items the person has in the same term or an overlapping period; the first that excludes this one stops it.
    used: cap → lines of the person that were counted before; none without.
    """
    rule = file.rule_on(date)
    if rule is None:
        return Answer(file, region, date, None, None)
    found = decide(rule, told.facts, resolve(file, region, date))
    lines = tuple(
        _line(file, condition, _state(found, bit), told, region, date)
        for bit, condition in enumerate(bits_of(rule))
    )
    caps = tuple(
        CapUsed(cap, _value(file, cap.limit, region, date), (used or {}).get(cap.name, 0))
        for cap in rule.caps
    )
    stops: list[Exclusion | Cap] = [one for one in rule.exclusions if one.item in also]
    stops += [one.cap for one in caps if one.full]
    stop = stops[0] if stops and found.verdict == "due" else None
    return Answer(file, region, date, rule, found, lines, caps, stop)


def _value(file: RuleFile, name: str, region: str, date: int) -> ValueUsed:
    parameter = file.parameters[name]
    return ValueUsed(parameter, parameter.on(region, date))


def _state(found: Decision, bit: int) -> str:
    return "unmet" if found.unmet >> bit & 1 else "missing" if found.missing >> bit & 1 else "met"


def _line(file: RuleFile, condition: Condition, state: str, told: Told, region: str, date: int) -> Line:
    facts = []
    for name in sorted(names(condition.test, "field")):
        asked = file.fields[name]
        source, day = told.sources.get(name, (asked.source, 0))
        facts.append(FactUsed(asked, told.facts.get(name), source, day))
    used = tuple(_value(file, name, region, date) for name in sorted(names(condition.test, "param")))
    return Line(condition, state, tuple(facts), used)
