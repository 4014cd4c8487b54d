"""The rates by which the demo's payments are made: what the rule files say, county by county and day by day."""

from qianxiao.demo.world import Connection, fill
from qianxiao.engine.rules.load import load_rules
from qianxiao.engine.rules.parameters import breakpoints, column, in_force
from qianxiao.engine.rules.tables import list_rows
from qianxiao.engine.sqltext import Scalar

LAST = 99991231


def rate_tables(con: Connection) -> None:
    """Tables `rates` (county, from_date, to_date, one column per parameter, fen) and `urgent` (county, code, dates).

    Raises RuleError when the rule files cannot be read.
    """
    con.execute(
        "CREATE OR REPLACE TABLE paying AS SELECT county FROM place UNION SELECT county FROM elsewhere_orgs"
    )
    files = load_rules()
    days = breakpoints(files)
    names = [(file.item, name) for file in files for name in sorted(file.parameters)]
    values = {(file.item, name): file.parameters[name].values for file in files for name in file.parameters}
    counties = [str(row[0]) for row in con.execute("SELECT county FROM paying ORDER BY 1").fetchall()]
    rows: list[tuple[Scalar, ...]] = []
    for county in counties:
        for day, after in zip(days, [*days[1:], LAST + 1], strict=True):
            found = [in_force(values[key], county, day) for key in names]
            rows.append((county, day, after - 1, *(value.value if value else None for value in found)))
    columns = ", ".join(f"{column(item, name)} BIGINT" for item, name in names)
    fill(
        con,
        "lists",
        "list VARCHAR, region VARCHAR, from_date INTEGER, to_date INTEGER, code VARCHAR",
        list(list_rows(files)),
    )
    con.execute(
        "CREATE OR REPLACE TABLE urgent AS SELECT DISTINCT p.county, l.code, l.from_date, l.to_date FROM lists l"
        " JOIN paying p ON starts_with(p.county, l.region) WHERE l.list = 'urgent_occupations'"
    )
    fill(con, "rates", f"county VARCHAR, from_date INTEGER, to_date INTEGER, {columns}", rows)
