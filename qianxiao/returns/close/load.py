"""Reading one month's result from its folder: the manifest, the tables as CSV, the list of files."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qianxiao.engine.duck import DuckEngine
from qianxiao.engine.layers import layers, relation
from qianxiao.engine.link.explain import Candidate, explain_many
from qianxiao.engine.sqltext import literal
from qianxiao.programme.matching.intake import SHOWN, Asked, Pair
from qianxiao.registers.people.intake import Arrival
from qianxiao.returns.close.load_weights import attach_weights, memory

SQL = Path(__file__).parent / "sql"
_READS = re.compile(r"^-- reads: (.+)$", re.MULTILINE)
BATCH = 20_000  # persons held in memory at a time
_KINDS = ("returns", "lists", "feedback", "faults")
_REGION = re.compile(r"(?<!\d)(\d{6})(?!\d)")


class LoadProblem(Exception):
    """The result cannot be loaded; the text says why, in Chinese and English."""


@dataclass(frozen=True)
class Result:
    """One month's folder, OUT/<period>."""

    home: Path
    period: int
    manifest: dict[str, Any]
    digest: str  # SHA-256 of manifest.json

    @classmethod
    def open(cls, out: Path, period: int, province: str = "") -> "Result":
        """Read the manifest; `province` picks one of a nation's. Raises LoadProblem when the month was not closed here."""
        home = out / f"{period // 100}-{period % 100:02d}" / province
        path = home / "manifest.json"
        if not path.is_file():
            raise LoadProblem(
                f"{home} 里没有结账结果，请先结账。/ {home} holds no result: close the month first."
            )
        data = path.read_bytes()
        # a fingerprint of several parts is joined by NUL, which the database's JSON does not know
        manifest = json.loads(data.replace(rb"\u0000", b"|"))
        if manifest.get("period") != period:
            raise LoadProblem(f"{path} 不是 {period} 的结果。/ {path} is not about {period}.")
        if "provinces" in manifest:
            held = " ".join(manifest["provinces"])
            raise LoadProblem(
                f"{home} 是全国结果，请用 --province 选一个省装载：{held}。/"
                f" {home} is a nation's result; load one province of it with --province: {held}."
            )
        return cls(home, period, manifest, hashlib.sha256(data).hexdigest())

    def table(self, name: str) -> str:
        """A SELECT of all rows of a table, plain or in layers. Raises LoadProblem when it is missing."""
        try:
            return relation(self.home / "tables" / f"{name}.parquet")
        except FileNotFoundError:
            raise LoadProblem(f"结果缺少表 {name}。/ The result lacks the table {name}.") from None

    def holds(self, name: str) -> bool:
        """Whether the result has a table."""
        return bool(layers(self.home / "tables" / f"{name}.parquet"))

    def files(self) -> Iterator[tuple[int, str, str, int, str, str, str]]:
        """Rows (row, kind, path, bytes, SHA-256, region, org_code) of the files the manifest names."""
        named = sorted((self.manifest.get("files") or {}).items())
        for row, (name, digest) in enumerate(named, start=1):
            path = self.home / name
            kind = Path(name).parts[0]
            if kind not in _KINDS or not path.is_file():
                continue
            region = _REGION.search(path.name) if kind in ("returns", "lists") else None
            org = path.stem if kind == "feedback" else ""
            yield row, kind, name, path.stat().st_size, digest, region.group(1) if region else "", org


def export(result: Result, names: list[str], target: Path) -> Iterator[tuple[str, list[str], Path]]:
    """Write the load query of each model to CSV under `target`: yields name, columns, file.

    NULL is an empty field, an empty text is quoted, so that COPY tells them apart.
    """
    with DuckEngine(target) as engine:
        engine.con.execute((SQL / "00_masks.sql").read_text(encoding="utf-8"))
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
        engine.view("persons", result.table("persons"))
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
