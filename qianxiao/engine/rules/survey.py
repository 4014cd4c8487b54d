"""Every item of a kind of case in one pass: what all lines would get and why, as codes, without storing a line each.

The close decides item by item, so that a changed rule decides its own item anew. A survey is for the whole at once:
what the rules cost, and what a draft would. Both are printed from the same trees; conditions that items share are
computed once.
"""

from collections.abc import Sequence

from qianxiao.engine.rules.compile import lines
from qianxiao.engine.rules.judge import naming
from qianxiao.engine.rules.masks import WIDTH, codes, full
from qianxiao.engine.rules.model import Rule, RuleFile
from qianxiao.engine.rules.parameters import regional, segment, segments, table_of, value_column
from qianxiao.engine.rules.stops import all_caps, all_exclusions
from qianxiao.engine.rules.tosql import to_sql

Payer = tuple[str, str]
"""Decisive date and paying county: rules that share both share their resolved values."""


def payers(files: Sequence[RuleFile]) -> list[Payer]:
    """The payers of some items, sorted."""
    return sorted({(rule.decisive, rule.county) for file in files for rule in file.rules if regional(file)})


def payer_values(files: Sequence[RuleFile], payer: Payer) -> str:
    """SELECT: the values of all items that share a payer, by county and segment of all their breakpoints."""
    own = [file for file in files if regional(file) and payer in {(r.decisive, r.county) for r in file.rules}]
    days = sorted({day for file in own for day in segments(file)})
    counties = " union ".join(f"select distinct county from {table_of(file.item)}" for file in own)
    columns = ", ".join(
        f"{file.item}.{value_column(name)} as {file.item}__{value_column(name)}"
        for file in own
        for name in regional(file)
    )
    joins = "\n  ".join(
        f"left join {table_of(file.item)} {file.item} on {file.item}.county = a.county"
        f" and s.from_date between {file.item}.from_date and {file.item}.to_date"
        for file in own
    )
    spans = " union all ".join(f"select {day} as from_date" for day in days)
    return f"""select a.county, s.from_date, {columns}
  from ({counties}) a cross join ({spans}) s
  {joins}"""


def _given(files: Sequence[RuleFile]) -> str:
    """FROM: the cases `c` with the values `p0`, `p1`, … of each payer."""
    case, marks, joins = f"case_{files[0].case}", [], []
    for n, (decisive, county) in enumerate(payers(files)):
        days = {
            day
            for file in files
            if (decisive, county) in {(r.decisive, r.county) for r in file.rules}
            for day in segments(file)
        }
        marks.append(f"{segment(sorted(days), decisive)} as segment_{n}")
        joins.append(
            f"left join values_{n} p{n} on p{n}.county = c.{county} and p{n}.from_date = c.segment_{n}"
        )
    return f"(select {', '.join(['*', *marks])} from {case}) c\n  " + "\n  ".join(joins)


class _Columns:
    """The columns of one pass: distinct conditions once, amounts and limits per item and version."""

    def __init__(self, files: Sequence[RuleFile]) -> None:
        self.files = files
        self.payers = payers(files)
        self.tests: dict[str, str] = {}
        self.amounts: dict[str, str] = {}
        self.codes: list[str] = []
        self.last: list[str] = []
        rules = [(file, rule) for file in files for rule in file.rules]
        valid = {(rule.decisive, rule.start, rule.end) for _, rule in rules}
        # Where one validity holds for all it is asked for once, not item by item.
        self.always = len(valid) == 1 and len(rules) == len(files)
        for file in files:
            for rule in file.rules:
                self._version(file, rule)
            self._item(file)

    def _prefix(self, file: RuleFile, rule: Rule) -> str:
        payer = (rule.decisive, rule.county)
        return f"p{self.payers.index(payer)}.{file.item}__" if payer in self.payers else ""

    def _version(self, file: RuleFile, rule: Rule) -> None:
        name, own = naming(file, rule, self._prefix(file, rule)), f"{file.item}_{rule.version}"
        tests = [
            self.tests.setdefault(to_sql(condition.test, name), f"b{len(self.tests)}")
            for condition in rule.when
        ]
        self.amounts[f"{own}_sum"] = to_sql(rule.amount.test, name)
        self.codes += [text.replace(" as code_", f" as {own}_code_") for text in codes(tests, f"{own}_sum")]

    def _item(self, file: RuleFile) -> None:
        """Code, amount and stop of an item out of its versions."""
        words = max(len(rule.when) // WIDTH + 1 for rule in file.rules)
        for word in range(words):
            found = {
                r.version: f"{file.item}_{r.version}_code_{word}"
                for r in file.rules
                if len(r.when) // WIDTH >= word
            }
            self.last.append(f"{self._chosen(file, found)} as {file.item}__code_{word}")
        due = {}
        for rule in file.rules:
            own, count = f"{file.item}_{rule.version}", len(rule.when) + 1
            met = " and ".join(
                f"{own}_code_{word} = {full(min(WIDTH, count - word * WIDTH))}"
                for word in range(len(rule.when) // WIDTH + 1)
            )
            due[rule.version] = f"case when {met} then {own}_sum else 0 end"
        amount = self._chosen(file, due)
        if all_caps(file) or all_exclusions(file):
            stop = f"stop_{file.item}.stop"
            self.last.append(f"{stop} as {file.item}__stop")
            amount = f"case when {stop} is null then {amount} else 0 end"
        self.last.append(f"cast({amount} as bigint) as {file.item}__amount")

    def _chosen(self, file: RuleFile, by_version: dict[int, str]) -> str:
        if self.always:
            return next(iter(by_version.values()))
        whens = " ".join(
            f"when {rule.decisive} between {rule.start} and {rule.end} then {by_version[rule.version]}"
            for rule in file.rules
            if rule.version in by_version
        )
        return f"case {whens} end"


def _stopped(file: RuleFile) -> str:
    """The few lines of an item that a cap or an exclusion stops."""
    head, all_lines = lines(file, "where unmet = 0 and missing = 0")
    return f"({head}select rec_id, term, stop from ({all_lines}) z where stop is not null)"


def survey(files: Sequence[RuleFile]) -> str:
    """SELECT with one row per case: person_no, rec_id, term and per item `<item>__code_<n>`, `__amount` (fen), `__stop`.

    A code holds WIDTH conditions, met ones in its low bits, missing ones above; it is null where no version is in
    force. All files judge one kind of case; read are its table, the resolved values, and what exclusions look at.
    Raises ValueError when the files judge different kinds of case.
    """
    if len({file.case for file in files}) != 1:
        raise ValueError("a survey is over one kind of case")
    columns, first = _Columns(files), files[0].rules[0]
    tables = [f"values_{n} as ({payer_values(files, payer)})" for n, payer in enumerate(columns.payers)]
    carried = [
        "person_no",
        "rec_id",
        "term",
        *sorted({rule.decisive for file in files for rule in file.rules}),
    ]
    tested = [f"{test} as {name}" for test, name in columns.tests.items()]
    tested += [f"{amount} as {name}" for name, amount in columns.amounts.items()]
    stopping = [file for file in files if all_caps(file) or all_exclusions(file)]
    joins = "".join(
        f"\nleft join {_stopped(file)} stop_{file.item} on stop_{file.item}.rec_id = k.rec_id"
        f" and stop_{file.item}.term is not distinct from k.term"
        for file in stopping
    )
    where = f" where c.{first.decisive} between {first.start} and {first.end}" if columns.always else ""
    return f"""{"with " + ", ".join(tables) if tables else ""}
select k.person_no, k.rec_id, k.term, {", ".join(columns.last)}
from (select {", ".join([*carried, *columns.amounts, *columns.codes])}
  from (select {", ".join([*(f"c.{one}" for one in carried), *tested])}
  from {_given(files)}{where}) j) k{joins}"""
