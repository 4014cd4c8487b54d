"""The predicate language of the rules: SQL text in, a small typed tree out, nothing else gets through."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

MAX_TEXT = 2000
MAX_NODES = 300
_BIGGEST = 10**15


class PredicateError(ValueError):
    """A predicate that is not in the language."""


@dataclass(frozen=True)
class Node:
    """One operation. Kinds: bool, int (also dates, months, fen), text. Leaves carry a value or a name."""

    op: str
    kind: str
    args: tuple["Node", ...] = ()
    value: int | str | bool = 0


_COMPARE: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_LOGIC: dict[type[exp.Expr], str] = {exp.And: "and", exp.Or: "or"}
# What sqlglot may hang on a node; anything else (symmetric, escape, distinct, a subquery) is refused.
_PARTS: dict[type[exp.Expr], set[str]] = {
    exp.Not: {"this"},
    exp.Paren: {"this"},
    exp.Neg: {"this"},
    exp.Is: {"this", "expression"},
    exp.In: {"this", "expressions"},
    exp.Between: {"this", "low", "high"},
    exp.Column: {"this"},
    exp.Literal: {"this", "is_string"},
    exp.Boolean: {"this"},
    exp.Case: {"ifs", "default"},
    exp.If: {"this", "true"},
    exp.Least: {"this", "expressions", "ignore_nulls"},
    exp.Greatest: {"this", "expressions", "ignore_nulls"},
    exp.Anonymous: {"this", "expressions"},
}


class _Reader:
    """Turns sqlglot's tree into ours, checking names and kinds on the way."""

    def __init__(self, fields: Mapping[str, str], parameters: set[str]) -> None:
        self.fields = fields
        self.parameters = parameters
        self.nodes = 0
        self.how: dict[type[exp.Expr], Callable[[exp.Expr], Node]] = {
            exp.Not: lambda e: Node("not", "bool", (self.want(e.this, "bool"),)),
            exp.Paren: lambda e: self.read(e.this),
            exp.Neg: lambda e: Node("neg", "int", (self.want(e.this, "int"),)),
            exp.Is: self.is_null,
            exp.In: self.in_list,
            exp.Between: self.between,
            exp.Column: self.name,
            exp.Literal: self.literal,
            exp.Boolean: lambda e: Node("lit", "bool", value=bool(e.this)),
            exp.Case: self.case,
            exp.Least: self.extreme,
            exp.Greatest: self.extreme,
            exp.Anonymous: self.share,
        }

    def read(self, e: exp.Expr) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise PredicateError("the predicate is too long")
        kind = type(e)
        parts = _PARTS.get(kind, {"this", "expression"} if kind in _LOGIC | _COMPARE | _ARITHMETIC else None)
        if parts is None:
            raise PredicateError(f"not in the language: {e.sql()[:60]!r} ({kind.__name__})")
        extra = {name for name, part in e.args.items() if part not in (None, False, [])} - parts
        if extra:
            raise PredicateError(f"not in the language: {e.sql()[:60]!r} ({', '.join(sorted(extra))})")
        if kind in _LOGIC:
            return Node(_LOGIC[kind], "bool", (self.want(e.this, "bool"), self.want(e.expression, "bool")))
        if kind in _ARITHMETIC:
            return Node(_ARITHMETIC[kind], "int", (self.want(e.this, "int"), self.want(e.expression, "int")))
        if kind in _COMPARE:
            return self.compare(e, _COMPARE[kind])
        return self.how[kind](e)

    def want(self, e: exp.Expr, kind: str) -> Node:
        node = self.read(e)
        if node.kind != kind:
            raise PredicateError(f"{e.sql()[:60]!r} is {node.kind}, {kind} is wanted")
        return node

    def compare(self, e: exp.Expr, op: str) -> Node:
        left = self.read(e.this)
        right = self.want(e.expression, left.kind)
        if left.kind != "int" and op not in ("=", "<>"):
            raise PredicateError(f"only numbers and dates have an order: {e.sql()[:60]!r}")
        return Node(op, "bool", (left, right))

    def is_null(self, e: exp.Expr) -> Node:
        if not isinstance(e.expression, exp.Null):
            raise PredicateError(f"only 'is null' and 'is not null': {e.sql()[:60]!r}")
        return Node("isnull", "bool", (self.read(e.this),))

    def in_list(self, e: exp.Expr) -> Node:
        left = self.read(e.this)
        items = tuple(self.want(item, left.kind) for item in e.expressions)
        if not items or any(item.op != "lit" for item in items):
            raise PredicateError(f"'in' takes a list of values: {e.sql()[:60]!r}")
        return Node("in", "bool", (left, *items))

    def between(self, e: exp.Expr) -> Node:
        parts = (self.want(e.this, "int"), self.want(e.args["low"], "int"), self.want(e.args["high"], "int"))
        return Node("between", "bool", parts)

    def name(self, e: exp.Expr) -> Node:
        identifier = e.this
        if not isinstance(identifier, exp.Identifier) or identifier.args.get("quoted"):
            raise PredicateError(f"a plain name is wanted: {e.sql()[:60]!r}")
        name = str(identifier.this)
        if name in self.fields:
            return Node("field", self.fields[name], value=name)
        if name in self.parameters:
            return Node("param", "int", value=name)
        raise PredicateError(f"unknown name: {name!r}")

    def literal(self, e: exp.Expr) -> Node:
        text = str(e.this)
        if e.args.get("is_string"):
            if "\\" in text or not text.isprintable():
                raise PredicateError("a text may hold printable characters only, no backslash")
            return Node("lit", "text", value=text)
        if not text.isascii() or not text.isdigit() or int(text) > _BIGGEST:
            raise PredicateError(f"whole numbers only: {text!r}")
        return Node("lit", "int", value=int(text))

    def case(self, e: exp.Expr) -> Node:
        if e.args.get("default") is None:
            raise PredicateError("a case needs its else")
        default = self.read(e.args["default"])
        parts: list[Node] = []
        for branch in e.args["ifs"]:
            if {k for k, v in branch.args.items() if v} - _PARTS[exp.If]:
                raise PredicateError("case when … then … else … end, nothing more")
            parts += [self.want(branch.this, "bool"), self.want(branch.args["true"], default.kind)]
        return Node("case", default.kind, (*parts, default))

    def extreme(self, e: exp.Expr) -> Node:
        items = tuple(self.want(item, "int") for item in (e.this, *e.expressions))
        return Node("least" if isinstance(e, exp.Least) else "greatest", "int", items)

    def share(self, e: exp.Expr) -> Node:
        if e.this != "share" or len(e.expressions) != 2:
            raise PredicateError(f"unknown function: {str(e.this)[:60]!r}")
        return Node("share", "int", tuple(self.want(item, "int") for item in e.expressions))


def parse(text: str, kind: str, fields: Mapping[str, str], parameters: set[str]) -> Node:
    """Read one predicate (`kind` bool) or amount (int).

    Language: and or not, = <> < <= > >=, in (…), between, is [not] null, + - *, least, greatest,
    case when … else … end, share(n, p) = p hundredths of n rounded down, names, whole numbers, 'text'.
    Raises PredicateError on anything else.
    """
    if len(text) > MAX_TEXT:
        raise PredicateError("the predicate is too long")
    # Comments, statements, casts and placeholders are dropped or rewritten by a tolerant parser: refuse early.
    for mark in ("--", "/*", ";", ":", "\\", "`", '"', "{", "[", "@", "$", "?", "#"):
        if mark in text:
            raise PredicateError(f"{mark!r} is not in the language")
    try:
        tree = sqlglot.parse_one(text, read="duckdb")
    except (sqlglot.errors.SqlglotError, RecursionError) as error:
        raise PredicateError(f"cannot be read: {str(error).splitlines()[0][:120]}") from error
    return _Reader(fields, parameters).want(tree, kind)


def names(node: Node, op: str) -> set[str]:
    """Names of the fields (`op` field) or parameters (`op` param) a tree uses."""
    own = {str(node.value)} if node.op == op else set()
    return own.union(*(names(part, op) for part in node.args))
