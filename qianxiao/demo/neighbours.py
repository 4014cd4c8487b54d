"""The provinces of a demo nation as neighbours: some people of each are trained and work in another one."""

from pathlib import Path

from qianxiao.demo import deliver, truth
from qianxiao.demo.build import world_params
from qianxiao.demo.pieces import Order
from qianxiao.demo.settings import SQL, World, load
from qianxiao.demo.world import Connection, fill, read_villages
from qianxiao.engine.sqltext import Scalar, literal, render

# Registers in which a row of a person of another province may stand.
REGISTERS = ("trainees", "certificates", "employment", "insurance", "payments")
ORGS, FIRMS = 4, 60  # of a province that take people from elsewhere
SLOTS = 1000


def nobody(con: Connection) -> None:
    """The tables of a world without neighbours."""
    fill(
        con,
        "elsewhere_orgs",
        "province VARCHAR, org_no BIGINT, orgs BIGINT, county VARCHAR, org_code VARCHAR, org_name VARCHAR",
        [],
    )
    fill(
        con,
        "elsewhere_firms",
        "province VARCHAR, employer_no BIGINT, employers BIGINT, county VARCHAR, employer_code VARCHAR, employer_name VARCHAR",
        [],
    )
    con.execute("CREATE OR REPLACE TABLE away_slots AS SELECT [NULL::VARCHAR] AS slots")


def meet(con: Connection, worlds: list[World]) -> None:
    """Tables `elsewhere_orgs`, `elsewhere_firms`: who takes people of other provinces, by their numbers there."""
    nobody(con)
    for world in worlds:
        villages = read_villages(con, world.region)
        known = World(world.piece, world.region, world.people, villages, world.seed)
        params = world_params(known)
        for name in ("01_macros", "20_orgs"):
            con.execute(render((SQL / f"{name}.sql").read_text(encoding="utf-8"), params))
        for table, source, columns, most in (
            ("elsewhere_orgs", "schools WHERE NOT school", "region, org_code, name", ORGS),
            ("elsewhere_firms", "firms WHERE closed_on IS NULL", "region, employer_code, name", FIRMS),
        ):
            con.execute(
                f"INSERT INTO {table} SELECT {literal(world.region)}, row_number() OVER (ORDER BY k) - 1, count(*) OVER (),"
                f" {columns} FROM (SELECT * FROM {source} ORDER BY h(k, 'takes people from elsewhere'), k LIMIT {most})"
            )
    for table in ("place", "schools", "firms"):
        con.execute(f"DROP TABLE {table}")


def choose(con: Connection, worlds: list[World], own: World) -> None:
    """Table `away_slots`: where the people of a province go, the more the larger the other province is."""
    others = [world for world in worlds if world.region != own.region]
    total = sum(world.people for world in others)
    slots = [world.region for world in others for _ in range(round(world.people * SLOTS / total))]
    slots = (slots + [world.region for world in others] * SLOTS)[:SLOTS] if others else []
    texts = ", ".join(literal(region) for region in slots) or "NULL"
    con.execute(f"CREATE OR REPLACE TABLE away_slots AS SELECT [{texts}]::VARCHAR[] AS slots")


def _spool(order: Order, month: int | str, name: str) -> Path:
    return order.work / "elsewhere" / str(month) / name


def leave(con: Connection, order: Order, own: World, params: dict[str, Scalar], month: int) -> None:
    """Keep a month's rows of a province's people that belong to other provinces' registers, until all are built."""
    away = {**params, "away": deliver.AWAY}
    sources = {name: deliver.delivered_sql(name, away, ", q.away AS _target") for name in REGISTERS}
    for name, sql in sources.items():
        deliver.write(con, sql, _spool(order, month, name) / f"{own.region}.parquet", "parquet")
    if month == max(order.months):
        links = truth.links_elsewhere(params, REGISTERS)
        deliver.write(con, links, _spool(order, "truth", "links") / f"{own.region}.parquet", "parquet")


def _own_rows(spool: Path, region: str, order: str) -> str:
    files = literal(str(spool / "*.parquet"))
    return f"SELECT * EXCLUDE (_target) FROM read_parquet({files}) WHERE _target = {literal(region)} ORDER BY {order}"


def hand_over(con: Connection, order: Order) -> None:
    """Every complete province delivers what its own offices hold of other provinces' people, as files of their own."""
    files = load("files")
    for path in sorted((order.work / "done").glob("*.json")):
        region = path.stem
        for month in order.months:
            for name in REGISTERS:
                key = next(column["zh"] for column in deliver.layout(name) if column.get("key"))
                kind = deliver.file_kind(name, order.size, order.wanted, int(files["xlsx_rows"]) + 1)
                stem = f"{files['registers'][name]['stem']}{files['elsewhere']}"
                target = order.folder(month, region) / f"{stem}.{'parquet' if kind == 'parquet' else 'csv'}"
                rows = deliver.write(
                    con, _own_rows(_spool(order, month, name), region, f'"{key}"'), target, kind
                )
                if not rows:
                    target.unlink()
        sql = _own_rows(_spool(order, "truth", "links"), region, "register, rec_id")
        deliver.write(con, sql, order.out / "truth" / f"links_{region}_elsewhere.parquet", "parquet")
