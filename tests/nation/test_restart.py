"""A nation's close goes on where it was killed, tells which province failed, and starts anew only what it must."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qianxiao.engine.close.ground import Ground, provinces
from qianxiao.engine.close.plan import exists
from qianxiao.returns.close.load import SQL as LOAD_SQL
from qianxiao.returns.close.load import LoadProblem, Result
from qianxiao.returns.close.load_members import OPTIONAL
from tests.nation.conftest import COUNTY, MONTH, World, close, closed_well, rows

PHASES = ("read", "link", "decide", "finish")
BARRIERS = ("exchange", "settle", "give_back")


def results(home: Path) -> dict[str, bytes]:
    """Every manifest and every small national table, by name."""
    paths = [home / "manifest.json", *(home / code / "manifest.json" for code in COUNTY)]
    return {str(path.relative_to(home)): path.read_bytes() for path in paths}


def killed_after(source: Path, out: Path, mark: Path) -> None:
    """Start a close and kill it, and all it started, as soon as the end of a phase is marked."""
    words = ["close", "--period", MONTH, "--in", str(source), "--out", str(out)]
    process = subprocess.Popen(
        [sys.executable, "-m", "qianxiao", *words], stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + 300
    while process.poll() is None and not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is None, f"ended before {mark.name} could be seen"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_killed_at_every_boundary_it_ends_the_same(world: World, nation: Path, tmp_path: Path) -> None:
    home = tmp_path / MONTH
    marks = [home / "52/phases/read.json", home / "phases/exchange.json", home / "62/phases/link.json"]
    marks += [home / "52/phases/decide.json", home / "phases/give_back.json", home / "52/phases/finish.json"]
    for place, mark in enumerate(marks):
        killed_after(world.mixed, tmp_path, mark)
        assert not (home / "manifest.json").exists()
        ended = {path: path.stat().st_mtime_ns for path in marks[: place + 1]}
    closed_well(world.mixed, tmp_path)
    assert {path: path.stat().st_mtime_ns for path in ended} == ended, "ended phases were done again"
    assert results(home) == results(nation)


def test_a_parent_that_dies_takes_its_child_along(world: World, tmp_path: Path) -> None:
    """Killed alone, without its child, the close leaves nobody behind who writes: the next one is not refused for long."""
    words = ["close", "--period", MONTH, "--in", str(world.mixed), "--out", str(tmp_path)]
    process = subprocess.Popen([sys.executable, "-m", "qianxiao", *words], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not (tmp_path / MONTH / "52" / "tables").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    import fcntl

    with (tmp_path / ".lock").open("w") as lock:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(0.05)
    raise AssertionError("the child still holds the folder")


def test_a_province_that_cannot_be_closed_is_named_and_the_others_go_on(world: World, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(world.mixed, source)
    for path in (source / "52").glob("建档立卡*"):
        path.unlink()
    done = close(source, out)
    assert done.returncode == 1
    assert "52" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert (out / MONTH / "62" / "phases" / "read.json").exists()
    assert not (out / MONTH / "manifest.json").exists()


def test_a_withdrawn_file_starts_both_provinces_again(world: World, nation: Path, tmp_path: Path) -> None:
    """Tables that nobody needed any more are gone: what depends on a changed delivery is made again from the registers."""
    source, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(world.mixed, source)
    shutil.copytree(nation.parent, out)
    home = out / MONTH
    assert not exists(Ground(202005, source, out, "62"), "clean_trainees")
    (source / "62" / "职业培训实名制学员_外省.csv").unlink()
    closed_well(source, out)
    gone = {key for key in world.moved["52"] if key[0] == "trainees"}
    kept = {key for key in world.moved["52"] if key[0] != "trainees"}
    links = {row[:2] for row in rows(home / "62" / "tables" / "links.parquet")}
    assert kept <= links
    assert not gone & links
    guests = {str(row[0]) for row in rows(home / "52" / "tables" / "links.parquet", "select rec_id from t")}
    assert not {f"62/{rec}" for _, rec in gone} & guests
    assert {f"62/{rec}" for _, rec in kept} <= guests
    crossed = rows(home / "tables" / "migrants.parquet", "select home, register from t")
    assert ("62", "trainees") not in crossed
    assert ("52", "trainees") in crossed


def test_a_closed_nation_is_not_closed_again(world: World, nation: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(nation.parent, out)
    before = {path: path.stat().st_mtime_ns for path in sorted((out / MONTH).rglob("*.parquet"))}
    closed_well(world.mixed, out)
    assert before == {path: path.stat().st_mtime_ns for path in sorted((out / MONTH).rglob("*.parquet"))}
    manifest = json.loads((out / MONTH / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["provinces"]) == set(COUNTY)


def test_what_a_nation_is(tmp_path: Path) -> None:
    for name in ("62", "520000", "66", ".cache"):
        (tmp_path / name).mkdir()
    assert provinces(tmp_path) == ["520000", "62", "66"]
    (tmp_path / "说明.txt").write_text("", encoding="utf-8")
    assert provinces(tmp_path) == []
    (tmp_path / "说明.txt").unlink()
    (tmp_path / "登记册").mkdir()
    assert provinces(tmp_path) == []
    (tmp_path / "登记册").rmdir()
    (tmp_path / "621126").mkdir()
    assert provinces(tmp_path) == []
    assert provinces(tmp_path / "62") == []


def test_a_nation_is_loaded_by_province(nation: Path) -> None:
    """The web half holds a province: the nation's folder says so, a province's folder has every table that is read."""
    with pytest.raises(LoadProblem, match="52 62"):
        Result.open(nation.parent, 202005)
    result = Result.open(nation.parent, 202005, "62")
    reads = {
        table.strip()
        for path in LOAD_SQL.glob("*.sql")
        for line in re.findall(r"^-- reads: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        for table in line.split(",")
    }
    # attached by the desk out of its own records; what the households' register does without where a nation keeps less
    reads -= {"decided", *OPTIONAL}
    assert len(reads) > 8
    assert all(result.holds(table) for table in reads)
    assert {kind for _, kind, *_ in result.files()} == {"faults", "feedback", "lists", "returns"}


def test_the_least_that_may_stay(world: World, nation: Path, tmp_path: Path) -> None:
    """With `--keep least` the figures and files are the same; what only the web and the next month read is gone."""
    done = close(world.mixed, tmp_path, "--keep", "least")
    assert done.returncode == 0, done.stderr[-3000:]
    home = tmp_path / MONTH
    assert results(home) == results(nation)
    assert not (tmp_path / ".index" / "62" / "link").exists()
    assert not exists(Ground(202005, world.mixed, tmp_path, "62"), "mentions")
    assert exists(Ground(202005, world.mixed, tmp_path, "62"), "person_state")


def test_the_month_after_stands_on_this_one(world: World, nation: Path, tmp_path: Path) -> None:
    """The same deliveries a month later: the matching decides hardly anybody anew, guests neither, and no link is new."""
    shutil.copytree(nation.parent, tmp_path / "out")
    words = ["close", "--period", "2020-06", "--in", str(world.mixed), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = re.findall(r": ([\d,]+) of ([\d,]+) decided anew", done.stderr)
    assert len(told) == len(COUNTY)
    # only rows that a person ruled on are looked at again
    assert all(int(anew.replace(",", "")) * 100 < int(known.replace(",", "")) for anew, known in told)
    for code in COUNTY:
        sql = "select register, rec_id, person_no from t order by all"
        month = tmp_path / "out" / "2020-06" / code
        assert rows(month / "tables" / "links.parquet", sql) == rows(
            nation / code / "tables" / "links.parquet", sql
        )
        changes = {
            row[0] for row in rows(month / "tables" / "feedback.parquet", "select distinct change from t")
        }
        assert "same" in changes
        assert not changes & {"new", "lost", "changed"}
