"""Reasons of many items in words of 64 bits per line: one digit for each distinct condition, whoever asks it.

Items share conditions, so a survey keeps a condition once, not once per item; which digits an item reads is known from
its rules. An amount is known when none of the digits of what it needs is missing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from qianxiao.engine.rules.digits import MET, MISSING, digit
from qianxiao.engine.rules.judge import naming
from qianxiao.engine.rules.model import Parameter, Rule, RuleFile
from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.rules.surveyed_values import known_place, payers
from qianxiao.engine.rules.tosql import Naming, leaves, to_sql

_PART = 15
"""Digits that fit a whole number of 32 bits: they are added there, where adding is cheapest."""
WIDTH = 31
"""Digits that fit a word of 64 bits."""
Version = tuple[str, int]
"""Item and version of a rule."""


@dataclass
class Words:
    """Which digit of the words says what. Read with `due`, `unrefused` and `masks`."""

    digits: dict[str, str] = field(default_factory=dict)
    """What a digit asks → its SQL, in the order of the digits."""
    held: dict[str, str] = field(default_factory=dict)
    """SQL of a truth that is computed first → its column."""
    conditions: dict[Version, list[int]] = field(default_factory=dict)
    """Digits of a version's conditions, in their order."""
    amounts: dict[Version, list[int]] = field(default_factory=dict)
    """Digits of which one is missing exactly when a version's amount is."""
    alone: dict[str, int] = field(default_factory=dict)
    """Fact → a digit that is missing exactly when the fact is."""

    def hold(self, sql: str) -> str:
        """The column of a truth that is computed before the digits."""
        return self.held.setdefault(sql, f"b{len(self.held)}")

    def add(self, asked: str, sql: Callable[[int], str]) -> int:
        """The number of the digit that says what is asked, a new one when nobody asked it before. sql: of a unit."""
        if asked not in self.digits:
            self.digits[asked] = sql(_unit(len(self.digits) % WIDTH % _PART))
        return list(self.digits).index(asked)

    def columns(self) -> list[str]:
        """SQL columns `reasons_0`, `reasons_1`, … (BIGINT)."""
        found, texts = [], list(self.digits.values())
        for start in range(0, len(texts), WIDTH):
            word = texts[start : start + WIDTH]
            parts = [" + ".join(word[i : i + _PART]) for i in range(0, len(word), _PART)]
            sums = [
                f"cast({part} as bigint)" + (f" * {_unit(n * _PART)}" if n else "")
                for n, part in enumerate(parts)
            ]
            found.append(f"{' + '.join(sums)} as reasons_{start // WIDTH}")
        return found

    def names(self) -> list[str]:
        """Names of the words."""
        return [f"reasons_{n}" for n in range(-(-len(self.digits) // WIDTH))]

    def due(self, version: Version, prefix: str = "") -> str:
        """SQL: all conditions of a version are met and its amount is known."""
        met = _masks(self.conditions[version], MET)
        asked = _masks(self.amounts[version], MISSING)
        found = []
        for word in sorted(met | asked):
            mask = met.get(word, 0)
            found.append(f"({prefix}reasons_{word} & {mask | asked.get(word, 0)}) = {mask}")
        return " and ".join(found)

    def unrefused(self, version: Version, prefix: str = "") -> str:
        """SQL: no condition of a version is unmet; each is met or missing."""
        words = (
            (f"{prefix}reasons_{n}", low) for n, low in _masks(self.conditions[version], MISSING).items()
        )
        return " and ".join(
            f"(({word} & {low}) * {MET} | ({word} & {MET * low})) = {MET * low}" for word, low in words
        )

    def masks(self, version: Version, prefix: str = "") -> tuple[str, str]:
        """SQL (BIGINT) of the masks `met` and `missing` of a version, bit by bit as table `due` keeps them."""
        found = []
        for value in (MET, MISSING):
            asked = [self._is([place], value, prefix) for place in self.conditions[version]]
            unknown = self._is(self.amounts[version], MISSING, prefix)
            asked.append(f"not ({unknown})" if value == MET else unknown)
            bits = (f"case when {one} then {1 << bit} else 0 end" for bit, one in enumerate(asked))
            found.append(" + ".join(f"cast({one} as bigint)" for one in bits))
        return found[0], found[1]

    def _is(self, places: Sequence[int], value: int, prefix: str) -> str:
        """SQL: one of some digits has a value."""
        masks = _masks(places, value).items()
        return " or ".join(f"({prefix}reasons_{word} & {mask}) <> 0" for word, mask in masks) or "false"


def _masks(places: Sequence[int], value: int) -> dict[int, int]:
    """Word → the bits of a value in some digits."""
    found: dict[int, int] = {}
    for place in places:
        word, nth = divmod(place, WIDTH)
        found[word] = found.get(word, 0) | value * _unit(nth)
    return found


def prefix_of(files: Sequence[RuleFile], file: RuleFile, rule: Rule) -> str:
    """How the resolved values of an item are called in the lines `c` of a survey."""
    found, payer = payers(files), (rule.decisive, rule.county)
    return f"c.p{found.index(payer)}_{file.item}__" if payer in found else ""


def words_of(files: Sequence[RuleFile]) -> Words:
    """The words of a survey of some files: the same for the same files, so that a reader finds what was written."""
    words, rules = Words(), [(file, rule) for file in files for rule in file.rules]
    for file, rule in rules:
        name = naming(file, rule, prefix_of(files, file, rule))
        places = words.conditions[file.item, rule.version] = []
        for condition in rule.when:
            form = partial(digit, condition.test, name, hold=words.hold)
            places.append(words.add(to_sql(condition.test, name), form))
            need = leaves(_without_known(condition.test, file, rule), _needed(files, file, rule))
            if need and len(need) == 1:
                words.alone.setdefault(min(need), places[-1])
    for file, rule in rules:
        words.amounts[file.item, rule.version] = _amount(words, files, file, rule)
    return words


def _unit(nth: int) -> int:
    return 1 << 2 * nth


def _without_known(tree: Node, file: RuleFile, rule: Rule) -> Node:
    """A tree with a number for every value of the nation that is there on every day of a version."""
    if tree.op == "param":
        parameter = file.parameters[str(tree.value)]
        known = parameter.national and covers(parameter, rule.start, rule.end)
        return Node("lit", "int") if known else tree
    return replace(tree, args=tuple(_without_known(part, file, rule) for part in tree.args))


def _needed(files: Sequence[RuleFile], file: RuleFile, rule: Rule) -> Naming:
    """What has to be so that a fact or a value is there; of a value that every known county has, that the county is known."""
    name = naming(file, rule, prefix_of(files, file, rule))

    def need(node: Node) -> str:
        if node.op == "param" and covers(file.parameters[str(node.value)], rule.start, rule.end):
            return known_place(files, (rule.decisive, rule.county))
        return f"{name(node)} is not null"

    return need


def _amount(words: Words, files: Sequence[RuleFile], file: RuleFile, rule: Rule) -> list[int]:
    """Digits that say whether an amount is known: those of what it needs, or one of its own where that is not all."""
    tree, needed = _without_known(rule.amount.test, file, rule), _needed(files, file, rule)
    need = leaves(tree, needed)
    if need is not None:
        return sorted({_there(words, one) for one in need})
    every = sorted({needed(leaf) for leaf in _ends(tree)})
    close = f"{to_sql(rule.amount.test, naming(file, rule, prefix_of(files, file, rule)))} is not null"
    # With all facts and values there it is known; the few others are looked at closely.
    return [words.add(close, lambda unit: _either([" and ".join(every) or "true", close], unit))]


def _there(words: Words, one: str) -> int:
    """The digit that is missing when something is not there."""
    if one not in words.alone:
        words.alone[one] = words.add(one, lambda unit: _either([one], unit))
    return words.alone[one]


def _either(tests: list[str], unit: int) -> str:
    """SQL of a digit: met when one of some tests holds, else missing."""
    whens = " ".join(f"when {test} then {MET * unit}" for test in tests)
    return f"case {whens} else {MISSING * unit} end"


def _ends(node: Node) -> list[Node]:
    """The facts and parameters of a tree."""
    return [node] if node.op in ("field", "param") else [one for part in node.args for one in _ends(part)]


def covers(parameter: Parameter, start: int, end: int) -> bool:
    """Whether the nation's own values say something on every day of a span, so that every known county has a value."""
    day = start
    for value in sorted(parameter.by_region.get("", ()), key=lambda value: value.start):
        if value.start <= day <= value.end:
            day = value.end + 1
    return day > end
