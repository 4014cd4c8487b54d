"""A month of a province through the pages, tier by tier, with two planted differences; then the proof and a tampered file (20-11-02, X-10).

python -m tests.books.scoreboard [--people 5000000] [--seed 1] [--data FOLDER]

Registers, close and a PostgreSQL of its own lie under FOLDER; what is there is used again.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PERIOD, MONTH, PROVINCE = 202005, "2020-05", "620000"
MORE, LESS = 7, 5  # trainees a county reports too many, another one too few
KINDS = (
    "reported_without_record",
    "record_without_report",
)  # what the counties say is above, below what stands by name
WHY = "两处填报有误，已与实名制记录核对"


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Prints how long something took."""
    start = time.monotonic()
    yield
    print(f"  {what}: {time.monotonic() - start:.1f} s", flush=True)


@dataclass(frozen=True)
class Planted:
    """A line of the counties' own reports that was changed: its county and programme, and what it says now."""

    county: str
    programme: str
    reported: int


def plant(registers: Path) -> list[Planted]:
    """Make one county report more people trained in the month, another one fewer."""
    import duckdb

    path, mark = registers / "培训人数上报.parquet", registers / "planted.json"
    if not mark.exists():
        with duckdb.connect() as con:
            con.execute(f"CREATE TABLE t AS SELECT * FROM '{path}'")
            wanted = f"月份 = '{MONTH}' AND 上报人数::bigint > {LESS}"
            lines = con.execute(f"SELECT rowid, 地区, 项目, 上报人数::bigint FROM t WHERE {wanted} ORDER BY 地区, 项目").fetchall()  # fmt: skip
            told = []
            for (row, county, programme, people), change in ((lines[0], MORE), (lines[-1], -LESS)):
                con.execute("UPDATE t SET 上报人数 = ? WHERE rowid = ?", [str(people + change), row])
                told.append([county, programme, people + change])
            con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
        mark.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    from qianxiao.base.tables import code_table

    codes = {one.zh: code for code, one in code_table("train_mode").items()}
    return [Planted(county, codes.get(name, name), n) for county, name, n in json.loads(mark.read_text(encoding="utf-8"))]  # fmt: skip


def posts(counties: list[str]) -> None:
    """An officer and somebody who signs in every county, who signs in every prefecture, the province, the ministry."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    for county in counties:
        give_post(f"c{county}", "县经办", f"{county}县局", Role.COUNTY, span(county), county, demo=True)
        give_post(f"r{county}", "县复核", f"{county}县局", Role.REVIEWER, span(county), county, demo=True)
    for city in cities(counties):
        give_post(f"p{city}", "市经办", f"{city}市局", Role.PREFECTURE, span(city), city, demo=True)
    give_post("province", "省经办", "省厅", Role.PROVINCE, span(PROVINCE), PROVINCE, demo=True)
    give_post("ministry", "部经办", "部", Role.MINISTRY, span("CN"), "CN", demo=True)


def cities(counties: list[str]) -> list[str]:
    """Prefectures of counties."""
    return sorted({f"{county[:4]}00" for county in counties})


def client(username: str) -> Any:
    """A signed-in browser without a screen."""
    from django.test import Client

    from qianxiao.office.accounts.models import User

    one = Client(headers={"accept-language": "zh-CN"}, SERVER_NAME="localhost")
    one.force_login(User.objects.get(username=username))
    return one


def _post(username: str, address: str, told: dict[str, str], wanted: int = 302) -> None:
    answer = client(username).post(f"/reports/monthly/{MONTH}/{address}", told)
    assert answer.status_code == wanted, (username, address, answer.status_code)


def find_planted(planted: list[Planted]) -> None:
    """Each county finds what was planted on its sheet and as a difference of just so many people, and says why."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.returns.close.models import Difference, Side

    for one in planted:
        at = {"period": PERIOD, "region": one.county, "month": PERIOD, "programme": one.programme}
        with in_scope(whole_scope()) as scope:
            side = Side.objects.within(scope).get(**at)
            rows = Difference.objects.within(scope).filter(**at, kind__in=KINDS)
            found = [(row.row, row.kind, row.people) for row in rows]
        assert side.reported == one.reported, (one, side.reported)
        over = side.reported - side.recorded
        assert [(kind, people) for _row, kind, people in found] == [(KINDS[over < 0], abs(over))], (
            one,
            found,
        )
        row, kind, people = found[0]
        sheet = client(f"c{one.county}").get(f"/reports/monthly/{MONTH}/{one.county}").content.decode()
        assert f"/{one.county}/differences?kind={kind}" in sheet, one
        assert client(f"c{one.county}").get(f"/reports/monthly/{MONTH}/difference/{row}").status_code == 200
        _post(
            f"c{one.county}",
            f"difference/{row}/say",
            {"verb": "resolved", "cause": "other", "reason": WHY},
        )
        print(f"  {one.county} {kind}: {people} people, found, explained")


def explain_rest(counties: list[str]) -> int:
    """Every county explains what else is open, class by class; returns the classes."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.returns.close.models import Difference

    with in_scope(whole_scope()) as scope:
        rows = Difference.objects.within(scope).filter(period=PERIOD, state="open")
        pairs = sorted(set(rows.values_list("region", "kind")))
    for county, kind in pairs:
        _post(f"c{county}", f"{county}/explain", {"kind": kind, "cause": "other", "reason": WHY})
    assert {county for county, _kind in pairs} <= set(counties)
    return len(pairs)


def sign(counties: list[str]) -> None:
    """County, prefecture, province, ministry; none before those below."""
    _post("province", f"{PROVINCE}/sign", {}, 422)
    for county in counties:
        _post(f"r{county}", f"{county}/sign", {})
    for city in cities(counties):
        _post(f"p{city}", f"{city}/sign", {})
    _post("province", f"{PROVINCE}/sign", {})
    _post("ministry", "CN/sign", {})


def proved(wanted: Callable[[Any], bool]) -> None:
    """The proof, as its command prints it."""
    from qianxiao.returns.close.prove import prove

    found = prove()
    print(
        f"  proof: {found.cells:,} cells, {found.files} files, {found.signatures} signatures, differences {len(found.problems)}"
    )
    for zh, _en in found.problems[:3]:
        print(f"    {zh}")
    assert wanted(found), "RED"


def edited(out: Path) -> None:
    """Next day's edit: the same month with another result is refused, the frozen month stays."""
    import shutil

    from qianxiao.returns.close.actions import load_close
    from qianxiao.returns.close.load import LoadProblem

    other = out.parent / "edited"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(out / MONTH, other / MONTH, copy_function=os.link)
    path = other / MONTH / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    path.write_text(json.dumps(told | {"edited": True}, ensure_ascii=False), encoding="utf-8")
    try:
        load_close(other, PERIOD, "tester")
    except LoadProblem as told_no:
        print(f"  the next day's result is refused: {told_no}")
        return
    raise AssertionError("a frozen month took another result")


def tamper(out: Path) -> Callable[[], None]:
    """One person more in a file of the snapshot; returns what puts it back."""
    import duckdb

    path = out / MONTH / "tables" / "clean_reported.parquet"
    whole = path.read_bytes()
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE t AS SELECT * REPLACE (persons + 1 AS persons) FROM '{path}'")
        con.execute(f"COPY t TO '{path}' (FORMAT parquet)")

    def back() -> None:
        path.write_bytes(whole)

    return back


def walk(people: int, seed: int, data: Path) -> None:
    """Everything, from the registers to the tampered file."""
    from qianxiao.cli import main as qianxiao

    world, out = data / "world", data / "out"
    if not (world / "registers").exists():
        words = ["--size", "province", "--people", str(people), "--seed", str(seed), "--format", "parquet"]
        with timed("registers"):
            assert qianxiao(["demo", "generate", *words, "--months", MONTH, "--out", str(world)]) == 0
    planted = plant(world / "registers" / MONTH)
    with timed("close"):
        assert (
            qianxiao(
                ["close", "--period", MONTH, "--in", str(world / "registers" / MONTH), "--out", str(out)]
            )
            == 0
        )
    from qianxiao.config.boot import boot

    boot(owner=True)
    with timed("load"):
        assert qianxiao(["load", "--period", MONTH, "--out", str(out)]) == 0
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.returns.close.models import Side

    with in_scope(whole_scope()) as scope:
        counties = sorted(
            set(Side.objects.within(scope).filter(period=PERIOD).values_list("region", flat=True))
        )
    posts(counties)
    with timed("two planted differences"):
        find_planted(planted)
    with timed(f"{len(counties)} counties explain the rest"):
        print(f"  {explain_rest(counties):,} classes of counties")
    with timed(f"{len(counties)} counties, {len(cities(counties))} prefectures, province, ministry sign"):
        sign(counties)
    edited(out)
    with timed("proof"):
        proved(lambda found: not found.problems and found.cells > 0)
    back = tamper(out)
    proved(lambda found: any("clean_reported" in zh for zh, _en in found.problems))
    back()
    proved(lambda found: not found.problems)


def main(argv: list[str] | None = None) -> int:
    """The command: 0 when everything held."""
    parser = argparse.ArgumentParser(prog="scoreboard", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, default=Path("var/books"))
    args = parser.parse_args(argv)
    data = args.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    os.environ.update(QIANXIAO_VAR=str(data), QIANXIAO_DEMO="1")
    try:
        walk(args.people, args.seed, data)
    finally:
        from qianxiao.ops.postgres import default_data, stop

        stop(default_data())
    print("books of a province: green")
    return 0


if __name__ == "__main__":
    sys.exit(main())
