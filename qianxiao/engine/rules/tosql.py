"""A predicate tree as SQL that DuckDB and Spark read alike. Only our own tree is printed, never the text of a file."""

from collections.abc import Callable

from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.sqltext import literal

Naming = Callable[[Node], str]
"""How a field or a parameter is called in the query."""
_SPREADS = {"not", "neg", "in", "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "share", "least", "greatest"}
"""Operations that are not known exactly when one of their parts is not."""
_MOVES = {"lit", "field", "param", "case", "least", "greatest"}
"""Operations that choose a value and change none."""
_COMPARES = {"=", "<>", "<", "<=", ">", ">=", "between", "in"}
BETWEEN = chr(31)
"""Stands between the texts of a list; no register holds this character, so none of them is found inside another."""


def to_sql(node: Node, name: Naming, known: bool = False) -> str:
    """SQL of a tree. Numbers are BIGINT; a missing fact makes NULL, also in least, greatest and case.

    known: asked only where the tree is known not to be missing; then nothing asks for missing facts.
    """
    if node.op in _MOVES and node.kind == "int":
        return f"cast({_plain(node, name, known)} as bigint)"
    if node.op in _COMPARES:
        # What is only moved compares as it is: a cast of every row would say nothing new.
        parts = [_plain(part, name, known) for part in node.args]
    else:
        parts = [to_sql(part, name, known) for part in node.args]
    match node.op:
        case "not":
            return f"(not {parts[0]})"
        case "neg":
            return f"(- {parts[0]})"
        case "isnull":
            return f"({parts[0]} is null)"
        case "in":
            return _in(node, parts)
        case "between":
            return f"({parts[0]} >= {parts[1]} and {parts[0]} <= {parts[2]})"
        case "share":
            # Both engines divide into a double: exact while the product stays under 2^53.
            return f"cast(floor({parts[0]} * {parts[1]} / 100) as bigint)"
        case _ if node.op in _MOVES:
            return _plain(node, name, known)
        case _:
            return f"({parts[0]} {node.op} {parts[1]})"


def _plain(node: Node, name: Naming, known: bool) -> str:
    """The same in the type it comes in, where no arithmetic can overflow it."""
    match node.op:
        case "lit":
            return _literal(node)
        case "field" | "param":
            return name(node)
        case "case":
            return _case(node, name, known)
        case "least" | "greatest":
            parts = [_plain(part, name, known) for part in node.args]
            if known:
                return f"{node.op}({', '.join(parts)})"
            return _extreme(parts, "<=" if node.op == "least" else ">=", ">" if node.op == "least" else "<")
        case _:
            return to_sql(node, name, known)


def _literal(node: Node) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return literal(node.value)


def _in(node: Node, parts: list[str]) -> str:
    """A function of a text is computed once for each distinct text of a block; IN and OR are not."""
    texts = [str(part.value) for part in node.args[1:] if part.op == "lit" and part.kind == "text"]
    if node.args[0].op != "field" or len(texts) + 1 < len(parts) or any(BETWEEN in text for text in texts):
        return f"({parts[0]} in ({', '.join(parts[1:])}))"
    mark, listed = literal(BETWEEN), literal(BETWEEN.join(["", *texts, ""]))
    return f"(instr({listed}, {mark} || {parts[0]} || {mark}) > 0)"


def _extreme(parts: list[str], sign: str, other: str) -> str:
    """Engines' own least and greatest pass over NULL; with NULL neither comparison holds, and the case has no else."""
    found = parts[0]
    for part in parts[1:]:
        found = f"(case when {found} {sign} {part} then {found} when {found} {other} {part} then {part} end)"
    return found


def leaves(node: Node, name: Naming) -> set[str] | None:
    """SQL of facts and parameters of which one is missing exactly when the node is; None when it is not that simple."""
    if node.op in ("field", "param"):
        return {name(node)}
    if node.op == "lit":
        return set()
    if node.op == "case":
        return _case_leaves(node, name)
    if node.op == "between":
        value, low, high = (leaves(part, name) for part in node.args)
        ends = None if low is None or high is None else low | high
        return value if value is not None and ends is not None and ends <= value else None
    if node.op not in _SPREADS:
        return None
    found: set[str] = set()
    for part in node.args:
        own = leaves(part, name)
        if own is None:
            return None
        found |= own
    return found


def _case_leaves(node: Node, name: Naming) -> set[str] | None:
    """The first condition is asked of every line; what more is needed has to be the same in every branch."""
    first, *more = (leaves(part, name) for part in node.args[:-1:2])
    values = [leaves(part, name) for part in (*node.args[1::2], node.args[-1])]
    if first is None or any(own is None or not own <= first for own in more):
        return None
    rest = [None if own is None else frozenset(own - first) for own in values]
    return first.union(rest[0]) if rest[0] is not None and len(set(rest)) == 1 else None


def _case(node: Node, name: Naming, known: bool) -> str:
    """A condition that is not known makes the whole not known; SQL's own case would fall to the next branch."""
    whens, there = [], set[str]()
    for i in range(0, len(node.args) - 1, 2):
        condition, value = to_sql(node.args[i], name, known), _plain(node.args[i + 1], name, known)
        own = leaves(node.args[i], name)
        # What an earlier branch has found to be there need not be asked for again.
        asked = [condition] if own is None else sorted(own - there)
        if asked and not known:
            whens.append(f"when {' or '.join(f'{one} is null' for one in asked)} then null")
        there |= own or set()
        whens.append(f"when {condition} then {value}")
    return f"(case {' '.join(whens)} else {_plain(node.args[-1], name, known)} end)"
