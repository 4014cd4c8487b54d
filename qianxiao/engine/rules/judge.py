"""One version of a rule as SELECT: conditions of every case, masks, verdict, in one pass without joins but one."""

from collections.abc import Callable

from qianxiao.engine.rules.masks import codes, full, masks
from qianxiao.engine.rules.model import Rule, RuleFile
from qianxiao.engine.rules.parameters import segment, table_of, value_column
from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.rules.stops import all_caps, kept
from qianxiao.engine.rules.tosql import to_sql

KEY = ("person_no", "rec_id", "term", "period_from", "period_to", "decisive_date", "county")
"""What every judged line carries on from its case."""


def naming(node: Node) -> str:
    """Facts come from the case `c`, parameters from the resolved values `p` of the paying county."""
    return f"c.{node.value}" if node.op == "field" else f"p.{value_column(str(node.value))}"


def _tested(file: RuleFile, rule: Rule, cases: str) -> str:
    """One row per case in the validity of this version, each condition and the amount computed once."""
    own = {cap.name for cap in rule.caps}
    chosen = ["c.person_no, c.rec_id, c.term, c.period_from, c.period_to"]
    chosen += [f"c.{rule.decisive} as decisive_date", f"c.{rule.county} as county"]
    chosen += [f"c.{key} as key_{key}" for key in kept(file)]
    for cap in all_caps(file):
        limit = f"p.{value_column(cap.limit)}" if cap.name in own else "cast(null as bigint)"
        chosen.append(f"{limit} as limit_{cap.name}")
    chosen += [f"{to_sql(condition.test, naming)} as b{i}" for i, condition in enumerate(rule.when)]
    chosen.append(f"{to_sql(rule.amount.test, naming)} as sum_due")
    return f"""select {", ".join(chosen)}
    from (select *, {segment(file, rule.decisive)} as segment from {cases}) c
    left join {table_of(file.item)} p on p.county = c.{rule.county} and p.from_date = c.segment
    where c.{rule.decisive} between {rule.start} and {rule.end}"""


def judged(file: RuleFile, rule: Rule, cases: str) -> str:
    """SELECT of one version: KEY, keys and limits of the caps, rule_version, sum_due, met, missing, judgement.

    cases: the table of cases, or a SELECT of some of them in brackets. The last bit says whether the amount can be computed.
    """
    carried = [*KEY, *(f"key_{key}" for key in kept(file)), *(f"limit_{cap.name}" for cap in all_caps(file))]
    count = len(rule.when) + 1
    tests = [f"b{i}" for i in range(count - 1)] + ["sum_known"]
    carry = ", ".join(carried)
    return f"""select {carry}, {rule.version} as rule_version, sum_due, met, {full(count)} - met - missing as unmet, missing,
  case when met + missing <> {full(count)} then 'not_due' when missing <> 0 then 'unknown' else 'due' end as judgement
from (select {carry}, sum_due, {", ".join(masks(count))}
  from (select {carry}, sum_due, {", ".join(codes(tests))}
  from (select *, case when sum_due is not null then true end as sum_known
  from ({_tested(file, rule, cases)}) j) k) m) n"""


def union(select: Callable[[Rule], str], file: RuleFile) -> str:
    """The SELECTs of all versions of an item."""
    return "\nunion all ".join(select(rule) for rule in file.rules)
