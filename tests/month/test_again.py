"""The same input gives the same bytes; a killed close goes on; nothing is done twice."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.month.conftest import close

KEPT = ("manifest.json", "lists", "feedback", "returns", "faults", "tables")


def prints(home: Path) -> dict[str, str]:
    """Hash of every result file of a closed month.

    Not of the step log, which names engine work, nor of the matching's own steps and of the index a later month stands
    on, whose rows have no order.
    """
    found = {}
    for name in KEPT:
        for path in [home / name] if (home / name).is_file() else sorted((home / name).rglob("*")):
            on_the_way = path.name.startswith(("link_", "index_")) and path.stem != "link_counts"
            if path.is_file() and not path.name.startswith("_") and not on_the_way:
                found[str(path.relative_to(home))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_same_input_same_bytes(world: Path, closed: Path, tmp_path: Path) -> None:
    close(world, "2020-05", tmp_path)
    first, second = prints(closed / "2020-05"), prints(tmp_path / "2020-05")
    assert len(first) > 60
    assert {name for name in first if first[name] != second.get(name)} == set()


def test_a_killed_close_goes_on_to_the_same_result(world: Path, closed: Path, tmp_path: Path) -> None:
    words = [
        "close",
        "--period",
        "2020-05",
        "--in",
        str(world / "registers" / "2020-05"),
        "--out",
        str(tmp_path),
    ]
    process = subprocess.Popen([sys.executable, "-m", "qianxiao", *words], stderr=subprocess.DEVNULL)
    log = tmp_path / "2020-05" / "tables" / "_steps.duckdb.json"
    deadline = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < deadline:
        if log.exists() and len(json.loads(log.read_text())) >= 20:
            break
        time.sleep(0.02)
    assert process.poll() is None, "the close ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    done = set(json.loads(log.read_text()))
    assert not (tmp_path / "2020-05" / "manifest.json").exists()
    before = {name: (tmp_path / "2020-05" / "tables" / f"{name}.parquet").stat().st_mtime_ns for name in done}
    close(world, "2020-05", tmp_path)
    after = {name: (tmp_path / "2020-05" / "tables" / f"{name}.parquet").stat().st_mtime_ns for name in done}
    assert before == after, "finished steps were built again"
    assert prints(tmp_path / "2020-05") == prints(closed / "2020-05")


def test_two_closes_at_once_are_refused(world: Path, tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        words = [
            "close",
            "--period",
            "2020-05",
            "--in",
            str(world / "registers" / "2020-05"),
            "--out",
            str(tmp_path),
        ]
        done = subprocess.run(
            [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert "Another close" in done.stderr and "另一个结账" in done.stderr


def test_a_folder_without_the_poor_register_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    words = ["close", "--period", "2020-05", "--in", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "建档立卡登记册" in done.stderr and "register of poor people" in done.stderr
