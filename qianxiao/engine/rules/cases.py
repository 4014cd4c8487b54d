"""The case tables of the rules: their SQL, and the facts each of them offers."""

from functools import lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from qianxiao.engine.sqltext import Step, read_steps

SQL = Path(__file__).parent / "sql"
REGISTER = {"study": "students", "training": "trainees", "certificate": "certificates"}
"""Kinds of case and the register their records come from."""

BY_TERM = frozenset({"study"})
"""Kinds of case that have a line per term; the others have none."""


def case_steps() -> list[Step]:
    """Every step of `sql/`, in order: cases first, entitlements last."""
    return read_steps(SQL)


@lru_cache(maxsize=8)
def case_columns(case: str) -> frozenset[str]:
    """Columns of `case_<case>`: what a rule file may name as fact, decisive day or paying county."""
    step = next(step for step in case_steps() if step.table == f"case_{case}")
    query = sqlglot.parse_one(step.sql, read="duckdb")
    if not isinstance(query, exp.Query):
        raise TypeError(f"{step.source} is not one SELECT")
    return frozenset(query.named_selects)
