"""Writes the module `ways` that the peers import: the rules in their words, and nothing of ours to import."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.rules.translate import WIDTH, Numpy, Polars, loop_source
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.parameters import breakpoints, in_force


def polars_source(file: RuleFile) -> str:
    """Two expressions: the code of reasons, and the amount where it is known."""
    rule, text = file.rules[0], Polars(file.item)
    bits = [
        f"({text.expr(condition.test)}).cast(pl.Int32).fill_null({1 << WIDTH}) * {1 << i}"
        for i, condition in enumerate(rule.when)
    ]
    last, amount = len(rule.when), text.expr(rule.amount.test)
    bits.append(
        f"pl.when(({amount}).is_null()).then({1 << last + WIDTH}).otherwise({1 << last}).cast(pl.Int32)"
    )
    return f"({' + '.join(bits)}).alias('{file.item}__code'), ({amount}).alias('{file.item}__sum')"


def formula_source(file: RuleFile) -> str:
    """A function of arrays: the amount where all conditions hold and it is known, else 0."""
    rule, text = file.rules[0], Numpy(file.item)
    tests = " & ".join(text.true(condition.test) for condition in rule.when)
    facts = f"{{n: f(n) for n in FIELDS['{file.item}']}}"
    values = f"{{'{file.item}__' + n: p(n) for n in PARAMETERS['{file.item}']}}"
    given = ", ".join([*sorted(file.fields), *(f"{file.item}__{name}" for name in sorted(file.parameters))])
    return f"""def _{file.item}({given}):
    amount = {text.plain(rule.amount.test)}
    return np.where({tests} & ~np.isnan(amount), amount, 0)

{file.item}_formula = lambda f, p: _{file.item}(**{facts}, **{values})
"""


def tree(files: Sequence[RuleFile]) -> dict[str, dict[str, dict[str, dict[int, int]]]]:
    """item → parameter → region ('' the nation) → day → value, each region complete over all days."""
    days = breakpoints(files)
    found: dict[str, dict[str, dict[str, dict[int, int]]]] = {}
    for file in files:
        for name, parameter in file.parameters.items():
            regions = sorted({value.region for value in parameter.values})
            found.setdefault(file.item, {})[name] = {
                region: {
                    day: value.value for day in days if (value := in_force(parameter.values, region, day))
                }
                for region in regions
            }
    return found


def write_ways(files: Sequence[RuleFile], target: Path) -> None:
    """Write the module. It needs numpy, and Polars where `polars_rules` is called."""
    items = [file.item for file in files]
    capped = {file.item: file.rules[0].caps[0].limit for file in files if file.rules[0].caps}
    lines = [
        '"""The rules of the benchmark in the words of the peers: generated, not written."""',
        "import numpy as np",
        f"ITEMS = {items!r}",
        f"FULL = { ({file.item: (1 << len(file.rules[0].when) + 1) - 1 for file in files})!r}",
        f"FIELDS = { ({file.item: sorted(file.fields) for file in files})!r}",
        f"PARAMETERS = { ({file.item: sorted(file.parameters) for file in files})!r}",
        f"CAPPED = {capped!r}",
        f"DAYS = {breakpoints(files)!r}",
        f"TREE = {tree(files)!r}",
    ]
    for file in files:
        lines += [loop_source(file, reasons) for reasons in (False, True)]
        lines.append(formula_source(file))
    polars = ",\n        ".join(polars_source(file) for file in files)
    lines.append(f"def polars_rules(pl):\n    return [\n        {polars},\n    ]\n")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
