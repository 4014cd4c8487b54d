"""Our rule trees written out as plain Python, as Polars and as numpy, so that every way decides by the same rules."""

from itertools import count

from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.predicate import Node

WIDTH = 15
_NOT = {"=": "!=", "<>": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_SAME = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def fields_of(node: Node) -> set[str]:
    """Names of facts a tree asks for."""
    own = {str(node.value)} if node.op == "field" else set()
    return own.union(*(fields_of(part) for part in node.args))


class Python:
    """Texts of one person: `true` and `false` of a condition (neither: not known), `value` of an amount or None."""

    def __init__(self, item: str) -> None:
        self.item = item
        self.names = count()

    def leaf(self, node: Node) -> str:
        if node.op == "lit":
            return repr(node.value)
        return f"{self.item}__{node.value}" if node.op == "param" else str(node.value)

    def known(self, node: Node) -> str:
        asked = sorted(fields_of(node))
        return "".join(f"{name} is not None and " for name in asked)

    def true(self, node: Node) -> str:
        return self._holds(node, True)

    def false(self, node: Node) -> str:
        return self._holds(node, False)

    def _holds(self, node: Node, wanted: bool) -> str:
        a = node.args
        match node.op:
            case "field":
                return f"({node.value} is {wanted})"
            case "not":
                return self._holds(a[0], not wanted)
            case "and" | "or":
                word = "and" if (node.op == "and") == wanted else "or"
                return f"({self._holds(a[0], wanted)} {word} {self._holds(a[1], wanted)})"
            case "in":
                options = ", ".join(self.leaf(part) for part in a[1:])
                return f"({self.known(a[0])}{self.leaf(a[0])} {'in' if wanted else 'not in'} ({options},))"
            case "between":
                low, high = self.plain(a[1]), self.plain(a[2])
                return f"({self.known(node)}{'' if wanted else 'not '}{low} <= {self.plain(a[0])} <= {high})"
        sign = _SAME[node.op] if wanted else _NOT[node.op]
        return f"({self.known(node)}{self.plain(a[0])} {sign} {self.plain(a[1])})"

    def plain(self, node: Node) -> str:
        """A number whose facts are known."""
        if not node.args:
            return self.leaf(node)
        parts = [self.plain(part) for part in node.args]
        match node.op:
            case "least" | "greatest":
                return f"{'min' if node.op == 'least' else 'max'}({', '.join(parts)})"
            case "share":
                return f"({parts[0]} * {parts[1]} // 100)"
        return f"({parts[0]} {node.op} {parts[1]})"

    def value(self, node: Node) -> str:
        """A number, or None where a fact that it needs is missing."""
        if node.op == "case":
            text = self.value(node.args[-1])
            for i in range(len(node.args) - 3, -1, -2):
                yes, no = self.true(node.args[i]), self.false(node.args[i])
                text = f"({self.value(node.args[i + 1])} if {yes} else {text} if {no} else None)"
            return text
        if not node.args or not fields_of(node):
            return self.plain(node)
        held = [f"v{next(self.names)}" for _ in node.args]
        asked = " or ".join(
            f"({name} := {self.value(part)}) is None" for name, part in zip(held, node.args, strict=True)
        )
        inner = Node(node.op, node.kind, tuple(Node("lit", "raw", value=name) for name in held))
        return f"(None if {asked} else {_Raw(self.item).plain(inner)})"


class _Raw(Python):
    """The same with leaves that are already text."""

    def leaf(self, node: Node) -> str:
        return str(node.value)


class Polars(Python):
    """Expressions; Polars spreads missing values as SQL does, but for `when` and horizontal minima."""

    def leaf(self, node: Node) -> str:
        if node.op == "lit":
            return f"pl.lit({node.value!r})"
        return f"pl.col({Python.leaf(self, node)!r})"

    def expr(self, node: Node) -> str:
        if not node.args:
            return self.leaf(node)
        parts = [self.expr(part) for part in node.args]
        match node.op:
            case "and" | "or":
                return f"({parts[0]} {'&' if node.op == 'and' else '|'} {parts[1]})"
            case "not":
                return f"(~{parts[0]})"
            case "in":
                return f"{parts[0]}.is_in([{', '.join(repr(part.value) for part in node.args[1:])}])"
            case "between":
                return f"{parts[0]}.is_between({parts[1]}, {parts[2]})"
            case "share":
                return f"({parts[0]} * {parts[1]} // 100)"
            case "least" | "greatest":
                sign, other = ("<=", ">") if node.op == "least" else (">=", "<")
                a, b = parts
                return f"pl.when({a} {sign} {b}).then({a}).when({a} {other} {b}).then({b})"
            case "case":
                text = "pl"
                for i in range(0, len(parts) - 1, 2):
                    text += f".when({parts[i]}.is_null()).then(None).when({parts[i]}).then({parts[i + 1]})"
                return f"{text}.otherwise({parts[-1]})"
        return f"({parts[0]} {_SAME.get(node.op, node.op)} {parts[1]})"


class Numpy(Python):
    """Arrays: truths are 1, 0 or -1 (missing), texts are numbers or -1, numbers may be NaN."""

    def known(self, node: Node) -> str:
        return ""

    def _holds(self, node: Node, wanted: bool) -> str:
        a = node.args
        match node.op:
            case "field":
                return f"({node.value} == {int(wanted)})"
            case "not":
                return self._holds(a[0], not wanted)
            case "and" | "or":
                word = "&" if (node.op == "and") == wanted else "|"
                return f"({self._holds(a[0], wanted)} {word} {self._holds(a[1], wanted)})"
            case "in":
                word, sign = ("|", "==") if wanted else ("&", "!=")
                found = f" {word} ".join(f"({a[0].value} {sign} {self.leaf(part)})" for part in a[1:])
                return f"({found})" if wanted else f"({found} & ({a[0].value} >= 0))"
            case "between":
                low, x, high = self.plain(a[1]), self.plain(a[0]), self.plain(a[2])
                return (
                    f"(({x} >= {low}) & ({x} <= {high}))" if wanted else f"(({x} < {low}) | ({x} > {high}))"
                )
        text = f"({self.plain(a[0])} {(_SAME if wanted else _NOT)[node.op]} {self.plain(a[1])})"
        # A missing text is -1, which is different from every code without being known to be.
        return f"({text} & ({a[0].value} >= 0))" if a[0].kind == "text" and "!=" in text else text

    def leaf(self, node: Node) -> str:
        if node.op == "lit" and node.kind == "text":
            return str(int(str(node.value)))
        return Python.leaf(self, node)

    def plain(self, node: Node) -> str:
        if node.op == "case":
            text = self.plain(node.args[-1])
            for i in range(len(node.args) - 3, -1, -2):
                yes, no = self.true(node.args[i]), self.false(node.args[i])
                text = f"np.where({yes}, {self.plain(node.args[i + 1])}, np.where({no}, {text}, np.nan))"
            return text
        if not node.args:
            return self.leaf(node)
        parts = [self.plain(part) for part in node.args]
        match node.op:
            case "least" | "greatest":
                return f"np.{'minimum' if node.op == 'least' else 'maximum'}({', '.join(parts)})"
            case "share":
                return f"np.floor(np.multiply({parts[0]}, {parts[1]}, dtype=np.float64) / 100)"
        return f"({parts[0]} {node.op} {parts[1]})"


def loop_source(file: RuleFile, reasons: bool) -> str:
    """A function of one person's facts and values: (code, amount) with reasons, else the amount."""
    rule, text = file.rules[0], Python(file.item)
    facts = sorted(set(file.fields).intersection(*[set(file.fields)]))
    head = f"def {file.item}_{'why' if reasons else 'sum'}({', '.join([*facts, *(f'{file.item}__{n}' for n in sorted(file.parameters))])}):\n"
    amount = text.value(rule.amount.test)
    if not reasons:
        tests = " and ".join(text.true(condition.test) for condition in rule.when)
        return f"{head}    if {tests}:\n        return {amount} or 0\n    return 0\n"
    body = "    code = 0\n"
    for i, condition in enumerate(rule.when):
        body += f"    if {text.true(condition.test)}:\n        code |= {1 << i}\n"
        body += f"    elif not {text.false(condition.test)}:\n        code |= {1 << i + WIDTH}\n"
    last = len(rule.when)
    body += f"    amount = {amount}\n    code |= {1 << last + WIDTH} if amount is None else {1 << last}\n"
    return f"{head}{body}    return code, amount if code == {(1 << last + 1) - 1} else 0\n"
