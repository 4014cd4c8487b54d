"""One version of a rule as SELECT: conditions of every case, masks, verdict, in one pass and at most one join."""

from collections.abc import Callable

from qianxiao.engine.rules.masks import codes, full, masks
from qianxiao.engine.rules.model import Rule, RuleFile
from qianxiao.engine.rules.parameters import (
    national_value,
    regional,
    segment,
    segments,
    table_of,
    value_column,
)
from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.rules.stops import all_caps, kept
from qianxiao.engine.rules.tosql import Naming, to_sql

KEY = ("person_no", "rec_id", "term", "period_from", "period_to", "decisive_date", "county")
"""What every judged line carries on from its case."""


def value_of(file: RuleFile, rule: Rule, name: str, prefix: str = "p.") -> str:
    """SQL of a parameter: from the resolved values of the paying county, or the nation's own number."""
    parameter = file.parameters[name]
    if parameter.national:
        return national_value(parameter, rule.start, rule.end, f"c.{rule.decisive}")
    return f"{prefix}{value_column(name)}"


def naming(file: RuleFile, rule: Rule, prefix: str = "p.") -> Naming:
    """Facts come from the case `c`, parameters from `value_of`."""

    def name(node: Node) -> str:
        return f"c.{node.value}" if node.op == "field" else value_of(file, rule, str(node.value), prefix)

    return name


def _tested(file: RuleFile, rule: Rule, cases: str) -> str:
    """One row per case in the validity of this version, each condition and the amount computed once."""
    own, name = {cap.name for cap in rule.caps}, naming(file, rule)
    chosen = ["c.person_no, c.rec_id, c.term, c.period_from, c.period_to"]
    chosen += [f"c.{rule.decisive} as decisive_date", f"c.{rule.county} as county"]
    chosen += [f"c.{key} as key_{key}" for key in kept(file)]
    for cap in all_caps(file):
        limit = value_of(file, rule, cap.limit) if cap.name in own else "cast(null as bigint)"
        chosen.append(f"{limit} as limit_{cap.name}")
    chosen += [f"{to_sql(condition.test, name)} as b{i}" for i, condition in enumerate(rule.when)]
    chosen.append(f"{to_sql(rule.amount.test, name)} as sum_due")
    given = f"{cases} c"
    if regional(file):
        given = f"""(select *, {segment(segments(file), rule.decisive)} as segment from {cases}) c
    left join {table_of(file.item)} p on p.county = c.{rule.county} and p.from_date = c.segment"""
    return f"""select {", ".join(chosen)}
    from {given}
    where c.{rule.decisive} between {rule.start} and {rule.end}"""


def judged(file: RuleFile, rule: Rule, cases: str) -> str:
    """SELECT of one version: KEY, keys and limits of the caps, rule_version, sum_due, masks, judgement.

    cases: the table of cases, or a SELECT of some of them in brackets. The last bit says whether the amount is known.
    """
    carried = [*KEY, *(f"key_{key}" for key in kept(file)), *(f"limit_{cap.name}" for cap in all_caps(file))]
    count, carry = len(rule.when) + 1, ", ".join(carried)
    packed = codes([f"b{i}" for i in range(count - 1)], "sum_due")
    return f"""select {carry}, {rule.version} as rule_version, sum_due, met, {full(count)} - met - missing as unmet, missing,
  case when met + missing <> {full(count)} then 'not_due' when missing <> 0 then 'unknown' else 'due' end as judgement
from (select {carry}, sum_due, {", ".join(masks(count))}
  from (select {carry}, sum_due, {", ".join(packed)}
  from ({_tested(file, rule, cases)}) j) k) m"""


def union(select: Callable[[Rule], str], file: RuleFile) -> str:
    """The SELECTs of all versions of an item."""
    return "\nunion all ".join(select(rule) for rule in file.rules)
