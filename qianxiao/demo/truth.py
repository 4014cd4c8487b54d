"""The truth of a demo world, kept apart from its registers: who each row is, what was planted, what is bad."""

from pathlib import Path

from qianxiao.demo.deliver import month_sql
from qianxiao.demo.build import MENTIONS
from qianxiao.demo.world import Connection
from qianxiao.engine.sqltext import Scalar, literal

# Registers that copy the person from another one: register → SELECT of (i, rec, pid, damage) from its rows.
COPIES = {
    "certificates": "SELECT c.i, c.cert_no AS rec, c.pid, d.damage FROM certs c JOIN d_trainees d ON d.i = c.i",
    "payments": "SELECT y.i, y.pay_no AS rec, y.pid, y.damage FROM pays y",
}


def _links(register: str, params: dict[str, Scalar]) -> str:
    """Who the rows of one register are in the last month; person_no is null for people outside the register."""
    source = COPIES.get(register, f"SELECT i, rec, pid, damage FROM d_{register}")
    return f"""SELECT '{register}' AS register, t.rec AS rec_id,
        CASE WHEN coalesce(l.identified_on, p.identified_on) <= {literal(params['month_end'])} THEN p.person_no END AS person_no,
        CASE WHEN hit(p.pid, 'twice', {params['world_twice_registered']}) AND p.age BETWEEN 16 AND 59
            THEN p.person_no || 'D' END AS also_person_no,
        t.damage, p.lang AS language, p.name AS true_name, p.id18 AS true_id,
        coalesce(l.identified_on, p.identified_on)::DATE AS person_since
        FROM ({source}) t JOIN people p ON p.pid = t.pid LEFT JOIN identified_late l ON l.pid = p.pid
        JOIN (SELECT rec FROM ({month_sql(register, params)})) o ON o.rec = t.rec"""


def _copy(con: Connection, sql: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY ({sql}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def write_truth(con: Connection, params: dict[str, Scalar], folder: Path, suffix: str, registers: list[str]) -> None:
    """Write links, people, irregularities and faults. Params are those of the world and of the last month."""
    named = [name for name in registers if name in COPIES or (name in MENTIONS and name != "poor")]
    links = " UNION ALL ".join(f"({_links(name, params)})" for name in named)
    _copy(con, f"SELECT * FROM ({links}) ORDER BY register, rec_id", folder / f"links{suffix}.parquet")
    people = """SELECT p.person_no, p.name, p.id18, p.birth, p.sex, p.lang AS language, p.age, d.damage
        FROM people p JOIN d_poor d ON d.pid = p.pid WHERE p.registered ORDER BY p.person_no"""
    _copy(con, people, folder / f"people{suffix}.parquet")
    parts = [
        f"SELECT '{name}' AS register, rec AS rec_id, coalesce(bad, CASE WHEN kind = 'id_scientific' THEN kind END) AS fault FROM d_{name}"
        f" WHERE (bad IS NOT NULL OR kind = 'id_scientific') AND rec IN (SELECT rec FROM ({month_sql(name, params)}))"
        for name in registers
        if name in MENTIONS
    ]
    faults = " UNION ALL ".join(parts)
    _copy(con, f"SELECT * FROM ({faults}) ORDER BY register, rec_id", folder / f"faults{suffix}.parquet")
