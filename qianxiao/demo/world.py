"""The ground a demo world stands on: its database, places, word lists and household templates as tables."""

from itertools import product
from pathlib import Path

import duckdb

from qianxiao.base.paths import REFERENCE
from qianxiao.demo import letters
from qianxiao.demo.settings import SLOTS, household_rows, load, mix, pools
from qianxiao.engine.sqltext import Scalar, literal

Connection = duckdb.DuckDBPyConnection
MEMORY = "2GB"  # of the database; the process takes about half a gigabyte more


def connect(scratch: Path, memory: str = MEMORY) -> Connection:
    """A database in memory; what is beyond `memory` spills to the scratch folder.

    Its tables are written once and read a few times: packing them for a file would cost more than it saves.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(":memory:")
    con.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
    con.execute(f"SET memory_limit = {literal(memory)}")
    con.execute("SET preserve_insertion_order = true")
    con.execute("SET enable_progress_bar = false")
    return con


def tables(con: Connection) -> list[str]:
    """Names of the tables there are."""
    return [
        str(row[0]) for row in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    ]


def read_regions(con: Connection) -> None:
    """Tables `regions` and `villages` from reference/. Raises FileNotFoundError without the region file."""
    path = REFERENCE / "regions.csv.gz"
    if not path.exists():
        raise FileNotFoundError(f"the demo needs {path.name} of the reference data")
    kinds = "all_varchar = true, header = true"
    con.execute(f"CREATE TABLE regions AS SELECT * FROM read_csv({literal(str(path))}, {kinds})")
    found = sorted((REFERENCE / "villages").glob("*.csv.gz"))
    con.execute("CREATE TABLE villages (code VARCHAR, name VARCHAR)")
    if found:
        names = "[" + ", ".join(literal(str(one)) for one in found) + "]"
        con.execute(f"INSERT INTO villages SELECT DISTINCT code, name FROM read_csv({names}, {kinds})")


def read_villages(con: Connection, region: str) -> int:
    """Table `place`: the villages of a region (prefix), numbered from 0 in code order. Returns how many.

    A township without villages in the reference data gets villages 200 to 203 of its own.
    """
    con.execute(
        """CREATE OR REPLACE TABLE place AS
        WITH town AS (SELECT code, name FROM regions WHERE level = '4' AND valid_to = '99991231'),
        v AS (SELECT code, name FROM villages
              UNION ALL
              SELECT t.code || (200 + q.k)::VARCHAR, t.name || ['东','南','西','北'][1 + q.k] || '村委会' FROM town t, range(4) q(k)
              WHERE t.code NOT IN (SELECT left(code, 9) FROM villages)),
        c AS (SELECT code, name FROM regions WHERE valid_to = '99991231' AND level IN ('1', '2', '3'))
        SELECT row_number() OVER (ORDER BY v.code) - 1 AS vi, v.code AS village, replace(v.name, '委会', '') AS village_name,
            left(v.code, 6) AS county, coalesce(c.name, p.name) AS county_name, p.name AS province_name
        FROM v LEFT JOIN c ON c.code = left(v.code, 6) JOIN c p ON p.code = left(v.code, 2) || '0000'
        WHERE starts_with(v.code, ?)""",
        [region],
    )
    found = int(con.execute("SELECT count(*) FROM place").fetchall()[0][0])
    if not found:
        raise ValueError(f"no village of region {region} in the reference data")
    return found


def first_village(con: Connection, county: str) -> str:
    """Code of a county's first village."""
    read_villages(con, county)
    rows = con.execute(
        "SELECT village FROM place WHERE village[10:12] >= '200' ORDER BY vi LIMIT 1"
    ).fetchall()
    if not rows:
        raise ValueError(f"county {county} has no village")
    return str(rows[0][0])


def fill(con: Connection, name: str, columns: str, rows: list[tuple[Scalar, ...]]) -> None:
    """Make a small table. Columns is its SQL definition."""
    con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    if not rows:
        return
    values = ",".join("(" + ",".join(literal(v) for v in row) + ")" for row in rows)
    con.execute(f"INSERT INTO {name} VALUES {values}")


def word_tables(con: Connection) -> None:
    """Name pools, name groups, slips of writing, trades, household templates."""
    fill(con, "pool_words", "pool VARCHAR, lo INTEGER, n INTEGER, value VARCHAR", list(pools()))
    con.execute(
        "CREATE OR REPLACE TABLE slots AS WITH p AS (SELECT *, dense_rank() OVER (ORDER BY pool) AS no FROM pool_words)"
        f" SELECT pool, (no * {SLOTS} + lo + q.k)::INTEGER AS spot, value FROM p, range({SLOTS}) q(k) WHERE q.k < n"
    )
    _name_ways(con)
    subs: list[tuple[Scalar, ...]] = list(letters.substitutions())
    lost, rare = load("letters")["lost"], load("names")["pools"]["rare"]["chars"]
    subs += [("lost", number, char, other) for char in rare for number, other in enumerate(lost)]
    fill(con, "subs", "kind VARCHAR, k BIGINT, ch VARCHAR, other VARCHAR", subs)
    fill(con, "spellings", "k BIGINT, a VARCHAR, b VARCHAR", list(letters.spellings()))
    con.execute("CREATE OR REPLACE TABLE dot_list AS SELECT ? AS dots", [load("letters")["dots"]])
    trades = [(number, *row) for number, row in enumerate(load("trades"))]
    kinds = "k INTEGER, code VARCHAR, name VARCHAR, level VARCHAR, type VARCHAR, certified INTEGER"
    fill(con, "trades", kinds, trades)
    templates, members, _ = household_rows()
    fill(con, "templates", "tmpl INTEGER, w INTEGER, lo INTEGER, hi INTEGER", list(templates))
    columns = "tmpl INTEGER, m INTEGER, role VARCHAR, lo INTEGER, hi INTEGER, size INTEGER"
    fill(con, "members", columns, list(members))
    total = sum(row[1] for row in templates)
    laid = [tmpl for tmpl, weight, _, _ in templates for _ in range(round(weight * 1000 / total))]
    laid = (laid + [0] * 1000)[:1000]
    fill(con, "tmpl_slots", "slot INTEGER, tmpl INTEGER", list(enumerate(laid)))


def _name_ways(con: Connection) -> None:
    """Table `name_ways`: per name group, sex and generation (0, 1, 2) the first slots of the pools of its parts."""
    rows: list[tuple[Scalar, ...]] = []
    for grp, part in load("names")["groups"].items():
        for sex, (gen, letter) in product((1, 2), enumerate("omy")):
            pool = {key: str(value).replace("{s}", str(sex)) for key, value in part.items()}
            parts = {
                "han": (pool.get("surname"), f"g{sex}{letter}a", f"g{sex}{letter}b"),
                "two": (pool.get("first"), pool.get("second"), pool.get("first")),
                "clan": (pool.get("surname"), pool.get("first"), None),
                "father": (pool.get("first"), pool.get("father"), None),
                "one": (pool.get("first"), None, None),
            }[pool["kind"]]
            rows.append((grp, sex, gen, pool["kind"], *parts, f"hui_given_{sex}", "rare"))
    pools_of = "a VARCHAR, b VARCHAR, c VARCHAR, hui_given VARCHAR, rare_given VARCHAR"
    fill(con, "name_pools", f"grp VARCHAR, sex INTEGER, gen INTEGER, kind VARCHAR, {pools_of}", rows)
    first = ", ".join(
        f"(SELECT min(spot) FROM slots WHERE pool = n.{name}) AS {name}"
        for name in ("a", "b", "c", "hui_given", "rare_given")
    )
    con.execute(f"CREATE OR REPLACE TABLE name_ways AS SELECT grp, sex, gen, kind, {first} FROM name_pools n")


def mix_tables(con: Connection) -> None:
    """Ethnic mix of every county of `place`, and the former codes of counties that have one."""
    groups = load("people")["groups"]
    counties = [str(row[0]) for row in con.execute("SELECT DISTINCT county FROM place ORDER BY 1").fetchall()]
    rows: list[tuple[Scalar, ...]] = []
    for county in counties:
        low = 0
        for code, share in mix(county).items():
            rows.append((county, low, share, code, *groups[code]))
            low += share
    columns = "county VARCHAR, lo INTEGER, n INTEGER, ethnic VARCHAR, grp VARCHAR, lang VARCHAR"
    fill(con, "mix_shares", columns, rows)
    con.execute(
        "CREATE OR REPLACE TABLE county_mix AS SELECT county, lo + q.k::INTEGER AS slot, ethnic, grp, lang"
        " FROM mix_shares, range(1000) q(k) WHERE q.k < n"
    )
    con.execute(
        """CREATE OR REPLACE TABLE old_codes AS SELECT successor AS county, max(code) AS old FROM regions
        WHERE level = '3' AND successor IN (SELECT county FROM place) GROUP BY successor"""
    )
