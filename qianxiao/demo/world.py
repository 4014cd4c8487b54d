"""Builds one piece of the demo world in DuckDB: places, people, what happens to them, the damage to their records."""

from pathlib import Path

import duckdb

from qianxiao.base.paths import REFERENCE
from qianxiao.demo import letters
from qianxiao.demo.settings import SQL, World, household_rows, load, mix, pools, share_params
from qianxiao.engine.sqltext import Scalar, literal, render

AWAY = 0.028  # part of household members who are not registered themselves (role c and b, see shares)

Connection = duckdb.DuckDBPyConnection

# Registers whose rows name a person in the first place; certificates and payments copy what these say.
MENTIONS = {
    "poor": "SELECT pid AS i, person_no AS rec, pid FROM people WHERE registered",
    "students": "SELECT i, student_reg_no AS rec, pid FROM study",
    "trainees": "SELECT i, trainee_no AS rec, pid FROM training",
    #E "employment": "SELECT i, employ_no AS rec, pid FROM work",
    #E "insurance": "SELECT i, insurance_no AS rec, pid FROM insured",
    #E "intentions": "SELECT i, contact_no AS rec, pid FROM survey",
}


def connect(scratch: Path, memory: str = "8GB") -> Connection:
    """A database of its own in the scratch folder, so that memory stays bounded."""
    scratch.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(scratch / "world.duckdb"))
    con.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
    con.execute(f"SET memory_limit = {literal(memory)}")
    con.execute("SET preserve_insertion_order = true")
    con.execute("SET enable_progress_bar = false")
    return con


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
    rows = con.execute("SELECT village FROM place WHERE village[10:12] >= '200' ORDER BY vi LIMIT 1").fetchall()
    if not rows:
        raise ValueError(f"county {county} has no village")
    return str(rows[0][0])


def _table(con: Connection, name: str, columns: str, rows: list[tuple[Scalar, ...]]) -> None:
    con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    values = ",".join("(" + ",".join(literal(v) for v in row) + ")" for row in rows)
    con.execute(f"INSERT INTO {name} VALUES {values}")


def word_tables(con: Connection) -> None:
    """Name pools, name groups, slips of writing, trades, household templates."""
    _table(con, "pool_words", "pool VARCHAR, lo INTEGER, n INTEGER, value VARCHAR", list(pools()))
    con.execute(
        "CREATE OR REPLACE TABLE slots AS SELECT pool, lo + q.k::INTEGER AS slot, value FROM pool_words, range(4096) q(k) WHERE q.k < n"
    )
    groups = load("names")["groups"]
    keys = ("kind", "surname", "first", "second", "father")
    rows = [(grp, *(part.get(key) for key in keys)) for grp, part in groups.items()]
    _table(con, "name_groups", "grp VARCHAR, " + ", ".join(f"{key} VARCHAR" for key in keys), rows)
    subs: list[tuple[Scalar, ...]] = list(letters.substitutions())
    lost, rare = load("letters")["lost"], load("names")["pools"]["rare"]["chars"]
    subs += [("lost", number, char, other) for char in rare for number, other in enumerate(lost)]
    _table(con, "subs", "kind VARCHAR, k BIGINT, ch VARCHAR, other VARCHAR", subs)
    _table(con, "spellings", "k BIGINT, a VARCHAR, b VARCHAR", list(letters.spellings()))
    con.execute("CREATE OR REPLACE TABLE dot_list AS SELECT ? AS dots", [load("letters")["dots"]])
    trades = [(number, *row) for number, row in enumerate(load("trades"))]
    kinds = "k INTEGER, code VARCHAR, name VARCHAR, level VARCHAR, type VARCHAR, certified INTEGER"
    _table(con, "trades", kinds, trades)
    templates, members, _ = household_rows()
    _table(con, "templates", "tmpl INTEGER, w INTEGER, lo INTEGER, hi INTEGER", list(templates))
    columns = "tmpl INTEGER, m INTEGER, role VARCHAR, lo INTEGER, hi INTEGER, size INTEGER"
    _table(con, "members", columns, list(members))
    total = sum(row[1] for row in templates)
    laid = [tmpl for tmpl, weight, _, _ in templates for _ in range(round(weight * 1000 / total))]
    laid = (laid + [0] * 1000)[:1000]
    _table(con, "tmpl_slots", "slot INTEGER, tmpl INTEGER", list(enumerate(laid)))


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
    _table(con, "mix_shares", columns, rows)
    con.execute(
        "CREATE OR REPLACE TABLE county_mix AS SELECT county, lo + q.k::INTEGER AS slot, ethnic, grp, lang"
        " FROM mix_shares, range(1000) q(k) WHERE q.k < n"
    )
    con.execute(
        """CREATE OR REPLACE TABLE old_codes AS SELECT successor AS county, max(code) AS old FROM regions
        WHERE level = '3' AND successor IN (SELECT county FROM place) GROUP BY successor"""
    )


def world_params(world: World) -> dict[str, Scalar]:
    """Parameters of the SQL that builds a world."""
    mean = household_rows()[2]
    households = max(1, round(world.people / mean / (1 - AWAY)))
    shares = share_params()
    outside = max(1, households * shares["world_outside_people"] // 10_000)
    return {
        **shares,
        "seed": f":{world.seed}",
        "base": world.piece * 100_000_000,
        "prefix": world.piece * 312,
        "province": world.region[:2],
        "people": world.people,
        "hh_poor": households,
        "hh_outside": outside,
        "villages": world.villages,
        "schools": max(2, world.people // 30_000),
        "institutions": max(3, world.people // 8_000),
        "employers": max(8, world.people // 400),
        "org_base": 10_000_000 + world.piece * 1_000_000,
    }


def _cases(stream: str, draw: str, prefix: str, shares: dict[str, int], only: str = "") -> str:
    low, arms = 0, []
    for kind, share in shares.items():
        if kind.startswith(prefix) and kind != "id_lower_x":
            low += share
            test = f"h(m.i, '{stream}{draw}') % 10000 < {low}"
            arms.append(f"WHEN {test}{only if kind == 'id_outsider_borrows' else ''} THEN '{kind}'")
    return "CASE " + " ".join(arms) + " END"


def damage(con: Connection, register: str, params: dict[str, Scalar]) -> None:
    """Table `d_<register>`: the mentions of a register as they are written, with what was done to them."""
    both = load("shares")
    shares = {**dict.fromkeys(both["dirt"], 0), **both["poor_dirt"]} if register == "poor" else both["dirt"]
    con.execute(f"CREATE OR REPLACE TABLE m_in AS {MENTIONS[register]}")
    text = (SQL / "30_dirt.sql").read_text(encoding="utf-8")
    text = text.replace("{id_case}", _cases(register, "id", "id_", shares, " AND NOT p.registered"))
    text = text.replace("{name_case}", _cases(register, "name", "name_", {k: v for k, v in shares.items() if k != "name_spelling"}))
    con.execute(render(text, {**params, **shares, "stream": register}))
    con.execute(f"DROP TABLE IF EXISTS d_{register}")
    con.execute(f"ALTER TABLE m_out RENAME TO d_{register}")
    for name in ("m_in", "m_1", "m_2", "m_3", "m_letters", "m_other", "m_spell"):
        con.execute(f"DROP TABLE {name}")


def build(con: Connection, world: World) -> dict[str, Scalar]:
    """Build a world's tables; returns the parameters it was built with."""
    params = world_params(world)
    mix_tables(con)
    for path in sorted(SQL.glob("[012]*.sql")):
        con.execute(render(path.read_text(encoding="utf-8"), params))
    for register in MENTIONS:
        damage(con, register, params)
    return params
