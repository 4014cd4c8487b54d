"""Every item of a kind of case in one pass: what all lines would get and why, as codes; then the few that are stopped.

The close decides item by item, so that a changed rule decides its own item anew. A survey is for the whole at once:
what the rules cost, and what a draft would. Both are printed from the same trees; conditions that items share are
computed once. Lines carry what their conditions give; a cap or an exclusion strikes a few of them, so that stops are
rows of their own beside the lines instead of a column of nothing.
"""

import re
from collections.abc import Callable, Sequence

from qianxiao.engine.rules.cases import BY_TERM
from qianxiao.engine.rules.judge import naming, value_of
from qianxiao.engine.rules.model import Cap, Rule, RuleFile
from qianxiao.engine.rules.numbered import numbered_table
from qianxiao.engine.rules.parameters import national_value, value_column
from qianxiao.engine.rules.predicate import Node, names
from qianxiao.engine.rules.stops import TEXT, all_caps, all_exclusions, kept, needs_crowd, stops
from qianxiao.engine.rules.surveyed_values import given, payers
from qianxiao.engine.rules.tosql import to_sql
from qianxiao.engine.rules.words import Words, prefix_of, words_of
from qianxiao.engine.sqltext import literal

STOPPED = "rec_id, sum_due"
_VALUE = re.compile(r"p\d+_\w+__v_")
"""A resolved value among the columns of a survey."""


def _stopping(files: Sequence[RuleFile]) -> list[RuleFile]:
    return [file for file in files if all_caps(file) or all_exclusions(file)]


def _regional_caps(file: RuleFile, rule: Rule) -> list[Cap]:
    """Caps whose limit a line has to carry; the nation's own stand in the query."""
    return [cap for cap in rule.caps if not file.parameters[cap.limit].national]


def _always(files: Sequence[RuleFile]) -> bool:
    """Whether one validity holds for all items: then it is asked for once, not item by item."""
    rules = [rule for file in files for rule in file.rules]
    return len({(rule.decisive, rule.start, rule.end) for rule in rules}) == 1 and len(rules) == len(files)


def _in_force(file: RuleFile, by_version: dict[int, str], always: bool) -> str:
    """SQL: what the version in force on the decisive day says."""
    if always:
        return next(iter(by_version.values()))
    whens = " ".join(
        f"when c.{rule.decisive} between {rule.start} and {rule.end} then {by_version[rule.version]}"
        for rule in file.rules
        if rule.version in by_version
    )
    return f"case {whens} end"


def _amounts(files: Sequence[RuleFile], words: Words) -> list[str]:
    """SQL columns `<item>__amount`, worked out only for the lines that are due; and `<item>__limit_<cap>`."""
    always, found = _always(files), []
    for file in files:
        sums, limits = {}, dict[str, dict[int, str]]()
        for rule in file.rules:
            prefix = prefix_of(files, file, rule)
            amount = to_sql(rule.amount.test, naming(file, rule, prefix), known=True)
            due = words.due((file.item, rule.version), "c.")
            sums[rule.version] = f"case when {due} then {amount} else 0 end"
            for cap in _regional_caps(file, rule):
                limits.setdefault(cap.name, {})[rule.version] = value_of(file, rule, cap.limit, prefix)
        found.append(f"cast({_in_force(file, sums, always)} as bigint) as {file.item}__amount")
        for limit, own in limits.items():
            found.append(f"{_in_force(file, own, always)} as {file.item}__limit_{limit}")
    return found


def _asked(files: Sequence[RuleFile], trees: Callable[[Rule], list[Node]], caps: bool) -> list[str]:
    """Columns that trees of the rules need: facts of the case and resolved values `p<n>_<item>__v_<name>`."""
    found = set[str]()
    for file in files:
        for rule in file.rules:
            needed = set[str]().union(*(names(tree, "param") for tree in trees(rule)))
            if caps:
                needed |= {cap.limit for cap in rule.caps}
            prefix = prefix_of(files, file, rule).removeprefix("c.")
            found |= {f"{prefix}{value_column(one)}" for one in needed if not file.parameters[one].national}
            found |= set[str]().union(*(names(tree, "field") for tree in trees(rule)))
    return sorted(found)


def survey(files: Sequence[RuleFile], more: Sequence[str] = ()) -> str:
    """SELECT with one row per case: line, its decisive days, `reasons_<n>`, and per item `<item>__amount` (fen).

    `line` is the number of the case in `numbered_<case>`, where everything else about it stands. What the reasons say
    is read by `words_of(files)`. The amount is what the conditions give, null where no version is in force; `stopped`
    names the lines that a cap or an exclusion strikes. All files judge one kind of case; read are its numbered cases and
    the tables of `value_tables`. more: columns of the case to be kept beside. Raises ValueError when the files judge
    different kinds of case.
    """
    if len({file.case for file in files}) != 1:
        raise ValueError("a survey is over one kind of case")
    words, first = words_of(files), files[0].rules[0]
    days = sorted({rule.decisive for file in files for rule in file.rules})
    carried = list(dict.fromkeys(["line", *days, *more]))
    later = _asked(files, lambda rule: [rule.amount.test], caps=True)
    needed = _asked(files, lambda rule: [rule.amount.test, *(one.test for one in rule.when)], caps=True)
    places = [f"place_{n}" for n in range(len(payers(files)))]
    columns = [
        f"{name.replace('_', '.', 1)} as {name}" if _VALUE.match(name) else f"c.{name}"
        for name in dict.fromkeys([*carried, *needed, *places])
    ]
    where = f" where c.{first.decisive} between {first.start} and {first.end}" if _always(files) else ""
    truths = [f"{sql} as {name}" for sql, name in words.held.items()]
    passed = [f"c.{name}" for name in dict.fromkeys([*carried, *later])]
    return f"""select {", ".join([*(f"c.{one}" for one in [*carried, *words.names()]), *_amounts(files, words)])}
from (select {", ".join([*passed, *words.columns()])}
  from (select {", ".join(["c.*", *truths])}
  from (select {", ".join(columns)}
  from {given(files)}{where}) c) c) c"""


def stopped(files: Sequence[RuleFile], lines: str) -> str:
    """SELECT item, line, stop, amount (fen, what the line does not get) of the lines of a survey that are stopped.

    lines: the table that holds `survey`. Read beside it are the numbered cases, and what exclusions look at
    (`paid_periods`, `due_<item>`).
    """
    words = words_of(files)
    found = [_stopped(file, lines, words) for file in _stopping(files)]
    nothing = f"cast(null as {TEXT}) as item, line, cast(null as {TEXT}) as stop, cast(0 as bigint) as amount"
    return "\nunion all ".join(found) or f"select {nothing} from {lines} where false"


def _stopped(file: RuleFile, lines: str, words: Words) -> str:
    """The stops of one item: only what is due, of people with several lines or something that excludes one."""
    term = "c.term" if file.case in BY_TERM else f"cast(null as {TEXT}) as term"
    # Numbers stand in the order of the records, so that they break a tie as the record's own number does.
    chosen = ["c.person_no", "k.line as rec_id", term, "c.period_from", "c.period_to", "'due' as judgement"]
    chosen += [f"k.{file.item}__amount as sum_due", *(f"c.{key} as key_{key}" for key in kept(file))]
    crowd = needs_crowd(file)
    few = f" where {crowd}" if crowd else ""
    versions = " union all ".join(
        f"select {', '.join([*chosen, *_limits(file, rule)])}, k.{rule.decisive} as decisive_date,"
        f" {rule.version} as rule_version from {lines} k"
        f" join (select * from {numbered_table(file.case)} c{few}) c on c.line = k.line"
        f" where k.{rule.decisive} between {rule.start} and {rule.end}"
        f" and {words.due((file.item, rule.version), 'k.')}"
        for rule in file.rules
    )
    queries, last = stops(file, "crowded", STOPPED)
    return f"""select {literal(file.item)} as item, rec_id as line, stop, sum_due as amount
from (with {", ".join([f"crowded as ({versions})", *queries])} select {STOPPED}, stop from {last} where stop is not null) s"""


def _limits(file: RuleFile, rule: Rule) -> list[str]:
    """Columns `limit_<cap>` of a version, for every cap of the item."""
    own, found = {cap.name: cap for cap in rule.caps}, []
    regional_caps = {cap.name for cap in _regional_caps(file, rule)}
    for cap in all_caps(file):
        limit = "cast(null as bigint)"
        if cap.name in regional_caps:
            limit = f"k.{file.item}__limit_{cap.name}"
        elif cap.name in own:
            limit = national_value(file.parameters[cap.limit], rule.start, rule.end, f"k.{rule.decisive}")
        found.append(f"{limit} as limit_{cap.name}")
    return found
