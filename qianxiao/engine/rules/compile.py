"""Rule files → the steps that judge: `due_<item>` for each item, and `due`, their union in the form of the contract."""

from collections.abc import Sequence
from dataclasses import replace

from qianxiao.engine.rules.cases import REGISTER
from qianxiao.engine.rules.concern import concerned, lasting
from qianxiao.engine.rules.judge import judged, union
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.parameters import regional, table_of
from qianxiao.engine.rules.stops import TEXT, all_caps, all_exclusions, crowd, outside, shut_alone, stops
from qianxiao.engine.sqltext import Scalar, Step, literal

DUE = (
    "item, person_no, register, rec_id, term, month, decisive_date, amount, verdict, rule_id, rule_version,"
    " met, unmet, missing, stop, payee_kind, fund, county"
)
"""Columns of table `due`, in the order of the contract."""
LINE = (
    "person_no, rec_id, term, period_from, period_to, decisive_date, county, rule_version, sum_due, met, unmet,"
    " missing, judgement"
)
"""What a judged line carries on; keys and limits of the caps are left behind."""


def lines(file: RuleFile, due: str = "") -> tuple[str, str]:
    """Named queries, and the SELECT of all judged lines with column `stop`.

    due: a condition on judged lines, from "where", when only some of them are wanted.
    """
    case = f"case_{file.case}"
    if not all_caps(file) and not all_exclusions(file):
        plain = union(lambda rule: judged(file, rule, case), file)
        return "", f"select {LINE}, cast(null as {TEXT}) as stop from ({plain}) l"
    single, many = (f"({crowd(file, case, alone)}) k" for alone in (True, False))
    named = [f"crowded as (select * from ({union(lambda rule: judged(file, rule, many), file)}) l {due})"]
    queries, last = stops(file, "crowded", LINE)
    lone = union(lambda rule: judged(file, rule, single), file)
    both = f"""select {LINE}, {shut_alone(file)} as stop from ({lone}) l {due}
union all select {LINE}, stop from {last}"""
    return f"with {', '.join([*named, *queries])}\n", both


def _item(file: RuleFile) -> str:
    """SELECT of the lines of an item."""
    head, judged_lines = lines(file)
    return f"""{head}select person_no, rec_id, term, decisive_date,
  cast(case when unmet = 0 and missing = 0 and stop is null then sum_due else 0 end as bigint) as amount,
  case when stop is not null then 'not_due' else judgement end as verdict,
  rule_version, met, unmet, missing, stop, county, period_from, period_to
from ({judged_lines}) d"""


def item_step(file: RuleFile) -> Step:
    """Step `due_<item>`: what changes from line to line of an item, and the period that exclusions look at.

    Decided person by person: nothing but the values of the parameters is read beside a person's own lines. A value
    that changed since the month before concerns the people with a case in its county and time.
    """
    others, values = outside(file), table_of(file.item)
    through = (f"case_{file.case}", *others)
    step = Step(f"due_{file.item}", through, "rec_id, term", _item(file), file.file, ("person_no",), through)
    if not regional(file):
        return step
    concerns = ((values, concerned(file, "{before}", values)),)
    reads = (f"case_{file.case}", values, *others)
    return replace(step, reads=reads, lasting=_item(lasting(file)), concerns=concerns)


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


def _of_version(found: dict[int, Scalar]) -> str:
    """SQL: what the version of a line says; one literal when all versions say the same."""
    if len(set(found.values())) == 1:
        return literal(next(iter(found.values())))
    whens = " ".join(f"when {version} then {literal(said)}" for version, said in found.items())
    return f"case rule_version {whens} end"


def _contract(file: RuleFile) -> str:
    """The lines of an item with the columns that its rule gives to all of them."""
    ids = _of_version({rule.version: rule.id for rule in file.rules})
    payee = _of_version({rule.version: rule.payee or None for rule in file.rules})
    fund = _of_version({rule.version: rule.fund or None for rule in file.rules})
    return f"""select {literal(file.item)} as item, person_no, {literal(REGISTER[file.case])} as register, rec_id, term,
  cast(floor(decisive_date / 100) as int) as month, decisive_date, amount, verdict, {ids} as rule_id, rule_version,
  met, unmet, missing, stop, {payee} as payee_kind, {fund} as fund, county from due_{file.item}"""


def steps(files: Sequence[RuleFile]) -> list[Step]:
    """Steps `due_<item>` for each rule file and `due`, over the case tables and the resolved values."""
    tables = tuple(f"due_{file.item}" for file in files)
    merged = "\nunion all ".join(_contract(file) for file in files)
    order = "item, person_no, register, rec_id, term"
    due = Step("due", tables, order, f"select {DUE} from ({merged}) u", "compile.py", ("person_no",), tables)
    return [*(item_step(file) for file in in_order(files)), due]
