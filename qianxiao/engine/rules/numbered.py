"""Cases with a number each: a line of a survey names its case by it, so that no key is copied beside every answer."""

from pathlib import Path

from qianxiao.engine.engines import Engine
from qianxiao.engine.layers import layers
from qianxiao.engine.rules.cases import BY_TERM
from qianxiao.engine.sqltext import literal


def numbered_table(case: str) -> str:
    """Name of the cases with their numbers."""
    return f"numbered_{case}"


def number_cases(engine: Engine, case: str, path: Path | None = None) -> None:
    """Name `numbered_<case>`: the rows of `case_<case>`, and `line` (BIGINT), their place by rec_id and term, from 0.

    path: the table where the close wrote it. It lies in that order there, so that the place of a row in a single file
    is its number and nothing has to be sorted; folders and layers are numbered by a window.
    """
    found = layers(path) if path else []
    if engine.name == "duckdb" and len(found) == 1 and found[0].rows.is_file():
        source = f"read_parquet({literal(str(found[0].rows))}, file_row_number = true)"
        engine.view(numbered_table(case), f"select *, file_row_number as line from {source}")
        return
    order = "rec_id, term" if case in BY_TERM else "rec_id"
    number = f"cast(row_number() over (order by {order}) as bigint) - 1"
    engine.view(numbered_table(case), f"select *, {number} as line from case_{case}")
