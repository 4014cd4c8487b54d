"""Writes of the indicators: take the cells of a result in."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.returns.close.result import Result
from qianxiao.returns.indicators import definitions, load

SQL = Path(__file__).parent / "sql"


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def take_cells(result: Result) -> int:
    """Take one result's cells in, in one transaction; the same result changes nothing. Returns cells of counties written.

    A result without cells (of an early version) has none to take.
    """
    if not (result.holds("cells") and result.holds("form_cells")):
        return 0
    return take_all(result.period, [result])


def take_all(period: int, results: Iterable[Result]) -> int:
    """Take the cells of several results of one period in, then add the tiers up once. Raises LoadProblem."""
    rows = 0
    with (
        in_scope(whole_scope()),
        connection.cursor() as cursor,
        tempfile.TemporaryDirectory(prefix="qianxiao-cells-") as scratch,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 7)", [period])
        cursor.execute(_sql("stage"))
        for result in results:
            path = load.export(result, Path(scratch))
            with path.open("rb") as stream, cursor.copy("COPY cells_told (region, indicator, span, month, people, times, amount) FROM STDIN WITH (FORMAT csv)") as copy:  # fmt: skip
                while block := stream.read(1 << 20):
                    copy.write(block)
            cursor.execute("UPDATE cells_told SET source = %s WHERE source = ''", [result.digest])
        cursor.execute(
            "SELECT DISTINCT region FROM cells_told UNION SELECT DISTINCT region FROM indicators_cell WHERE period = %s AND level = 3",
            [period],
        )
        _tree(cursor, [row[0] for row in cursor.fetchall()])
        flows = [code for code, one in definitions.indicators().items() if one.kind == "flow"]
        cursor.execute(_sql("counties"), {"period": period, "flows": flows})
        rows = int(cursor.rowcount)
        cursor.execute(_sql("tiers"), {"period": period})
        cursor.execute("DROP TABLE cells_told, cells_tree; ANALYZE indicators_cell")
    return rows


def _tree(cursor: Any, counties: list[str]) -> None:
    """Every county with each region it counts in: itself, what is above it."""
    lines = []
    for county in counties:
        one = county
        while one:
            lines.append((county, one, definitions.parent(one), definitions.level(one)))
            one = definitions.parent(one)
    cursor.executemany(
        "INSERT INTO cells_tree (county, region, parent, level) VALUES (%s, %s, %s, %s)", lines
    )
