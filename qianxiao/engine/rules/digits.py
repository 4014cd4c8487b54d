"""A condition of three values as one digit of base four: 0 unmet, 1 missing, 2 met; each in the form its kind is fastest in.

How the forms were measured: docs/decisions/0067. A comparison that stands in a CASE is asked only of the rows that no
earlier branch took, while a truth that is computed first costs every row a column, and AND and OR of such columns more.
"""

import re
from collections.abc import Callable

from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.rules.tosql import BETWEEN, Naming, leaves, to_sql
from qianxiao.engine.sqltext import literal

MISSING, MET = 1, 2
Holding = Callable[[str], str]
"""Keeps the SQL of a truth as a column of the rows below, and names it."""

_NOTHING = chr(30)
"""Stands where no text is listed, so that two marks never follow each other."""
_OTHER = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_NUMBER = re.compile(r"cast\(-?\d+ as bigint\)")


def digit(test: Node, name: Naming, unit: int, hold: Holding) -> str:
    """SQL (INT) of a condition: 0 when it is not met, `unit` when a fact it needs is missing, twice that when it is met."""
    found = _of_text(test, name, unit) or _of_truth(test, name, unit)
    if found:
        return found
    parts = [half for part in _flat(test, "and") for half in _halves(part)]
    if all(_missing(part, name) is not None for part in parts):
        return _all_met(parts, name, unit)
    parts = _flat(test, "or")
    if all(_missing(part, name) is not None for part in parts):
        return _any_met(parts, name, unit)
    return _cases([(hold(to_sql(test, name)), MET)], unit, hold(to_sql(test, name)))


def _cases(whens: list[tuple[str, int]], unit: int, null: str = "", last: int = 0) -> str:
    """CASE of conditions and their digits; `null` is missing when it is null."""
    texts = [f"when {test} then {value * unit}" for test, value in whens]
    if null:
        texts.append(f"when {null} is null then {MISSING * unit}")
    return f"case {' '.join(texts)} else {last * unit} end"


def _of_text(test: Node, name: Naming, unit: int) -> str:
    """A text in a list, or not: found by one function of the text, which is computed once per distinct text of a block.

    What is looked for stands between marks; of a missing text only one mark is left, which is found at the first place.
    """
    there = test.op not in ("<>", "not")
    if test.op == "not":
        test = test.args[0]
    if test.op not in ("=", "<>", "in") or test.args[0].op != "field" or test.args[0].kind != "text":
        return ""
    texts = [str(part.value) for part in test.args[1:] if part.op == "lit"]
    marked = any(mark in text for text in texts for mark in (BETWEEN, _NOTHING))
    if len(texts) + 1 < len(test.args) or marked or (not there and test.op == "="):
        return ""
    listed = literal(BETWEEN.join(["", _NOTHING, *texts, ""]))
    place = f"least(instr({listed}, concat_ws({literal(BETWEEN)}, '', {name(test.args[0])}, '')), 2)"
    return f"cast({place if there else f'(2 - {place})'} * {unit} as int)"


def _of_truth(test: Node, name: Naming, unit: int) -> str:
    """A fact that is itself true or false."""
    if test.op == "field":
        return _cases([(name(test), MET)], unit, name(test))
    if test.op == "not" and test.args[0].op == "field":
        return _cases([(name(test.args[0]), 0)], unit, name(test.args[0]), MET)
    return ""


def _flat(node: Node, word: str) -> list[Node]:
    """The parts of a chain of AND or of OR."""
    return [one for part in node.args for one in _flat(part, word)] if node.op == word else [node]


def _halves(node: Node) -> list[Node]:
    """The two comparisons of a `between`."""
    if node.op != "between":
        return [node]
    value, low, high = node.args
    return [Node(">=", "bool", (value, low)), Node("<=", "bool", (value, high))]


def _missing(node: Node, name: Naming) -> set[str] | None:
    """What makes a part missing, numbers of the rules left out; None when it is not that simple."""
    found = leaves(node, name)
    return None if found is None else {one for one in found if not _NUMBER.fullmatch(one)}


def _against(node: Node, name: Naming) -> str:
    """SQL: the part is known not to hold."""
    if node.op in _OTHER:
        return to_sql(Node(_OTHER[node.op], "bool", node.args), name)
    return f"(not {to_sql(node, name)})"


def _all_met(parts: list[Node], name: Naming, unit: int) -> str:
    """Simple parts joined by AND: unmet when one of them is, missing when none is and one is missing."""
    needs = [_missing(part, name) or set() for part in parts]
    shared = set.intersection(*needs)
    whens = [(" and ".join(to_sql(part, name) for part in parts), MET)]
    whens += [(f"{one} is null", MISSING) for one in sorted(shared)]
    if all(need == shared for need in needs):
        return _cases(whens, unit)
    return _cases([*whens, *((_against(part, name), 0) for part in parts)], unit, last=MISSING)


def _any_met(parts: list[Node], name: Naming, unit: int) -> str:
    """Simple parts joined by OR: met when one of them is, missing when none is and one is missing."""
    needs = sorted(set.union(*(_missing(part, name) or set() for part in parts)))
    whens = [(to_sql(part, name), MET) for part in parts]
    return _cases([*whens, *((f"{one} is null", MISSING) for one in needs)], unit)
