"""A predicate tree as SQL that DuckDB and Spark read alike. Only our own tree is printed, never the text of a file."""

from collections.abc import Callable

from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.sqltext import literal

Naming = Callable[[Node], str]
"""How a field or a parameter is called in the query."""


def to_sql(node: Node, name: Naming) -> str:
    """SQL of a tree. Numbers are BIGINT; a missing fact makes NULL, also in least, greatest and case."""
    parts = [to_sql(part, name) for part in node.args]
    match node.op:
        case "lit":
            return _literal(node)
        case "field" | "param":
            return f"cast({name(node)} as bigint)" if node.kind == "int" else name(node)
        case "not":
            return f"(not {parts[0]})"
        case "neg":
            return f"(- {parts[0]})"
        case "isnull":
            return f"({parts[0]} is null)"
        case "in":
            return f"({parts[0]} in ({', '.join(parts[1:])}))"
        case "between":
            return f"({parts[0]} >= {parts[1]} and {parts[0]} <= {parts[2]})"
        case "least" | "greatest":
            return _extreme(parts, "<=" if node.op == "least" else ">=")
        case "share":
            # Both engines divide into a double: exact while the product stays under 2^53.
            return f"cast(floor({parts[0]} * {parts[1]} / 100) as bigint)"
        case "case":
            return _case(parts)
        case _:
            return f"({parts[0]} {node.op} {parts[1]})"


def _literal(node: Node) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return f"cast({node.value} as bigint)" if isinstance(node.value, int) else literal(node.value)


def _extreme(parts: list[str], sign: str) -> str:
    """Engines' own least and greatest pass over NULL; a missing fact must not be passed over."""
    found = parts[0]
    for part in parts[1:]:
        found = f"(case when {found} is null or {part} is null then null when {found} {sign} {part} then {found} else {part} end)"
    return found


def _case(parts: list[str]) -> str:
    """A condition that is not known makes the whole not known; SQL's own case would fall to the next branch."""
    whens = " ".join(
        f"when {parts[i]} is null then null when {parts[i]} then {parts[i + 1]}"
        for i in range(0, len(parts) - 1, 2)
    )
    return f"(case {whens} else {parts[-1]} end)"
