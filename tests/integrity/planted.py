"""The truth of the small world, and a rule run as it is or broken."""

from pathlib import Path
from typing import Any

import duckdb

PEOPLE, SEED, DAY = 2000, 7, 20200705
Subjects = set[str]


def truth(folder: Path, pattern: int, kind: str) -> dict[str, str]:
    """Subject → case of what was planted of a pattern, or looks alike."""
    asked = "SELECT subject, name FROM read_parquet(?) WHERE pattern = ? AND kind = ?"
    return dict(duckdb.execute(asked, [str(folder / "truth_services.parquet"), pattern, kind]).fetchall())


def found(pattern: int) -> Subjects:
    """Subjects of the findings that stand there."""
    from qianxiao.money.integrity.models import Finding
    from tests.scoped import all_rows

    return set(all_rows(Finding).filter(pattern=pattern).values_list("subject", flat=True))


def run(pattern: int, old: str = "", new: str = "", **other: int) -> Subjects:
    """Subjects a rule finds with some of its text or parameters changed. Raises AssertionError where the text is not there."""
    from django.db import connection

    from qianxiao.money.integrity import rules

    values: dict[str, Any] = rules.values(pattern, DAY)
    assert set(other) <= set(values)
    values |= other
    values["trace_since"] = rules.before(DAY, values.get("trace_days", 0))
    text = rules.statement(pattern)
    assert not old or old in text
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT subject FROM ({text.replace(old, new) if old else text}) f", values)
        return {str(subject) for (subject,) in cursor.fetchall()}
