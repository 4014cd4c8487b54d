"""The pieces of a demo nation: built, delivered and freed one by one; a piece that is complete is not built again."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from qianxiao.demo import build, deliver, truth, world
from qianxiao.demo.settings import COVERED, SQL, World, load
from qianxiao.engine.sqltext import Scalar

EachMonth = Callable[[dict[str, Scalar], int], None]
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Order:
    """What is to be generated where: months as yyyymm in order, `wanted` the format of the registers."""

    out: Path
    size: str
    months: tuple[int, ...]
    wanted: str

    def folder(self, month: int, region: str) -> Path:
        """Where a month's registers go: a nation has one folder per province below the month."""
        folder = self.out / "registers" / f"{month // 100}-{month % 100:02d}"
        return folder / region if self.size == "nation" else folder

    def suffix(self, region: str) -> str:
        """What the files of the truth carry in their names: the truth of a nation lies in one folder."""
        return f"_{region}" if self.size == "nation" else ""

    @property
    def work(self) -> Path:
        """What the generator itself needs; gone when all is done, but for a nation, which may go on later."""
        return self.out / ".work"


def check_months(months: list[int]) -> tuple[int, ...]:
    """Months in order. Raises ValueError on one the demo world does not cover."""
    for month in months:
        if month not in COVERED:
            raise ValueError(f"the demo world has no month {month // 100}-{month % 100:02d}")
    return tuple(sorted(months))


def registers() -> list[str]:
    """The registers that can be delivered, in the order of the file table."""
    return [name for name in load("files")["registers"] if (SQL / "out" / f"{name}.sql").exists()]


def _mark(order: Order, piece: World) -> str:
    """Fingerprint of all a piece depends on: what was asked for and the generator itself."""
    asked = {**asdict(piece), "villages": 0, "months": order.months, "wanted": order.wanted}
    digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode())
    for path in sorted(path for path in HERE.rglob("*") if path.suffix in {".py", ".sql", ".yaml"}):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _done(order: Order, piece: World) -> Path:
    return order.work / "done" / f"{piece.region}.json"


def complete(order: Order, piece: World) -> dict[str, int] | None:
    """Rows per register of a province that an earlier run of the same order has finished, or None."""
    path = _done(order, piece)
    if order.size != "nation" or not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    return (
        {str(name): int(rows) for name, rows in told["rows"].items()}
        if told["mark"] == _mark(order, piece)
        else None
    )


def make(
    con: world.Connection, order: Order, piece: World, each_month: EachMonth | None = None
) -> dict[str, int]:
    """Build one piece and deliver its months and its truth. Returns rows per register in the last month.

    `each_month` is called with the parameters of every month while the piece's tables are there.
    """
    _done(order, piece).unlink(missing_ok=True)
    for month in order.months if order.size == "nation" else ():
        shutil.rmtree(order.folder(month, piece.region), ignore_errors=True)
    ground = set(world.tables(con))
    villages = world.read_villages(con, piece.region)
    params: dict[str, Scalar] = build.build(con, replace(piece, villages=villages))
    counts: dict[str, int] = {}
    for month in order.months:
        params |= deliver.month_params(month)
        folder = order.folder(month, piece.region)
        for name in registers():
            counts[name] = deliver.deliver(con, params, folder, name, order.size, order.wanted)
        if each_month:
            each_month(params, month)
    truth.write_truth(con, params, order.out / "truth", order.suffix(piece.region))
    for name in set(world.tables(con)) - ground:
        con.execute(f'DROP TABLE "{name}"')
    if order.size == "nation":
        path = _done(order, piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"mark": _mark(order, piece), "rows": counts}), encoding="utf-8")
        os.replace(part, path)
    return counts
