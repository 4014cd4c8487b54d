"""What the rules, or a draft of them, give over the cases of a closed month, and who gains or loses by them."""

import json
from collections.abc import Sequence
from pathlib import Path

from qianxiao.engine.before import attach_table
from qianxiao.engine.engines import Engine, Row, open_engine
from qianxiao.engine.rules.compile import in_order, item_step
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.model import RuleFile
from qianxiao.engine.rules.numbered import number_cases
from qianxiao.engine.rules.parameters import (
    VALUE_TYPES,
    parameter_step,
    regional,
    regional_rows,
    value_table,
)
from qianxiao.engine.rules.stops import TEXT, all_exclusions
from qianxiao.engine.rules.survey import stopped, survey
from qianxiao.engine.rules.surveyed_values import value_tables
from qianxiao.engine.rules.tables import county_steps
from qianxiao.engine.rules.words import Words, words_of
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import literal

COLUMNS = (
    "item",
    "county",
    "lines",
    "due",
    "refused",
    "unknown",
    "stopped",
    "people",
    "fen",
    "gaining",
    "losing",
    "more_fen",
)
"""`people` are those with something due; `gaining`, `losing` and `more_fen` are against the closed month."""  # fmt: skip
_COUNTS = ("lines", "due", "refused", "unknown", "stopped")


def simulate(
    closed: Path, scratch: Path, policies: Path | None = None, draft: Sequence[RuleFile] | None = None
) -> list[Row]:
    """Rows of COLUMNS, by item (county None) and by item and paying county ('' where it is not known), sorted; money in fen.

    closed: folder of a closed month, which is only read. policies: rules to try, those published when None; draft: the
    files themselves, instead; lists of
    codes are facts of the cases and stay as they were when the month was closed. Raises RuleError when the rules
    cannot be used, FileNotFoundError when the folder holds no closed month.
    """
    period = int(json.loads((closed / "manifest.json").read_text(encoding="utf-8"))["period"])
    files = tuple(draft) if draft is not None else load_rules(policies)
    with open_engine("duckdb", scratch / "spill") as engine:
        for case in sorted({file.case for file in files}):
            path = closed / "tables" / f"case_{case}.parquet"
            attach_table(engine, f"case_{case}", path)
            number_cases(engine, case, path)
        attach_table(engine, "paid_periods", closed / "tables" / "paid_periods.parquet")
        attach_table(engine, "closed_due", closed / "tables" / "due.parquet")
        _prepare(engine, period, scratch, files)
        return engine.rows(_compared(_surveyed(engine, files)))


def _prepare(engine: Engine, period: int, scratch: Path, files: Sequence[RuleFile]) -> None:
    """The resolved values, and the lines of the items that stand against others."""
    run = Run(engine, period, scratch / "tables", scratch / "index", {}, says=lambda line: None)
    cases = {f"case_{file.case}" for file in files}
    run.prints |= {table: table for table in (*cases, "paid_periods")}
    for file in files:
        run.made(value_table(file.item), VALUE_TYPES, regional_rows(file))
    run.build_all([*county_steps(files), *(parameter_step(file) for file in files if regional(file))])
    against = {ex.item for file in files for ex in all_exclusions(file) if ex.against == "due"}
    run.build_all([item_step(file) for file in in_order(files) if file.item in against])


def _surveyed(engine: Engine, files: Sequence[RuleFile]) -> list[str]:
    """Survey every kind of case; SELECTs of the lines of each item with its counts and its amount."""
    found = []
    for case in sorted({file.case for file in files}):
        own = [file for file in files if file.case == case]
        for table, select in value_tables(own).items():
            engine.hold(table, select)
        counties = sorted({rule.county for file in own for rule in file.rules})
        engine.hold(f"lines_{case}", survey(own, ["person_no", *counties]))
        engine.hold(f"stops_{case}", stopped(own, f"lines_{case}"))
        words = words_of(own)
        for file in own:
            found += _lines(file, words)
    return found


def _lines(file: RuleFile, words: Words) -> list[str]:
    """SELECT item, county, person_no, the counts, now and was (fen) of an item: one of its lines, one of its stops."""
    item, lines = literal(file.item), f"lines_{file.case}"
    found = []
    for rule in file.rules:
        met = words.due((file.item, rule.version), "k.")
        held = words.unrefused((file.item, rule.version), "k.")
        found.append(
            f"""select {item} as item, k.{rule.county} as county, k.person_no, 1 as lines, cast({met} as int) as due,
  1 - cast({held} as int) as refused, cast({held} and not ({met}) as int) as unknown, 0 as stopped,
  k.{file.item}__amount as now, 0 as was from {lines} k where k.{rule.decisive} between {rule.start} and {rule.end}"""
        )
    counties = " ".join(
        f"when k.{rule.decisive} between {rule.start} and {rule.end} then k.{rule.county}"
        for rule in file.rules
    )
    found.append(
        f"""select {item}, case {counties} end, k.person_no, 0, -1, 0, 0, 1, -t.amount, 0
from stops_{file.case} t join {lines} k on k.line = t.line where t.item = {item}"""
    )
    return found


def _compared(lines: Sequence[str]) -> str:
    """SELECT COLUMNS: person by person against what the closed month gives, in each county and in all."""
    counts = ", ".join(f"sum({name}) as {name}" for name in (*_COUNTS, "now", "was"))
    was = "select item, county, person_no, 0, 0, 0, 0, 0, 0, amount from closed_due"
    last = ", ".join(f"sum({name}) as {name}" for name in _COUNTS)
    return f"""with here as (
  select item, coalesce(county, '') as county, person_no, {counts}
  from ({" union all ".join([*lines, was])}) a group by item, coalesce(county, ''), person_no),
people as (
  select * from here union all
  select item, cast(null as {TEXT}), person_no, {counts} from here group by item, person_no)
select item, county, {last}, count(case when due > 0 then 1 end) as people, sum(now) as fen,
  count(case when now > was then 1 end) as gaining, count(case when now < was then 1 end) as losing,
  sum(now - was) as more_fen
from people group by item, county order by item, county nulls first"""
