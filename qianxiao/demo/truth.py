"""The truth of a demo world, kept apart from its registers: who each row is, what was planted, what is bad."""

from pathlib import Path

from qianxiao.demo.build import MENTIONS
from qianxiao.demo.deliver import month_sql
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
        CASE WHEN coalesce(l.identified_on, p.identified_on) <= {literal(params["month_end"])} THEN p.person_no END AS person_no,
        CASE WHEN hit(p.pid, 'twice', {params["world_twice_registered"]}) AND p.age BETWEEN 16 AND 59
            THEN p.person_no || 'D' END AS also_person_no,
        t.damage, p.lang AS language, p.name AS true_name, p.id18 AS true_id,
        coalesce(l.identified_on, p.identified_on)::DATE AS person_since
        FROM ({source}) t JOIN people p ON p.pid = t.pid LEFT JOIN identified_late l ON l.pid = p.pid
        JOIN (SELECT rec FROM ({month_sql(register, params)})) o ON o.rec = t.rec"""


# What was planted: pattern number → SELECT of (register, rec_id, pid, day it can be seen from).
PLANTED = {
    2: "SELECT 'trainees', trainee_no, pid, ends FROM training WHERE why = 2",
    3: "SELECT 'trainees', trainee_no, pid, ends FROM training WHERE why = 3"
    " QUALIFY row_number() OVER (PARTITION BY pid ORDER BY ends DESC, i DESC) = 1",
    4: "SELECT 'trainees', trainee_no, pid, ends FROM training WHERE why = 4",
    5: "SELECT 'students', student_reg_no, pid, since FROM study WHERE again = 1",
    7: "SELECT 'payments', pay_no, pid, pay_date FROM pays WHERE why = 7",
    8: "SELECT 'trainees', trainee_no, pid, starts FROM training WHERE why = 8",
    9: "SELECT 'trainees', t.trainee_no, t.pid, t.starts FROM training t"
    " JOIN insured n ON n.pid = t.pid AND n.planted AND n.pension_from <= t.starts",
    12: "SELECT 'trainees', trainee_no, pid, starts + 70 FROM training WHERE poor_later",
    13: " UNION ALL ".join(
        f"SELECT '{register}', d.rec, d.pid, {seen} FROM d_{register} d JOIN {source} e ON e.i = d.i"
        " JOIN people o ON o.pid = d.opid AND o.registered JOIN people s ON s.pid = d.pid"
        f" WHERE d.kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows'){more}"
        for register, source, seen, more in (
            ("students", "study", "e.since", ""),
            ("trainees", "training", "e.starts", ""),
            ("employment", "work", "e.since", ""),
            ("insurance", "insured", "e.since", ""),
            ("intentions", "survey", "e.contact_date", " AND s.identified_on <= e.contact_date"),
        )
    ),
    15: "SELECT 'payments', pay_no, pid, pay_date FROM pays WHERE why = 15",
    25: "SELECT 'payments', pay_no, pid, pay_date FROM pays WHERE why = 25"
    " UNION ALL SELECT 'certificates', cert_no, pid, issue_date FROM certs WHERE early",
    28: "SELECT 'payments', pay_no, pid, pay_date FROM pays WHERE why = 28",
    30: "SELECT 'payments', pay_no, pid, pay_date FROM pays WHERE why = 30",
    31: "SELECT 'trainees', trainee_no, pid, starts FROM training WHERE fee_taken",
}


def _planted(pattern: int, params: dict[str, Scalar]) -> str:
    """Planted rows of one pattern that the last month shows, with the person they are about."""
    return f"""SELECT {pattern} AS pattern, t.register, t.rec_id, p.person_no, t.seen_from::DATE AS seen_from
        FROM ({PLANTED[pattern]}) t(register, rec_id, pid, seen_from) JOIN people p ON p.pid = t.pid
        WHERE t.seen_from <= {literal(params["month_end"])}"""


def _copy(con: Connection, sql: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY ({sql}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def write_truth(
    con: Connection, params: dict[str, Scalar], folder: Path, suffix: str, registers: list[str]
) -> None:
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
    planted = " UNION ALL ".join(f"({_planted(pattern, params)})" for pattern in PLANTED)
    order = "ORDER BY pattern, register, rec_id"
    _copy(con, f"SELECT * FROM ({planted}) {order}", folder / f"irregularities{suffix}.parquet")
