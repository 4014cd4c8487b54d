"""A small invented world for the matching tests: people, mentions, and a run over them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qianxiao.engine.engines import open_engine
from qianxiao.engine.link import run_link
from qianxiao.engine.run import Run
from qianxiao.engine.sqltext import Scalar

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PERSON = {
    "person_no": "VARCHAR", "hh_no": "VARCHAR", "name": "VARCHAR", "id_no": "VARCHAR", "id18": "VARCHAR",
    "id_class": "VARCHAR", "sex": "VARCHAR", "birth": "INTEGER", "region": "VARCHAR", "county": "VARCHAR",
    "township": "VARCHAR", "phone": "VARCHAR", "relation": "VARCHAR", "ethnic": "VARCHAR",
}  # fmt: skip
MENTION = {
    "register": "VARCHAR", "rec_id": "VARCHAR", "name": "VARCHAR", "id_no": "VARCHAR", "id18": "VARCHAR",
    "id_class": "VARCHAR", "sex": "VARCHAR", "birth": "INTEGER", "region": "VARCHAR", "phone": "VARCHAR",
    "claimed_person_no": "VARCHAR", "says_poor": "INTEGER",
}  # fmt: skip
DECISION = {
    "register": "VARCHAR", "rec_id": "VARCHAR", "person_no": "VARCHAR", "verdict": "VARCHAR",
    "decided_by": "VARCHAR", "decided_on": "INTEGER", "reason": "VARCHAR",
}  # fmt: skip
Record = dict[str, Any]


def number(birth: int, serial: int, area: int = 990001) -> str:
    """A valid 18-character number under the unassigned prefix 99."""
    body = f"{area:06d}{birth:08d}{serial:03d}"
    rest = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def classed(id_no: str | None) -> tuple[str | None, str]:
    """id18 and id_class as the reading step gives them for a number in plain characters."""
    if not id_no:
        return None, "missing"
    if len(id_no) == 15:
        long = id_no[:6] + "19" + id_no[6:]
        rest = sum(int(d) * w for d, w in zip(long, WEIGHTS, strict=True)) % 11
        return long + "10X98765432"[rest], "valid15"
    if len(id_no) == 20:
        return id_no[:18], "disability"
    if len(id_no) != 18:
        return None, "bad_length"
    good = number(int(id_no[6:14]), int(id_no[14:17]), int(id_no[:6])) == id_no
    if good:
        return id_no, "valid"
    return id_no, "bad_check" if 1 <= int(id_no[10:12]) <= 12 and 1 <= int(id_no[12:14]) <= 31 else "bad_date"


def person(no: str, name: str, id_no: str | None, hh: str = "", **more: Any) -> Record:
    """One registered person; the village default is one of many."""
    id18, kind = classed(id_no)
    region = more.pop("region", "990001100201")
    birth = int(id18[6:14]) if id18 and kind != "bad_date" else None
    sex = more.pop("sex", ("2", "1")[int(id18[16]) % 2] if id18 else None)
    return {
        "person_no": no, "hh_no": hh or "H" + no, "name": name, "id_no": id_no, "id18": id18, "id_class": kind,
        "sex": sex, "birth": birth, "region": region, "county": region[:6], "township": region[:9],
        "phone": None, "relation": None, "ethnic": "01", **more,
    }  # fmt: skip


def mention(rec_id: str, name: str, id_no: str | None, register: str = "trainees", **more: Any) -> Record:
    """One row of another register that names a person."""
    id18, kind = classed(id_no)
    birth = int(id18[6:14]) if id18 and kind != "bad_date" else None
    return {
        "register": register, "rec_id": rec_id, "name": name, "id_no": id_no, "id18": id18, "id_class": kind,
        "sex": None, "birth": birth, "region": None, "phone": None, "claimed_person_no": None, "says_poor": None, **more,
    }  # fmt: skip


def crowd(size: int = 3000) -> list[Record]:
    """Strangers around the cast, so that names and dates have a frequency. Invented by arithmetic."""
    surnames, given = "赵钱孙李周吴郑王冯陈", "国建文玉秀桂兰芳军强霞平明华"
    rows = []
    for i in range(size):
        name = surnames[i % 10] + given[(i // 10) % 14] + given[(i // 7) % 14]
        birth = (1950 + i % 55) * 10000 + (1 + (i // 3) % 12) * 100 + 1 + (i // 5) % 28
        region = f"99{i % 7:04d}1{i % 11:02d}2{i % 13:02d}"
        phone = f"139{i * 7919 % 10**8:08d}"
        rows.append(
            person(f"C{i:05d}", name, number(birth, i % 999), f"HC{i // 3}", region=region, phone=phone)
        )
    return rows


@dataclass
class World:
    """People, mentions and decisions of one month, and where its files lie."""

    root: Path
    people: list[Record] = field(default_factory=crowd)
    mentions: list[Record] = field(default_factory=list)
    decisions: list[Record] = field(default_factory=list)
    engine: str = "duckdb"

    def close(self, period: int = 202005, index: str = "index") -> "Result":
        """Run the matching and read what it leaves."""
        place = self.root / f"{self.engine}-{index}-{period}"
        params: dict[str, Scalar] = {
            "period": period,
            "period_start": period * 100 + 1,
            "period_end": period * 100 + 31,
        }
        with open_engine(self.engine, self.root / "scratch") as engine:
            run = Run(
                engine, period, place, self.root / f"{self.engine}-{index}", params, says=lambda _: None
            )
            run.made("persons", PERSON, _rows(PERSON, self.people))
            run.made("mentions", MENTION, _rows(MENTION, self.mentions))
            run.made("decisions", DECISION, _rows(DECISION, self.decisions))
            run_link(run)
            tables = {
                name: sorted(engine.rows(f"select * from {name}"), key=repr)
                for name in ("links", "doubts", "link_counts", "person_keys", "link_fate")
            }
            head = {name: engine.columns(name) for name in tables}
            return Result(tables, head, dict(run.counts))


def _rows(head: dict[str, str], records: Iterable[Record]) -> list[list[Any]]:
    return [[record[name] for name in head] for record in records]


@dataclass
class Result:
    """Tables a run left, as rows."""

    tables: dict[str, list[tuple[Any, ...]]]
    head: dict[str, list[str]]
    counts: dict[str, int]

    def records(self, table: str) -> list[Record]:
        """Rows by column name."""
        return [dict(zip(self.head[table], row, strict=True)) for row in self.tables[table]]

    def link(self, rec_id: str) -> tuple[str, str] | None:
        """Person and class a mention was linked to."""
        for row in self.records("links"):
            if row["rec_id"] == rec_id:
                return row["person_no"], row["link_class"]
        return None

    def doubt(self, rec_id: str) -> list[tuple[str, str]]:
        """Candidates of a mention, best first."""
        rows = [row for row in self.records("doubts") if row["rec_id"] == rec_id]
        return [(row["person_no"], row["doubt_class"]) for row in sorted(rows, key=lambda row: row["rank"])]


def written(path: Path) -> list[list[str]]:
    """A CSV file that a run left."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))
