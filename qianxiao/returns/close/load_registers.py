"""What a closed month tells of the institutions, for the registers of the web half; rows of its registers for demos."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qianxiao.engine.duck import DuckEngine
from qianxiao.registers.schools.actions import take_in
from qianxiao.returns.close.result import Result

_SCHOOLS = (
    "SELECT org_code, coalesce(name, org_code) AS name, coalesce(org_type, '') AS org_type,"
    " coalesce(school_level, '') AS school_level, coalesce(region, '') AS region, licence_from, licence_to,"
    " coalesce(ethnic_area, false) AS ethnic_area, tuition FROM clean_schools WHERE org_code IS NOT NULL"
    " QUALIFY row_number() OVER (PARTITION BY org_code ORDER BY name, region) = 1 ORDER BY org_code"
)
BATCH = 20_000


def take_in_institutions(result: Result, scratch: Path) -> int:
    """Bring the register of institutions up to a month. Returns how many there are in it."""
    if not result.holds("clean_schools"):
        return 0
    return take_in(
        (row for rows in register(result, scratch, "schools", _SCHOOLS) for row in rows),
        f"schools {result.period}",
    )


def register(result: Result, scratch: Path, name: str, sql: str) -> Iterator[list[dict[str, Any]]]:
    """Rows of a query over the cleaned register `clean_<name>` of a month, in batches; numbers in full: for sealing only."""
    with DuckEngine(scratch) as engine:
        engine.view(f"clean_{name}", result.table(f"clean_{name}"))
        cursor = engine.con.execute(sql)
        columns = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(BATCH):
            yield [dict(zip(columns, row, strict=True)) for row in rows]
