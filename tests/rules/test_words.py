"""Digits of conditions and words of surveys say what Python says of one person, whatever is missing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.rules.decide import decide
from qianxiao.engine.rules.digits import digit
from qianxiao.engine.rules.evaluate import Fact, compiled
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import LAST_DAY, Parameter, RuleFile, Value, Words
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.parameters import (
    VALUE_TYPES,
    parameter_step,
    regional,
    regional_rows,
    resolve,
    value_table,
)
from qianxiao.engine.rules.predicate import parse
from qianxiao.engine.rules.survey import survey
from qianxiao.engine.rules.surveyed_values import value_tables
from qianxiao.engine.rules.tables import county_steps
from qianxiao.engine.rules.words import covers, words_of
from qianxiao.engine.run import Run
from tests.rules.test_parity import case_sql, row_of

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "rules" / "policies"
ANY_OF = {
    "a": [None, True, False],
    "b": [None, True, False],
    "x": [None, 0, 2, 5],
    "y": [None, 1, 2, 5],
    "t": [None, "", "1", "2", "12"],
}
KINDS = {"a": "bool", "b": "bool", "x": "int", "y": "int", "t": "text"}
TESTS = [
    "a", "not a", "a and b", "a or b", "not (a and b)", "not (a or not b)", "a and (b or x > 1)", "a or (b and x > 1)",
    "x >= 2", "x = y", "x <> y", "not (x < y)", "x between 1 and 4", "x between y and 4", "x between 1 and y",
    "x * 2 >= y + 1", "x >= 1 and x <= y", "a and x <= y", "x > 1 and y > 1 and b", "x > y or y > 4", "x is null",
    "a and x is not null", "x in (0, 5)", "t in ('1', '2')", "not (t in ('1', '2'))", "t = '1'", "t <> '1'",
    "not (t = '1')", "t in ('1') and a", "t in ('', '12')", "a = b", "least(x, y) > 1", "true", "false or a",
    "case when a then x else y end > 1", "case when a then t else '2' end = '2'",
]  # fmt: skip


@pytest.mark.parametrize("text", TESTS)
def test_a_digit_is_what_python_says_of_every_set_of_facts(text: str) -> None:
    test, held = parse(text, "bool", KINDS, set()), dict[str, str]()

    def hold(sql: str) -> str:
        return held.setdefault(sql, f"b{len(held)}")

    facts = [dict(zip(ANY_OF, values, strict=True)) for values in product(*ANY_OF.values())]
    sql = digit(test, lambda node: f"c.{node.value}", 16, hold)
    truths = "".join(f", {one} as {name}" for one, name in held.items())
    types = {"bool": "boolean", "int": "bigint", "text": "varchar"}
    with duckdb.connect() as con:
        columns = ", ".join(f"{name} {types[kind]}" for name, kind in KINDS.items())
        con.execute(f"create table facts (nth int, {columns})")
        con.executemany(
            "insert into facts values (?, ?, ?, ?, ?, ?)", [(i, *row.values()) for i, row in enumerate(facts)]
        )
        found = con.execute(f"select {sql} from (select c.*{truths} from facts c) c order by nth").fetchall()
    wanted = {True: 32, False: 0, None: 16}
    assert [row[0] for row in found] == [wanted[compiled(test)(row, {})] for row in facts]  # type: ignore[index]


def kinds() -> Iterator[tuple[str, tuple[RuleFile, ...]]]:
    """Rules of every kind of case, without what stops a line: those published, and those measured."""
    for label, files in (("published", load_rules()), ("measured", load_rules(BENCHMARK))):
        for case in sorted({file.case for file in files}):
            own = (file for file in files if file.case == case)
            yield (
                f"{label} {case}",
                tuple(
                    replace(f, rules=tuple(replace(r, caps=(), exclusions=()) for r in f.rules)) for f in own
                ),
            )


ALL = dict(kinds())


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("words")
    opened = DuckEngine(folder / "scratch")
    return Run(opened, 202005, folder / "tables", folder / "index", {}, says=lambda line: None)


def together(files: tuple[RuleFile, ...]) -> RuleFile:
    """A file that has the fields and days of all of them, to draw people for."""
    fields = {name: one for file in files for name, one in file.fields.items()}
    return replace(files[0], fields=fields)


def columns_of(files: tuple[RuleFile, ...], row: dict[str, Fact]) -> str:
    """Days and counties that some rules decide by, beside those of the first."""
    first, found = files[0].rules[0], []
    for rule in (rule for file in files for rule in file.rules):
        if rule.decisive != first.decisive:
            found.append(f"cast({row['#date']} as int) as {rule.decisive}")
        if rule.county != first.county:
            county = "null" if row["#county"] is None else f"'{row['#county']}'"
            found.append(f"cast({county} as varchar(20)) as {rule.county}")
    return "".join(f", {one}" for one in dict.fromkeys(found))


@pytest.mark.parametrize("kind", sorted(ALL))
@hypothesis_settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_survey_says_of_everybody_what_python_says(run: Run, kind: str, data: st.DataObject) -> None:
    files = ALL[kind]
    rows = data.draw(st.lists(row_of(together(files)), min_size=1, max_size=20))
    cases = case_sql(together(files), rows).split(" union all ")
    sql = " union all ".join(
        f"select *{columns_of(files, row)} from ({case}) z" for case, row in zip(cases, rows, strict=True)
    )
    table = f"case_{files[0].case}"
    run.engine.build(table, sql, run.path(table), {})
    run.prints[table] = str(data)
    for file in files:
        run.made(value_table(file.item), VALUE_TYPES, regional_rows(file))
    for step in [*county_steps(files), *(parameter_step(file) for file in files if regional(file))]:
        run.engine.build(step.table, step.sql, run.path(step.table), {})
    for held, select in value_tables(files).items():
        run.engine.hold(held, select)
    number_cases(run.engine, files[0].case)
    run.engine.hold("surveyed", survey(files))
    words = words_of(files)
    for file in files:
        for i, row in enumerate(rows):
            rule = file.rule_on(int(str(row["#date"])))
            if rule is None:
                continue
            county = str(row["#county"]) if row["#county"] else None
            one = decide(rule, row, resolve(file, county, int(str(row["#date"]))))
            version = (file.item, rule.version)
            asked = ", ".join([*words.masks(version), words.due(version), words.unrefused(version)])
            (found,) = run.engine.rows(f"select {file.item}__amount, {asked} from surveyed where line = {i}")
            wanted = (one.amount, one.met, one.missing, one.verdict == "due", one.unmet == 0)
            assert found == wanted, (file.item, row)


def test_the_nation_covers_a_span_only_without_a_gap() -> None:
    def parameter(*spans: tuple[str, int, int]) -> Parameter:
        values = tuple(Value(region, start, end, 1, "", False) for region, start, end in spans)
        return Parameter("p", Words("", ""), "fen", ("province",), values)

    assert covers(parameter(("", 20180101, LAST_DAY)), 20190101, LAST_DAY)
    assert covers(parameter(("", 20180101, 20190630), ("", 20190631, LAST_DAY)), 20180101, LAST_DAY)
    assert not covers(parameter(("", 20180101, 20190630), ("", 20200101, LAST_DAY)), 20180101, LAST_DAY)
    assert not covers(parameter(("", 20180101, LAST_DAY)), 20171231, LAST_DAY)
    assert not covers(parameter(("62", 20180101, LAST_DAY)), 20190101, LAST_DAY)
    assert covers(parameter(("", 20180101, 20191231)), 20180101, 20191231)
