"""The truth of a demo world, kept apart from its registers: who each row is, what was planted, what is bad."""

from pathlib import Path

from qianxiao.demo.build import MENTIONS
from qianxiao.demo.deliver import month_sql
from qianxiao.demo.settings import SQL
from qianxiao.demo.world import Connection
from qianxiao.engine.sqltext import Scalar, literal, render

# Registers that copy the person from another one: register → SELECT of (i, rec, pid, damage) from its rows.
COPIES = {
    "certificates": "SELECT c.i, c.cert_no AS rec, c.pid, d.damage FROM certs c JOIN d_trainees d ON d.i = c.i",
    "payments": "SELECT y.i, y.pay_no AS rec, y.pid, y.damage FROM pays y",
}


def _since(person: str, late: str) -> str:
    return f"coalesce({late}.identified_on, {person}.identified_on)::DATE"


def _stands(person: str, late: str, params: dict[str, Scalar]) -> str:
    """Condition: the person stands in the register of the month."""
    end = literal(params["month_end"])
    return f"{_since(person, late)} <= {end} AND ({person}.struck_on IS NULL OR {person}.struck_on > {end})"


def _links(register: str, params: dict[str, Scalar]) -> str:
    """Who the rows of one register are in the last month; person_no is null for people outside the register."""
    source = COPIES.get(register, f"SELECT i, rec, pid, damage FROM d_{register}")
    return f"""SELECT '{register}' AS register, t.rec AS rec_id,
        CASE WHEN {_stands("p", "l", params)} THEN p.person_no END AS person_no,
        CASE WHEN hit(p.pid, 'twice', {params["world_twice_registered"]}) AND p.age BETWEEN 16 AND 59
            THEN p.person_no || 'D' END AS also_person_no,
        t.damage, p.lang AS language, p.name AS true_name, p.id18 AS true_id,
        coalesce(l.identified_on, p.identified_on)::DATE AS person_since
        FROM ({source}) t JOIN people p ON p.pid = t.pid LEFT JOIN identified_late l ON l.pid = p.pid
        JOIN (SELECT rec FROM ({month_sql(register, params)})) o ON o.rec = t.rec"""


# Registers in which a number may be another person's, with the table and day a row of theirs can be seen from.
BORROWED = {
    "students": ("study", "since"),
    "trainees": ("training", "starts"),
    "employment": ("work", "since"),
    "insurance": ("insured", "since"),
    "intentions": ("survey", "contact_date"),
}
# Ways of writing a number that keep it whole: whoever reads it knows the number.
WHOLE = "('id_lower_x', 'id_wide', 'id_spaced', 'id_15', 'id_disability')"


def _borrowed(params: dict[str, Scalar]) -> str:
    """Rows under another person's number (13), where the register itself has that number right."""
    parts = [
        f"""SELECT '{register}' AS register, d.rec, d.pid, e.{seen}::DATE AS since, o.person_no AS owner_no,
        {_since("o", "lo")} AS owner_since FROM d_{register} d JOIN {source} e ON e.i = d.i
        JOIN people o ON o.pid = d.opid AND o.registered AND o.name <> (SELECT s.name FROM people s WHERE s.pid = d.pid)
        JOIN d_poor q ON q.pid = d.opid AND (q.kind IS NULL OR q.kind IN {WHOLE})
        JOIN (SELECT rec FROM ({month_sql(register, params)})) w ON w.rec = d.rec LEFT JOIN identified_late lo ON lo.pid = o.pid
        WHERE d.kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows') AND {_stands("o", "lo", params)}"""
        for register, (source, seen) in BORROWED.items()
    ]
    return " UNION ALL ".join(parts)


def _written(registers: list[str]) -> str:
    """Table text (ref, name, whole): how each row writes its person, for people no register of persons knows."""
    sources = {name: f"SELECT rec, name, kind FROM d_{name}" for name in registers if name in MENTIONS}
    sources["certificates"] = "SELECT c.cert_no, d.name, d.kind FROM certs c JOIN d_trainees d ON d.i = c.i"
    sources["payments"] = "SELECT y.pay_no, y.name, coalesce(a.kind, b.kind, c.kind) FROM pays y" + "".join(
        f" LEFT JOIN d_{name} {short} ON y.register = '{name}' AND {short}.i = y.source_i"
        for name, short in (("students", "a"), ("trainees", "b"), ("employment", "c"))
    )
    return " UNION ALL ".join(
        f"SELECT '{name}|' || rec AS ref, regexp_replace(name, '[ \u3000]', '', 'g') AS name,"
        f" kind IS NULL OR kind IN {WHOLE} AS whole FROM ({sql}) t(rec, name, kind)"
        for name, sql in sources.items()
    )


def _planted(con: Connection, params: dict[str, Scalar], registers: list[str]) -> str:
    """What was planted and can be found by the last month: the case, its person, the records to put together.

    An outsider is known by number and name alone, so a case of one needs both alike in all its records.
    """
    con.execute(f"CREATE OR REPLACE TABLE borrowed AS {_borrowed(params)}")
    con.execute(render((SQL / "50_planted.sql").read_text(encoding="utf-8"), params))
    return f"""WITH parts AS (
            SELECT pattern, rec_id, unnest(string_split(evidence, ';')) AS ref FROM planted
        ), alike AS (
            SELECT pattern, rec_id, bool_and(whole) AND count(DISTINCT name) = 1 AS known
            FROM parts JOIN ({_written(registers)}) w USING (ref) GROUP BY ALL
        )
        SELECT * FROM (
            SELECT t.pattern, t.register, t.rec_id, CASE WHEN p.registered AND {_stands("p", "l", params)}
                THEN p.person_no END AS person_no, t.seen_from::DATE AS seen_from, t.evidence, a.known
            FROM planted t JOIN people p ON p.pid = t.pid LEFT JOIN identified_late l ON l.pid = t.pid
            JOIN alike a ON a.pattern = t.pattern AND a.rec_id = t.rec_id)
        WHERE person_no IS NOT NULL OR pattern = 13 OR known"""


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
    order = "ORDER BY pattern, register, rec_id"
    planted = _planted(con, params, registers)
    _copy(
        con, f"SELECT * EXCLUDE (known) FROM ({planted}) {order}", folder / f"irregularities{suffix}.parquet"
    )
