"""Two provinces, closed apart and as a nation whose people train, study and work in the other province."""

import csv
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from qianxiao.cli import main
from tests.web.conftest import pytest_configure  # the web half, which loads a province, needs its server

__all__ = ["pytest_configure"]

MONTH = "2020-05"
# Each province learns its weights from its own files: worlds in which no row lies so near the bar that it matters.
COUNTY = {"52": ("520527", "8"), "62": ("621126", "9")}
MOVED = {
    "职业培训实名制学员": ("trainees", "学员编号"),
    "技工院校学生学籍": ("students", "学籍号"),
    "技能证书": ("certificates", "证书编号"),
    "就业信息": ("employment", "记录编号"),
    "补贴发放": ("payments", "发放编号"),
}
RULINGS = "人工比对结论_核实.csv"
OTHER = {"52": "62", "62": "52"}


def close(source: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Close a month in a process of its own, as its user would."""
    words = ["close", "--period", MONTH, "--in", str(source), "--out", str(out), *more]
    command = [sys.executable, "-m", "qianxiao", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def closed_well(source: Path, out: Path) -> Path:
    """Close a month that has to succeed; returns its folder."""
    done = close(source, out)
    assert done.returncode == 0, done.stderr[-3000:]
    return out / MONTH


def rows(path: Path, sql: str = "select * from t") -> list[tuple[object, ...]]:
    """Rows of a query over one table `t`."""
    with duckdb.connect() as con:
        return con.execute(f"with t as (select * from '{path}') {sql}").fetchall()


@dataclass(frozen=True)
class World:
    """`apart`: as delivered by each; `mixed`: some rows of some people delivered by the other; `moved`: (register, rec_id) → person."""

    apart: Path
    mixed: Path
    moved: dict[str, dict[tuple[str, str], str]]


def _moving(truth: Path) -> dict[tuple[str, str], str]:
    """Rows of three eighths of the people: every row of theirs in the moved registers, all undamaged, nobody's number shared."""
    registers = ", ".join(f"'{register}'" for register, _ in MOVED.values())
    sql = f"""
        with people as (select * from '{truth}/people.parquet'),
        links as (select * from '{truth}/links.parquet' where register in ({registers})),
        spoiled as (
            select person_no from links where coalesce(damage, '') <> '' union select also_person_no from links
            union select person_no from people where coalesce(damage, '') <> ''
            union select p.person_no from people p where (select count(*) from people q where q.id18 = p.id18) > 1
        )
        select l.register, l.rec_id, l.person_no from links l join people p on p.person_no = l.person_no
        where l.person_no not in (select person_no from spoiled where person_no is not null) and substr(md5(l.person_no), 1, 1) < '6'
        """
    with duckdb.connect() as con:
        return {(register, rec): person for register, rec, person in con.execute(sql).fetchall()}


def _move(home: Path, other: Path, moved: dict[tuple[str, str], str]) -> None:
    """Take the moved rows out of a province's files and put them into files of the other province."""
    for name, (register, key) in MOVED.items():
        path = home / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head, *lines = list(csv.reader(stream))
        place = head.index(key)
        gone = [line for line in lines if (register, line[place]) in moved]
        for target, kept in (
            (path, [line for line in lines if (register, line[place]) not in moved]),
            (other / f"{name}_外省.csv", gone),
        ):
            with target.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([head, *kept])
    # Who delivers a row rules on it.
    (home / RULINGS).rename(other / f"外省{RULINGS}")
    # The schools where they study speak for themselves in the province that delivers the students.
    shutil.copyfile(home / "院校和培训机构.csv", other / "院校和培训机构_外省.csv")


def _ruled(home: Path, moved: dict[tuple[str, str], str]) -> None:
    """A class whose number got lost, and the word of a person that it is one of the migrants (19-05-04)."""
    rec = min(rec for register, rec in moved if register == "trainees")
    path = home / "职业培训实名制学员.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *lines = list(csv.reader(stream))
    for line in lines:
        if line[head.index("学员编号")] == rec:
            line[head.index("身份证号")] = ""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *lines])
    told = ["trainees", rec, moved["trainees", rec], "同一人", "核实员", "2020-04-20", "当面核实"]
    with (home / RULINGS).open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [["登记册", "记录编号", "人编号", "结论", "认定人", "认定日期", "理由"], told]
        )


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The registers of two counties of two provinces."""
    folder = tmp_path_factory.mktemp("nation")
    moved = {}
    for code, (county, seed) in COUNTY.items():
        words = [
            "demo",
            "generate",
            "--size",
            "county",
            "--people",
            "900",
            "--region",
            county,
            "--seed",
            seed,
        ]
        out = folder / f"world{code}"
        assert main([*words, "--months", MONTH, "--format", "csv", "--out", str(out)]) == 0
        moved[code] = _moving(out / "truth")
        shutil.copytree(out / "registers" / MONTH, folder / "apart" / code)
        _ruled(folder / "apart" / code, moved[code])
    shutil.copytree(folder / "apart", folder / "mixed")
    for code in COUNTY:
        _move(folder / "mixed" / code, folder / "mixed" / OTHER[code], moved[code])
    return World(folder / "apart", folder / "mixed", moved)


@pytest.fixture(scope="session")
def alone(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each province closed by itself over all its rows."""
    out = tmp_path_factory.mktemp("alone")
    return {code: closed_well(world.apart / code, out / code) for code in COUNTY}


@pytest.fixture(scope="session")
def nation(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The nation closed over the mixed deliveries."""
    return closed_well(world.mixed, tmp_path_factory.mktemp("closed"))
