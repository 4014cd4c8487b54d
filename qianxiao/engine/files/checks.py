"""Checks of a form, as declared in policies/forms: comparisons and sums of figures, never executed as code."""

import operator
from collections.abc import Callable
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
        if check.get("needs") == "typed":
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
