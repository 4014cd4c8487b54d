"""The truth of a demo world, kept apart from its registers: who each row is, what was planted, what is bad."""

import re
from pathlib import Path

from qianxiao.demo.build import MENTIONS
from qianxiao.demo.deliver import AWAY, BOTH, HOME, month_sql
from qianxiao.demo.settings import SQL
from qianxiao.demo.world import Connection
from qianxiao.engine.sqltext import Scalar, literal, render

# Registers that copy the person from the row of another one.
COPIES = ("certificates", "payments")
# Registers in which a number may be another person's, with the day from which a row of theirs can be seen.
BORROWED = {
    "students": "since",
    "trainees": "starts",
    "employment": "since",
    "insurance": "since",
    "intentions": "contact_date",
}
# Ways of writing a number that keep it whole: whoever reads it knows the number.
WHOLE = "('id_lower_x', 'id_wide', 'id_spaced', 'id_15', 'id_disability')"


def _shown(register: str, params: dict[str, Scalar], away: int = BOTH) -> str:
    """FROM and WHERE of the rows a register of persons shows in the month, as its delivery has them."""
    found = re.search(
        rf"FROM d_{register}( d)?\s+WHERE [^\n]*", month_sql(register, {**params, "away": away})
    )
    if not found:
        raise ValueError(f"out/{register}.sql does not read d_{register} in one line")
    return found.group(0)


def _stands(person: str, params: dict[str, Scalar]) -> str:
    """Condition: the person stands in the register of the month."""
    end = literal(params["month_end"])
    return f"{person}.identified_on <= {end} AND ({person}.struck_on IS NULL OR {person}.struck_on > {end})"


def _links(register: str, params: dict[str, Scalar], away: int = HOME) -> str:
    """Who the rows of one register are in the last month; person_no is null for people outside the register."""
    stands = _stands(f"d_{register}", params)
    return f"""SELECT '{register}' AS register, rec AS rec_id, CASE WHEN registered AND {stands} THEN person_of(pid) END AS person_no,
        CASE WHEN twice AND {stands} THEN person_of(pid) || 'D' END AS also_person_no, damage, lang AS language, true_name, true_id,
        identified_on::DATE AS person_since{", away AS _target" if away == AWAY else ""} {_shown(register, params, away)}"""


def links_elsewhere(params: dict[str, Scalar], registers: tuple[str, ...]) -> str:
    """SELECT of the links of rows that belong to another province's registers, with _target, that province."""
    return " UNION ALL ".join(_links(name, params, AWAY) for name in registers)


def _borrowed(params: dict[str, Scalar]) -> str:
    """Rows under another person's number (13), where the register itself has that number right."""
    parts = [
        f"""SELECT '{register}' AS register, d.rec, d.pid, d.{seen}::DATE AS since, o.rec AS owner_no, o.identified_on::DATE AS owner_since
        FROM (SELECT * {_shown(register, params)} AND kind IN ('id_relative', 'id_borrowed', 'id_outsider_borrows')) d
        JOIN d_poor o ON o.pid = d.opid AND o.true_name <> d.true_name AND (o.kind IS NULL OR o.kind IN {WHOLE})
        WHERE {_stands("o", params)}"""
        for register, seen in BORROWED.items()
    ]
    return " UNION ALL ".join(parts)


def _written(registers: list[str]) -> str:
    """Table text (ref, name, whole): how each row a case rests on writes its person, for people no register of persons knows."""
    return " UNION ALL ".join(
        f"SELECT '{name}|' || rec AS ref, regexp_replace(name, '[ \u3000]', '', 'g') AS name, kind IS NULL OR kind IN {WHOLE} AS whole"
        f" FROM d_{name} WHERE rec IN (SELECT split_part(ref, '|', 2) FROM parts WHERE starts_with(ref, '{name}|'))"
        for name in (*registers, *COPIES)
    )


def _planted(con: Connection, params: dict[str, Scalar]) -> str:
    """What was planted and can be found by the last month: the case, its person, the records to put together.

    An outsider is known by number and name alone, so a case of one needs both alike in all its records.
    """
    con.execute(f"CREATE OR REPLACE TABLE borrowed AS {_borrowed(params)}")
    con.execute(render((SQL / "50_planted.sql").read_text(encoding="utf-8"), params))
    con.execute(
        "CREATE OR REPLACE TABLE parts AS"
        " SELECT pattern, rec_id, unnest(string_split(evidence, ';')) AS ref FROM planted"
    )
    return f"""WITH alike AS (
            SELECT pattern, rec_id, bool_and(whole) AND count(DISTINCT name) = 1 AS known
            FROM parts JOIN ({_written(list(MENTIONS))}) w USING (ref) GROUP BY ALL
        )
        SELECT * FROM (
            SELECT t.pattern, t.register, t.rec_id, CASE WHEN p.registered AND {_stands("p", params)} THEN person_of(p.pid) END AS person_no,
                t.seen_from::DATE AS seen_from, t.evidence, a.known
            FROM planted t JOIN people p ON p.pid = t.pid JOIN alike a ON a.pattern = t.pattern AND a.rec_id = t.rec_id)
        WHERE person_no IS NOT NULL OR pattern = 13 OR known"""


def _copy(con: Connection, sql: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    con.execute(f"COPY ({sql}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)")


def write_truth(con: Connection, params: dict[str, Scalar], folder: Path, suffix: str) -> None:
    """Write links, people, irregularities and faults. Params are those of the world and of the last month."""
    named = sorted([*(name for name in MENTIONS if name != "poor"), *COPIES])
    links = " UNION ALL ".join(_links(name, params) for name in named)
    _copy(con, links, folder / f"links{suffix}.parquet")
    people = "SELECT rec AS person_no, true_name AS name, true_id AS id18, birth, sex, lang AS language, age, damage"
    _copy(con, f"{people} FROM d_poor", folder / f"people{suffix}.parquet")
    faults = " UNION ALL ".join(
        f"SELECT '{name}' AS register, rec AS rec_id, coalesce(bad, kind) AS fault {_shown(name, params)}"
        " AND (bad IS NOT NULL OR kind = 'id_scientific')"
        for name in MENTIONS
    )
    _copy(con, f"SELECT * FROM ({faults}) ORDER BY register, rec_id", folder / f"faults{suffix}.parquet")
    order = "ORDER BY pattern, register, rec_id"
    planted = _planted(con, params)
    _copy(
        con, f"SELECT * EXCLUDE (known) FROM ({planted}) {order}", folder / f"irregularities{suffix}.parquet"
    )
