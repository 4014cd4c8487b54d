"""Checks of a form, as declared in policies/forms: comparisons and sums of figures, never executed as code."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

_COMPARE: dict[type[exp.Expr], Callable[[int, int], bool]] = {
    exp.LTE: operator.le,
    exp.LT: operator.lt,
    exp.GTE: operator.ge,
    exp.GT: operator.gt,
    exp.EQ: operator.eq,
}
_SIGN: dict[type[exp.Expr], str] = {exp.LTE: "≤", exp.LT: "<", exp.GTE: "≥", exp.GT: ">", exp.EQ: "="}


@dataclass(frozen=True)
class Sides:
    """A comparison that does not hold: names on both sides, joined by +, with their sums."""

    left: tuple[str, ...]
    left_sum: int
    sign: str
    right: tuple[str, ...]
    right_sum: int


def failing(test: str, values: dict[str, int | None]) -> list[Sides]:
    """The comparisons of a check that do not hold for named figures; what lacks a figure is left out. Raises as `holds`."""
    found: list[Sides] = []
    left_over = [_parsed(test)]
    while left_over:
        node = left_over.pop(0)
        if isinstance(node, exp.And):
            left_over += [node.this, node.expression]
        elif _truth(node, values) is False:
            one, other = _number(node.this, values), _number(node.expression, values)
            found.append(
                Sides(_names(node.this), one or 0, _SIGN[type(node)], _names(node.expression), other or 0)
            )
    return found


def _names(node: exp.Expr) -> tuple[str, ...]:
    """The figures of one side in their order; a number stands for itself."""
    if isinstance(node, exp.Add):
        return _names(node.this) + _names(node.expression)
    if isinstance(node, exp.Paren):
        return _names(node.this)
    return (str(node.name),)


def holds(test: str, values: dict[str, int | None]) -> bool | None:
    """Whether a check holds for named figures; None when a figure it needs is typed by hand.

    Raises ValueError on anything but names, numbers, +, comparisons and `and`.
    """
    return _truth(_parsed(test), values)


@cache
def _parsed(test: str) -> exp.Expr:
    return sqlglot.parse_one(test)


def _truth(node: exp.Expr, values: dict[str, int | None]) -> bool | None:
    if isinstance(node, exp.And):
        left, right = _truth(node.this, values), _truth(node.expression, values)
        return None if left is None or right is None else left and right
    for kind, compare in _COMPARE.items():
        if isinstance(node, kind):
            one, other = _number(node.this, values), _number(node.expression, values)
            return None if one is None or other is None else bool(compare(one, other))
    raise ValueError(f"not a check: {node.sql()}")


def _number(node: exp.Expr, values: dict[str, int | None]) -> int | None:
    if isinstance(node, exp.Paren):
        return _number(node.this, values)
    if isinstance(node, exp.Column) and node.name in values:
        return values[node.name]
    if isinstance(node, exp.Literal) and node.is_int:
        return int(node.name)
    if isinstance(node, exp.Add):
        one, other = _number(node.this, values), _number(node.expression, values)
        return None if one is None or other is None else one + other
    raise ValueError(f"not a figure: {node.sql()}")


def failed_checks(form: dict[str, Any], found: dict[str, dict[str, int | None]]) -> list[str]:
    """The checks of a form that fail, each as a sentence naming the column or the figure."""
    failed = []
    names = {column["code"]: column["zh"] for column in form["columns"]}
    codes = [cell["code"] for item in form["items"] for cell in item["cells"] if "from" in cell]
    for check in form["checks"]:
        if "needs" in check:  # more than a close knows: the year's return checks it (returns.annual)
            continue
        if check["every"] == "column":
            failed += [
                f"{check['zh']}（{names[column]}）"
                for column, values in found.items()
                if holds(check["test"], values) is False
            ]
        else:
            for code in codes:
                values = {column: found[column][code] for column in found}
                if holds(check["test"], values) is False:
                    failed.append(f"{code} {check['zh']}")
    return failed
