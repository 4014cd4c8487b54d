"""Reading one month's result: its tables as CSV, its people, its doubts."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.link.explain import Candidate, explain_many
from qianxiao.engine.sqltext import literal
from qianxiao.programme.matching.intake import SHOWN, Asked, Pair
from qianxiao.registers.people.intake import Arrival
from qianxiao.returns.close.load_corrected import attach_corrected, attach_own
from qianxiao.returns.close.load_weights import attach_weights, memory
from qianxiao.returns.close.result import LoadProblem, Result

__all__ = ["LoadProblem", "Result", "arrivals", "doubted", "export"]

SQL = Path(__file__).parent / "sql"
_READS = re.compile(r"^-- reads: (.+)$", re.MULTILINE)
BATCH = 20_000  # persons held in memory at a time


def export(result: Result, names: list[str], target: Path) -> Iterator[tuple[str, list[str], Path]]:
    """Write the load query of each model to CSV under `target`: yields name, columns, file.

    NULL is an empty field, an empty text is quoted, so that COPY tells them apart.
    """
    with DuckEngine(target) as engine:
        engine.con.execute((SQL / "00_masks.sql").read_text(encoding="utf-8"))
        attach_corrected(engine, result)
        if {"evidence_link", "doubt"} & set(names):
            for table in ("links", "doubts"):
                engine.view(table, result.table(table))
            attach_weights(engine, memory(result.home, result.period), target)
        for name in names:
            sql = (SQL / f"{name}.sql").read_text(encoding="utf-8")
            found = _READS.search(sql)
            for table in found.group(1).split(",") if found else []:
                engine.view(table.strip(), result.table(table.strip()))
            path = target / f"{name}.csv"
            period = f"SELECT {result.period} AS period, t.* FROM ({sql}) AS t"
            engine.con.execute(f"COPY ({period}) TO {literal(str(path))} (FORMAT csv, HEADER false)")
            columns = [row[0] for row in engine.con.execute(f"DESCRIBE {period}").fetchall()]
            yield name, columns, path
            path.unlink()


def arrivals(result: Result, scratch: Path) -> Iterator[list[Arrival]]:
    """The registered persons of the month with their numbers in full, in batches, always in the same order."""
    with DuckEngine(scratch) as engine:
        attach_own(engine, result)
        # the account stands in the register itself; a result without it has none
        account = "'' AS account FROM persons p"
        if result.holds("clean_poor"):
            engine.view("clean_poor", result.table("clean_poor"))
            account = (
                "coalesce(r.bank_acct, '') AS account FROM persons p LEFT JOIN clean_poor r USING (person_no)"
            )
        engine.con.execute(
            "SELECT person_no, coalesce(p.name, ''), coalesce(p.sex, ''), p.birth, coalesce(p.region, ''),"
            " coalesce(p.id_class, ''), coalesce(p.id18, p.id_no, ''), coalesce(p.phone, ''), "
            f"{account} ORDER BY person_no"
        )
        while rows := engine.con.fetchmany(BATCH):
            yield [Arrival(*row) for row in rows]


def doubted(result: Result, scratch: Path, decided: list[Pair]) -> Iterator[Asked]:
    """The month's doubts and the decided pairs that still exist, each with what was compared, for the matching desk."""
    with DuckEngine(scratch) as engine:
        engine.con.execute((SQL / "00_masks.sql").read_text(encoding="utf-8"))
        for table in ("doubts", "mentions", "persons", "entitlements"):
            engine.view(table, result.table(table))
        path = scratch / "decided.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("register", "rec_id", "person_no"), *decided])
        engine.attach_csv("decided", path, dict.fromkeys(("register", "rec_id", "person_no"), "VARCHAR"))
        said = _explained(result, engine)
        cursor = engine.con.execute((SQL / "asked.sql").read_text(encoding="utf-8"))
        names = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                told = dict(zip(names, row, strict=True))
                key = (told["register"], told["rec_id"], told["person_no"])
                compared = tuple(told[name] for name in names if name.startswith("of_"))
                shown = {name: told[name] for name in SHOWN}
                yield Asked(*key, told["region"], told["asked"], compared, said.get(key, {}), shown)


def _explained(result: Result, engine: DuckEngine) -> dict[Pair, dict[str, int | str]]:
    """The weight of each field of the doubts, where the matching left its memory beside the month."""
    place = memory(result.home, result.period)
    if place is None:
        return {}
    doubts = engine.con.execute("SELECT DISTINCT register, rec_id FROM doubts").fetchall()
    keys = {f"{register}|{rec_id}": (register, rec_id) for register, rec_id in doubts}
    found = explain_many(place, keys)
    return {(*keys[mkey], one.person_no): _weights(one) for mkey, several in found.items() for one in several}


def _weights(one: Candidate) -> dict[str, int | str]:
    """Hundredths of a bit by field, before anything is compared, and against which story."""
    return {
        **{reason.field: reason.bits for reason in one.reasons},
        "prior": one.prior,
        "against": one.against,
    }
