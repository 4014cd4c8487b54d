"""Every item of a kind of case in one pass: what all lines would get and why, as codes; then the few that are stopped.

The close decides item by item, so that a changed rule decides its own item anew. A survey is for the whole at once:
what the rules cost, and what a draft would. Both are printed from the same trees; conditions that items share are
computed once. Lines carry what their conditions give; a cap or an exclusion strikes a few of them, so that stops are
rows of their own beside the lines instead of a column of nothing.
"""

from collections.abc import Sequence

from qianxiao.engine.rules.cases import BY_TERM
from qianxiao.engine.rules.judge import naming, value_of
from qianxiao.engine.rules.masks import WIDTH, codes, full
from qianxiao.engine.rules.model import Cap, Rule, RuleFile
from qianxiao.engine.rules.parameters import national_value
from qianxiao.engine.rules.stops import TEXT, all_caps, all_exclusions, kept, needs_crowd, stops
from qianxiao.engine.rules.surveyed_values import given, payers
from qianxiao.engine.rules.tosql import to_sql
from qianxiao.engine.sqltext import literal

STOPPED = "rec_id, term, sum_due"


def _words(rule: Rule) -> int:
    """Codes that the conditions of a rule and its amount fill."""
    return len(rule.when) // WIDTH + 1


def _met(file: RuleFile, rule: Rule, prefix: str) -> str:
    """SQL: whether all conditions of a version hold and its amount is known."""
    count = len(rule.when) + 1
    return " and ".join(
        f"{prefix}code_{word} = {full(min(WIDTH, count - word * WIDTH))}" for word in range(_words(rule))
    )


def _stopping(files: Sequence[RuleFile]) -> list[RuleFile]:
    return [file for file in files if all_caps(file) or all_exclusions(file)]


def _regional_caps(file: RuleFile, rule: Rule) -> list[Cap]:
    """Caps whose limit a line has to carry; the nation's own stand in the query."""
    return [cap for cap in rule.caps if not file.parameters[cap.limit].national]


class _Columns:
    """The columns of one pass: distinct conditions once, amounts and limits per item and version."""

    def __init__(self, files: Sequence[RuleFile]) -> None:
        self.files = files
        self.payers = payers(files)
        self.tests: dict[str, str] = {}
        self.amounts: dict[str, str] = {}
        self.codes: list[str] = []
        self.limits: dict[str, str] = {}
        self.last: list[str] = []
        rules = [(file, rule) for file in files for rule in file.rules]
        valid = {(rule.decisive, rule.start, rule.end) for _, rule in rules}
        # Where one validity holds for all it is asked for once, not item by item.
        self.always = len(valid) == 1 and len(rules) == len(files)
        for file in files:
            for rule in file.rules:
                self._version(file, rule)
            self._item(file)

    def _version(self, file: RuleFile, rule: Rule) -> None:
        payer = (rule.decisive, rule.county)
        prefix = f"p{self.payers.index(payer)}.{file.item}__" if payer in self.payers else ""
        name, own = naming(file, rule, prefix), f"{file.item}_{rule.version}"
        tests = [
            self.tests.setdefault(to_sql(condition.test, name), f"b{len(self.tests)}")
            for condition in rule.when
        ]
        self.amounts[f"{own}_sum"] = to_sql(rule.amount.test, name)
        self.codes += [text.replace(" as code_", f" as {own}_code_") for text in codes(tests, f"{own}_sum")]
        for cap in _regional_caps(file, rule):
            self.limits[f"{own}_limit_{cap.name}"] = value_of(file, rule, cap.limit, prefix)

    def _item(self, file: RuleFile) -> None:
        """Code, amount and limits of an item out of its versions."""
        for word in range(max(_words(rule) for rule in file.rules)):
            found = {
                r.version: f"{file.item}_{r.version}_code_{word}" for r in file.rules if _words(r) > word
            }
            self.last.append(f"{self._chosen(file, found)} as {file.item}__code_{word}")
        due = {
            rule.version: f"case when {_met(file, rule, own)} then {own}sum else 0 end"
            for rule in file.rules
            for own in (f"{file.item}_{rule.version}_",)
        }
        self.last.append(f"cast({self._chosen(file, due)} as bigint) as {file.item}__amount")
        for cap in all_caps(file):
            own = {r.version: f"{file.item}_{r.version}_limit_{cap.name}" for r in file.rules}
            own = {version: name for version, name in own.items() if name in self.limits}
            if own:
                self.last.append(f"{self._chosen(file, own)} as {file.item}__limit_{cap.name}")

    def _chosen(self, file: RuleFile, by_version: dict[int, str]) -> str:
        if self.always:
            return next(iter(by_version.values()))
        whens = " ".join(
            f"when {rule.decisive} between {rule.start} and {rule.end} then {by_version[rule.version]}"
            for rule in file.rules
            if rule.version in by_version
        )
        return f"case {whens} end"


def _carried(files: Sequence[RuleFile]) -> list[str]:
    """Columns of the case that a line keeps: its key, its days, and what caps and exclusions look at."""
    days = sorted({rule.decisive for file in files for rule in file.rules})
    stopping = _stopping(files)
    more = {key for file in stopping for key in kept(file)}
    if stopping:
        more |= {"person_lines", "period_from", "period_to"}
    keys = ["person_no", "rec_id", *(["term"] if files[0].case in BY_TERM else [])]
    return [*keys, *days, *sorted(more - {*keys, *days})]


def survey(files: Sequence[RuleFile], more: Sequence[str] = ()) -> str:
    """SELECT with one row per case: person_no, rec_id, term where cases have one, and per item `<item>__code_<n>` and `__amount` (fen).

    A code holds WIDTH conditions, met ones in its low bits, missing ones above; it is null where no version is in
    force. The amount is what the conditions give; `stopped` names the lines that a cap or an exclusion strikes. All
    files judge one kind of case; read are its table and the tables of `value_tables`. more: other columns of the case.
    Raises ValueError when the files judge different kinds of case.
    """
    if len({file.case for file in files}) != 1:
        raise ValueError("a survey is over one kind of case")
    columns, first, carried = _Columns(files), files[0].rules[0], _carried(files)
    carried += [name for name in more if name not in carried]
    tested = [f"{test} as {name}" for test, name in columns.tests.items()]
    tested += [f"{text} as {name}" for name, text in (columns.amounts | columns.limits).items()]
    where = f" where c.{first.decisive} between {first.start} and {first.end}" if columns.always else ""
    return f"""select {", ".join([*carried, *columns.last])}
from (select {", ".join([*carried, *columns.amounts, *columns.limits, *columns.codes])}
  from (select {", ".join([*(f"c.{one}" for one in carried), *tested])}
  from {given(files)}{where}) j) k"""


def stopped(files: Sequence[RuleFile], lines: str) -> str:
    """SELECT item, rec_id, term, stop, amount (fen, what the line does not get) of the lines of a survey that are stopped.

    lines: the table that holds `survey`. Read beside it is what exclusions look at (`paid_periods`, `due_<item>`).
    """
    found = [_stopped(file, lines) for file in _stopping(files)]
    nothing = ", ".join(f"cast(null as {TEXT}) as {name}" for name in ("item", "rec_id", "term", "stop"))
    return (
        "\nunion all ".join(found)
        or f"select {nothing}, cast(0 as bigint) as amount from {lines} where false"
    )


def _stopped(file: RuleFile, lines: str) -> str:
    """The stops of one item: only what is due, of people with several lines or something that excludes one."""
    term = "term" if file.case in BY_TERM else f"cast(null as {TEXT}) as term"
    chosen = ["person_no", "rec_id", term, "period_from", "period_to", "'due' as judgement"]
    chosen += [f"{file.item}__amount as sum_due", *(f"{key} as key_{key}" for key in kept(file))]
    crowd = needs_crowd(file)
    few = f" and ({crowd})" if crowd else ""
    versions = " union all ".join(
        f"select {', '.join([*chosen, *_limits(file, rule)])}, {rule.decisive} as decisive_date,"
        f" {rule.version} as rule_version from {lines} k"
        f" where {rule.decisive} between {rule.start} and {rule.end} and {_met(file, rule, f'{file.item}__')}{few}"
        for rule in file.rules
    )
    queries, last = stops(file, "crowded", STOPPED)
    return f"""select {literal(file.item)} as item, rec_id, term, stop, sum_due as amount
from (with {", ".join([f"crowded as ({versions})", *queries])} select {STOPPED}, stop from {last} where stop is not null) s"""


def _limits(file: RuleFile, rule: Rule) -> list[str]:
    """Columns `limit_<cap>` of a version, for every cap of the item."""
    own, found = {cap.name: cap for cap in rule.caps}, []
    regional_caps = {cap.name for cap in _regional_caps(file, rule)}
    for cap in all_caps(file):
        limit = "cast(null as bigint)"
        if cap.name in regional_caps:
            limit = f"{file.item}__limit_{cap.name}"
        elif cap.name in own:
            limit = national_value(file.parameters[cap.limit], rule.start, rule.end, f"k.{rule.decisive}")
        found.append(f"{limit} as limit_{cap.name}")
    return found
