"""A predicate tree as a plain Python function of one person, with the same three values as the SQL."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from qianxiao.engine.rules.predicate import Node

Fact = int | str | bool | None
Facts = Mapping[str, Fact]
Eval = Callable[[Facts, Facts], Fact]

_BINARY: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "share": lambda a, b: a * b // 100,
    "least": min,
    "greatest": max,
}


@lru_cache(maxsize=4096)
def compiled(node: Node) -> Eval:
    """A function (facts, parameters) → value. None is "not known": it spreads as NULL does in SQL."""
    parts = [compiled(part) for part in node.args]
    value = node.value
    match node.op:
        case "lit":
            return lambda facts, parameters: value
        case "field":
            return lambda facts, parameters: facts.get(str(value))
        case "param":
            return lambda facts, parameters: parameters.get(str(value))
        case "not":
            return lambda f, p: None if (x := parts[0](f, p)) is None else not x
        case "neg":
            return lambda f, p: None if (x := parts[0](f, p)) is None else -int(x)
        case "isnull":
            return lambda f, p: parts[0](f, p) is None
        case "and":
            return lambda f, p: _both(parts[0](f, p), parts[1](f, p))
        case "or":
            return lambda f, p: _either(parts[0](f, p), parts[1](f, p))
        case "in":
            return lambda f, p: (
                None if (x := parts[0](f, p)) is None else x in [part(f, p) for part in parts[1:]]
            )
        case "between":
            return lambda f, p: _between(parts[0](f, p), parts[1](f, p), parts[2](f, p))
        case "case":
            return lambda f, p: _case(parts, f, p)
        case _:
            return _folded(_BINARY[node.op], parts)


def _folded(operation: Callable[[int, int], int], parts: list[Eval]) -> Eval:
    def apply(facts: Facts, parameters: Facts) -> Fact:
        found = parts[0](facts, parameters)
        for part in parts[1:]:
            value = part(facts, parameters)
            if found is None or value is None:
                return None
            found = operation(found, value)  # type: ignore[arg-type]  # kinds were checked when the rule was read
        return found

    return apply


def _both(a: Fact, b: Fact) -> Fact:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _either(a: Fact, b: Fact) -> Fact:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _between(x: Fact, low: Fact, high: Fact) -> Fact:
    above = None if x is None or low is None else int(x) >= int(low)
    below = None if x is None or high is None else int(x) <= int(high)
    return _both(above, below)


def _case(parts: list[Eval], facts: Facts, parameters: Facts) -> Fact:
    for i in range(0, len(parts) - 1, 2):
        found = parts[i](facts, parameters)
        if found is None:
            return None
        if found:
            return parts[i + 1](facts, parameters)
    return parts[-1](facts, parameters)
