"""The register of a closed month as one file for the households: facts, household, file and row, no number."""

from pathlib import Path

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.sqltext import literal
from qianxiao.returns.close.load import SQL
from qianxiao.returns.close.load_corrected import attach_own
from qianxiao.returns.close.result import Result

# what a result without these tables is read as: facts not told, rows not known
_FACTS = (
    "person_no VARCHAR, edu VARCHAR, in_school VARCHAR, health VARCHAR, labour VARCHAR, hukou_type VARCHAR, identified_on INTEGER,"
    " change_type VARCHAR, change_date INTEGER, hh_attr VARCHAR, cause VARCHAR, exit_status VARCHAR, exit_year BIGINT,"
    " monitor_type VARCHAR, risk_cleared_on INTEGER"
)
OPTIONAL = {
    "clean_poor": _FACTS,
    "index_poor": "mark UBIGINT, key_id VARCHAR",
    "rowmarks_poor": "mark UBIGINT, src VARCHAR, src_row INTEGER",
}


def members(result: Result, scratch: Path) -> tuple[list[str], Path]:
    """Files of the register, and a CSV of its people in the order of households.intake.STAGED.

    The place of a file in the list, from 1, stands with each row; 0 where the result does not tell it.
    """
    path = scratch / "members.csv"
    with DuckEngine(scratch) as engine:
        attach_own(engine, result)
        for table, columns in OPTIONAL.items():
            if result.holds(table):
                engine.view(table, result.table(table))
            else:
                engine.con.execute(f"CREATE TABLE {table} ({columns})")
        found = engine.con.execute("SELECT DISTINCT src FROM rowmarks_poor ORDER BY src").fetchall()
        files = [str(row[0]) for row in found]
        engine.con.execute("CREATE TABLE snapshot_files (file INTEGER, src VARCHAR)")
        if files:
            engine.con.executemany(
                "INSERT INTO snapshot_files VALUES (?, ?)", list(enumerate(files, start=1))
            )
        sql = (SQL / "snapshot.sql").read_text(encoding="utf-8")
        engine.con.execute(f"COPY ({sql}) TO {literal(str(path))} (FORMAT csv, HEADER false)")
    return files, path
