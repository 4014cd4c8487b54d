"""What the checker says, and the facts worth trying: the values a rule's own conditions speak of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.model import Condition
from qianxiao.engine.rules.predicate import Node


@dataclass(frozen=True)
class Finding:
    """One thing to mend: level `error` (do not publish) or `note`, where, and what in plain words."""

    level: str
    file: str
    line: int
    text: str


def boundaries(conditions: Sequence[Condition], values: Mapping[str, Fact]) -> dict[str, list[Fact]]:
    """Per field: the texts it is compared with and one other, both truths, numbers at and beside each limit."""
    found: dict[str, set[Fact]] = {}

    def walk(node: Node) -> None:
        leaves = [part for part in node.args if part.op in ("lit", "param")]
        for part in node.args:
            if part.op == "field":
                own = found.setdefault(str(part.value), set())
                own |= {True, False} if part.kind == "bool" else {"~"} if part.kind == "text" else set()
                own |= {str(leaf.value) for leaf in leaves if part.kind == "text"}
                numbers = [leaf.value if leaf.op == "lit" else values.get(str(leaf.value)) for leaf in leaves]
                own |= {n + d for n in numbers if type(n) is int and part.kind == "int" for d in (-1, 0, 1)}
            walk(part)

    for condition in conditions:
        walk(Node("root", "bool", (condition.test,)))
    return {name: sorted(options, key=repr) for name, options in found.items()}
