"""Rule files → the SELECTs that judge: every condition one bit, verdict and amount, by version and decisive date."""

from collections.abc import Callable, Sequence

from qianxiao.engine.rules.model import Rule, RuleFile
from qianxiao.engine.rules.parameters import column, segment
from qianxiao.engine.rules.predicate import Node
from qianxiao.engine.rules.stops import all_caps, stops
from qianxiao.engine.rules.tosql import to_sql
from qianxiao.engine.sqltext import Step, literal

DUE = (
    "item, person_no, register, rec_id, term, month, decisive_date, amount, verdict, rule_id, rule_version,"
    " met, unmet, missing, stop, payee_kind, fund, county"
)
"""Columns of table `due`, in the order of the contract."""
_KEY = "person_no, register, rec_id, term, decisive_date, county, period_from, period_to"
_STATES = ("met", "unmet", "missing")


def bits(tests: Sequence[str], state: str) -> str:
    """SQL: one bit per column that is true (met), false (unmet) or unknown (missing)."""
    form = {"met": "{}", "unmet": "not {}", "missing": "{} is null"}[state]
    return " + ".join(
        f"case when {form.format(test)} then {1 << i} else 0 end" for i, test in enumerate(tests)
    )


def naming(item: str) -> Callable[[Node], str]:
    """Facts come from the case `c`, parameters from the resolved values `p` of the paying county."""

    def name(node: Node) -> str:
        return f"c.{node.value}" if node.op == "field" else f"p.{column(item, str(node.value))}"

    return name


def _kept(file: RuleFile) -> list[str]:
    """Case columns that caps read after the conditions are judged."""
    return sorted({key for cap in all_caps(file) for key in (*cap.keys, *cap.order)} - {"year", "term"})


def _judged(file: RuleFile, rule: Rule, files: Sequence[RuleFile]) -> str:
    """One row per case in the validity of this version, each condition and the amount computed once."""
    name, own = naming(rule.item), {cap.name for cap in rule.caps}
    chosen = ["c.person_no, c.register, c.rec_id, c.term, c.period_from, c.period_to"]
    chosen += [f"c.{rule.decisive} as decisive_date", f"c.{rule.county} as county"]
    chosen += [f"c.{key} as key_{key}" for key in _kept(file)]
    for cap in all_caps(file):
        limit = f"p.{column(rule.item, cap.limit)}" if cap.name in own else "cast(null as bigint)"
        chosen.append(f"{limit} as limit_{cap.name}")
    chosen += [f"{to_sql(condition.test, name)} as b{i}" for i, condition in enumerate(rule.when)]
    chosen.append(f"{to_sql(rule.amount.test, name)} as sum_due")
    return f"""select {", ".join(chosen)}
    from (select *, {segment(files, rule.decisive)} as segment from case_{file.case}) c
    left join rule_parameters p on p.county = c.{rule.county} and p.from_date = c.segment
    where c.{rule.decisive} between {rule.start} and {rule.end}"""


def _verdicts(file: RuleFile, rule: Rule, files: Sequence[RuleFile]) -> str:
    """Masks and verdict of one version. The last bit says whether the amount can be computed."""
    tests = [f"b{i}" for i in range(len(rule.when))] + ["sum_known"]
    masks = ", ".join(f"cast({bits(tests, state)} as bigint) as {state}" for state in _STATES)
    kept = [f"key_{key}" for key in _kept(file)] + [f"limit_{cap.name}" for cap in all_caps(file)]
    about = f"{literal(rule.id)} as rule_id, {rule.version} as rule_version"
    payee = f"{literal(rule.payee or None)} as payee_kind, {literal(rule.fund or None)} as fund"
    return f"""select *, case when unmet <> 0 then 'not_due' when missing <> 0 then 'unknown' else 'due' end as judgement
from (select {", ".join([_KEY, *kept])}, {about}, {payee}, sum_due, {masks}
  from (select *, case when sum_due is not null then true end as sum_known
  from ({_judged(file, rule, files)}) j) k) m"""


def item_step(file: RuleFile, files: Sequence[RuleFile]) -> Step:
    """Step `due_<item>`: the columns of `due` plus the period that other items' exclusions look at."""
    named = ["lines as (" + "\nunion all ".join(_verdicts(file, rule, files) for rule in file.rules) + ")"]
    queries, last, reads = stops(file, "lines")
    named += queries
    sql = f"""with {", ".join(named)}
select {literal(file.item)} as item, person_no, register, rec_id, term,
  cast(floor(decisive_date / 100) as int) as month, decisive_date,
  cast(case when judgement = 'due' and stop is null then sum_due else 0 end as bigint) as amount,
  case when stop is not null then 'not_due' else judgement end as verdict,
  rule_id, rule_version, met, unmet, missing, stop, payee_kind, fund, county, period_from, period_to
from {last}"""
    return Step(
        f"due_{file.item}",
        (f"case_{file.case}", "rule_parameters", *reads),
        "person_no, register, rec_id, term",
        sql,
        file.file,
    )


def in_order(files: Sequence[RuleFile]) -> list[RuleFile]:
    """Files so that an item comes after those it is excluded by. Raises ValueError on a circle."""
    waiting, done = list(files), list[RuleFile]()
    while waiting:
        known = {file.item for file in done}
        ready = [f for f in waiting if _excluders(f) & {w.item for w in waiting} <= known]
        if not ready:
            raise ValueError("items exclude each other in a circle: " + ", ".join(f.item for f in waiting))
        done += ready
        waiting = [file for file in waiting if file not in ready]
    return done


def _excluders(file: RuleFile) -> set[str]:
    return {ex.item for rule in file.rules for ex in rule.exclusions if ex.against == "due"}


def steps(files: Sequence[RuleFile]) -> list[Step]:
    """Steps `due_<item>` for each rule file and `due`, over the case tables and `rule_parameters`."""
    found = [item_step(file, files) for file in in_order(files)]
    tables = [f"due_{file.item}" for file in files]
    union = "\nunion all ".join(f"select {DUE} from {table}" for table in tables)
    return [
        *found,
        Step("due", tuple(tables), "item, person_no, register, rec_id, term", union, "compile.py"),
    ]
