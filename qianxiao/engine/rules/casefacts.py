"""Facts of one person's cases, as a closed month has them: what one-person answers start from."""

import os
from functools import lru_cache
from pathlib import Path

import duckdb

from qianxiao.engine.layers import relation
from qianxiao.engine.rules.cases import BY_TERM
from qianxiao.engine.rules.evaluate import Fact


@lru_cache(maxsize=1)
def _opened(_process: int) -> duckdb.DuckDBPyConnection:
    """One for each process: to start the engine costs four times what a person's rows do. It keeps no file in memory."""
    return duckdb.connect(
        config={"threads": 1, "memory_limit": "256MB", "enable_external_file_cache": "false"}
    )


def case_facts(closed: Path, case: str, person_no: str, most: int = 50) -> list[dict[str, Fact]]:
    """Rows of `case_<case>` of a person, newest first: column → value (numbers as int). Raises FileNotFoundError."""
    path = closed / "tables" / f"case_{case}.parquet"
    order = "term desc, rec_id" if case in BY_TERM else "period_from desc, rec_id"
    with _opened(os.getpid()).cursor() as db:
        found = db.execute(
            f"select * from ({relation(path)}) c where person_no = ? order by {order} limit {int(most)}",
            [person_no],
        )
        columns = [one[0] for one in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
