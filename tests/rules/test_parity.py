"""One person in Python and all persons in SQL: the same verdict, amount and bits, for every rule we ship."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.rules.compile import item_step
from qianxiao.engine.rules.decide import decide
from qianxiao.engine.rules.evaluate import Fact
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.parameters import (
    VALUE_TYPES,
    county_table,
    parameter_step,
    regional,
    regional_rows,
    resolve,
    value_table,
)
from qianxiao.engine.rules.survey import survey
from qianxiao.engine.rules.surveyed_values import value_tables
from qianxiao.engine.rules.words import words_of
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import literal

FILES = {file.item: file for file in load_rules()}
COUNTIES = ["621126", "621125", "520526", "653101", None]
DATES = [20180630, 20190901, 20200301, 20200528, 20200701, 20250301]
TEXTS = ["0", "1", "2", "3", "4", "5", "9", "4-10-01-05"]
SQL_KINDS = {"bool": "boolean", "int": "bigint", "text": "varchar(20)"}


def row_of(file: RuleFile) -> st.SearchStrategy[dict[str, Fact]]:
    """Random facts of one case, each of them possibly not known."""
    by_kind: dict[str, st.SearchStrategy[Fact]] = {
        "bool": st.none() | st.booleans() | st.just(True),
        "int": st.none() | st.integers(0, 70) | st.integers(0, 10**7),
        "text": st.none() | st.sampled_from(TEXTS),
    }
    facts = {name: by_kind[field.kind] for name, field in file.fields.items()}
    return st.fixed_dictionaries(
        {**facts, "#county": st.sampled_from(COUNTIES), "#date": st.sampled_from(DATES)}
    )


def said(value: Fact, kind: str) -> str:
    plain = ("true" if value else "false") if isinstance(value, bool) else literal(value)
    return f"cast({plain} as {SQL_KINDS[kind]})"


def case_sql(file: RuleFile, rows: list[dict[str, Fact]]) -> str:
    """The random facts as the case table of an item."""
    rule = file.rules[0]
    lines = []
    for i, row in enumerate(rows):
        columns = [f"{said(row[name], field.kind)} as {name}" for name, field in file.fields.items()]
        day = f"cast({row['#date']} as int)"
        lines.append(
            f"select 'p{i}' as person_no, 'r' as register, '{i:04}' as rec_id, cast(null as varchar(5)) as term,"
            f" {day} as period_from, {day} as period_to, {day} as {rule.decisive},"
            f" {said(row['#county'], 'text')} as {rule.county}, {', '.join(columns)}"
        )
    return " union all ".join(lines)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("parity")
    opened = DuckEngine(folder / "scratch")
    run = Run(opened, 202005, folder / "tables", folder / "index", {}, says=lambda line: None)
    for case in {file.case for file in FILES.values()}:
        run.made(county_table(case), {"county": "VARCHAR"}, [(county,) for county in COUNTIES if county])
    for file in FILES.values():
        run.made(value_table(file.item), VALUE_TYPES, regional_rows(file))
        if regional(file):
            run.build(parameter_step(file))
    return run


@pytest.mark.parametrize("item", sorted(FILES))
@hypothesis_settings(
    max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_the_bits_of_sql_are_the_bits_of_python(engine: Run, item: str, data: st.DataObject) -> None:
    file = FILES[item]
    bare = replace(file, rules=tuple(replace(rule, caps=(), exclusions=()) for rule in file.rules))
    rows = data.draw(st.lists(row_of(file), min_size=1, max_size=25))
    engine.engine.build(f"case_{file.case}", case_sql(file, rows), Path(engine.path(f"case_{file.case}")), {})
    step = item_step(bare)
    found = engine.engine.rows(
        f"select rec_id, verdict, amount, met, unmet, missing, rule_version from ({step.sql}) d order by rec_id"
    )
    wanted = []
    for i, row in enumerate(rows):
        date, county = int(str(row["#date"])), row["#county"]
        rule = file.rule_on(date)
        assert rule is not None
        values = resolve(file, str(county) if county else None, date)
        one = decide(rule, row, values)
        wanted.append((f"{i:04}", one.verdict, one.amount, one.met, one.unmet, one.missing, rule.version))
    assert found == wanted


def test_more_conditions_than_fit_one_code(engine: Run) -> None:
    """Sixty bits are kept in several codes of fifteen; the masks are one."""
    file = FILES["training_subsidy"]
    rule = file.rules[0]
    many = tuple(replace(part, name=f"{part.name}_{i}") for i in range(6) for part in rule.when)
    long = replace(file, rules=(replace(rule, when=many, caps=(), exclusions=()),))
    rows: list[dict[str, Fact]] = [
        {**dict.fromkeys(file.fields), "#county": "621126", "#date": 20200601},
        {**dict.fromkeys(file.fields), "poor": True, "result": "1", "#county": None, "#date": 20200601},
        {**file.examples[0].facts, "#county": "520526", "#date": 20190615},
    ]
    engine.engine.build("case_training", case_sql(file, rows), Path(engine.path("case_training")), {})
    found = engine.engine.rows(f"select met, unmet, missing from ({item_step(long).sql}) d order by rec_id")
    for table, select in value_tables([long]).items():
        engine.engine.hold(table, select)
    words = words_of([long])
    number_cases(engine.engine, long.case)
    assert len(words.digits) < len(many) // 2  # what is asked six times is kept once
    masks = ", ".join(words.masks((long.item, long.rules[0].version)))
    kept = engine.engine.rows(f"select {masks} from ({survey([long])}) s order by line")
    for row, told, read in zip(rows, found, kept, strict=True):
        values = resolve(long, str(row["#county"]) if row["#county"] else None, int(str(row["#date"])))
        one = decide(long.rules[0], row, values)
        assert told == (one.met, one.unmet, one.missing)
        assert read == (one.met, one.missing)
