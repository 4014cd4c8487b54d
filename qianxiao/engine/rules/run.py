"""The rules inside one run of the close: case tables, resolved parameters, due lines, entitlements."""

from pathlib import Path

from qianxiao.engine.rules import tables
from qianxiao.engine.rules.cases import case_steps
from qianxiao.engine.rules.compile import steps
from qianxiao.engine.rules.load import load_rules, policies_folder
from qianxiao.engine.rules.parameters import (
    VALUE_TYPES,
    parameter_step,
    regional,
    regional_rows,
    value_rows,
    value_table,
)
from qianxiao.engine.run import Run

_AFTER = "entitlements"


def run_rules(run: Run, policies: Path | None = None) -> None:
    """Build `case_*`, `rule_parameters_<item>`, `due_<item>`, `due` and `entitlements`.

    Reads tables persons, links, area_tags and clean_{poor,students,schools,trainees,certificates,insurance,payments}.
    Raises RuleError when a rule file cannot be used, KeyError when an input table was not built.
    """
    folder = policies or policies_folder()
    files = load_rules(policies)
    run.made("terms", tables.TERM_TYPES, tables.term_rows(folder, run.period))
    run.made("rule_lists", tables.LIST_TYPES, tables.list_rows(files))
    run.made("rule_items", tables.ITEM_TYPES, tables.item_rows(files))
    run.made("rule_clauses", tables.CLAUSE_TYPES, tables.clause_rows(files))
    run.made("rule_values", VALUE_TYPES, value_rows(files))
    for file in files:
        run.made(value_table(file.item), VALUE_TYPES, regional_rows(file))
    before = [step for step in case_steps() if step.table != _AFTER]
    after = [step for step in case_steps() if step.table == _AFTER]
    values = [*tables.county_steps(files), *(parameter_step(file) for file in files if regional(file))]
    run.build_all([*before, *values, *steps(files), *after])
