"""A full disk, a folder that may not be written, files cut off: told in one sentence, nothing lost."""

import ctypes
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.torture.same import differing, folder, month
from benchmarks.torture.strike import Ended
from tests.torture.conftest import FIRST, SECOND, Calm

pytestmark = pytest.mark.heavy

DROP, OVERRIDE, SEARCH = 24, 1, 2  # prctl PR_CAPBSET_DROP; CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def no_more_than(size: int) -> Callable[[], None]:
    """Writing beyond so many bytes into one file fails, as on a full disk; for every user alike."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def as_plain_user() -> None:
    """Permissions bind root too once it may not override them; a plain user has nothing to give up."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for right in (OVERRIDE, SEARCH):
            if libc.prctl(DROP, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "prctl")


def told(ended: Ended, zh: str, en: str) -> bool:
    """Whether an attempt ended with one sentence in each language and no traceback."""
    assert ended.code == 1, ended.errors[-2000:]
    assert "Traceback" not in ended.errors
    return zh in ended.errors and en in ended.errors


def test_a_full_disk_is_told_and_the_close_goes_on_when_there_is_room(calm: Calm, tmp_path: Path) -> None:
    for size in (3_000, 60_000, 400_000):
        ended = calm.close(tmp_path).run(limit=no_more_than(size))
        assert told(ended, "磁盘空间不足", "Make room"), ended.errors[-2000:]
        assert "damaged" not in ended.errors
        assert not (tmp_path / FIRST / "manifest.json").exists()
    assert calm.close(tmp_path).run().code == 0
    assert differing(folder(tmp_path), calm.held[FIRST]) == []
    assert not (tmp_path / FIRST / "error.log").exists()


def test_a_folder_that_may_not_be_written_is_told(calm: Calm, tmp_path: Path) -> None:
    tables = tmp_path / FIRST / "tables"
    tables.mkdir(parents=True)
    tables.chmod(0o500)
    try:
        ended = calm.close(tmp_path).run(limit=as_plain_user)
    finally:
        tables.chmod(0o700)
    assert told(ended, "没有权限", "may not read or write")
    assert str(tables) in ended.errors
    assert "Permission denied" in (tmp_path / FIRST / "error.log").read_text(encoding="utf-8")
    assert list(tables.iterdir()) == []


def test_a_file_where_the_result_folder_should_be_is_told(calm: Calm, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("kept", encoding="utf-8")
    assert told(calm.close(tmp_path / "out").run(), "挡住了结账", "stands in the way")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("share", [0, 2, 100])
def test_tables_cut_off_are_noticed_and_built_again(
    calm: Calm, copied: Callable[[], Path], share: int
) -> None:
    """A third of the month's tables each cut to nothing, to a half, or by its last bytes; logs that cannot be read too."""
    out = copied()
    if share == 2:
        os.truncate(out / SECOND / "tables" / "_steps.duckdb.json", 1000)
        (out / SECOND / "manifest.json").write_bytes(b"{")
    cut = 0
    for path in sorted((out / SECOND / "tables").rglob("*.parquet"))[share % 3 :: 3]:
        if path.stat().st_nlink == 1:  # a linked file is an earlier month's too
            size = path.stat().st_size
            os.truncate(path, 0 if not share else size - max(size // share, 1))
            cut += 1
    assert cut > 20
    assert calm.close(out, SECOND).run().code == 0
    assert differing(folder(out), calm.held[SECOND]) == []


def test_a_damaged_month_before_is_told_with_its_remedy(calm: Calm, copied: Callable[[], Path]) -> None:
    out = copied()
    shutil.rmtree(out / SECOND)
    shutil.rmtree(out / ".index" / "link" / SECOND.replace("-", ""))
    links = out / FIRST / "tables" / "links.parquet"
    os.truncate(links, links.stat().st_size // 2)
    ended = calm.close(out, SECOND).run()
    assert told(ended, "已损坏", "delete it and close its month again")
    assert str(links) in ended.errors
    links.unlink()
    for name in (FIRST, SECOND):
        assert calm.close(out, name).run().code == 0
    assert differing(folder(out), calm.held[SECOND]) == []


def test_a_delivered_file_cut_off_is_given_back(calm: Calm, tmp_path: Path) -> None:
    """Told, given back as it came, the month closed without it; without the register of people nothing is closed."""
    world = tmp_path / "world"
    shutil.copytree(calm.world, world)
    source = world / "registers" / FIRST
    cut = source / "就业信息_补报.parquet"
    shutil.copyfile(calm.out / FIRST / "tables" / "clean_employment.parquet", cut)
    os.truncate(cut, cut.stat().st_size // 2)
    ended = calm.close(tmp_path / "out", world=world).run()
    assert ended.code == 0
    assert f"“{cut.name}”已损坏" in ended.errors and f'"{cut.name}" is damaged' in ended.errors
    given = list((tmp_path / "out" / FIRST / "faults").rglob(cut.name))
    assert [path.read_bytes() for path in given] == [cut.read_bytes()]
    found = month(tmp_path / "out" / FIRST)
    kept = {
        f"{FIRST}/{name}": mark for name, mark in found.items() if name.startswith(("table states", "lists"))
    }
    assert len(kept) > 2
    assert kept.items() <= calm.held[FIRST].items()
    for poor in source.glob("建档立卡*"):
        os.truncate(poor, poor.stat().st_size // 2)
        assert poor.suffix == ".xlsx"  # text that is cut off can still be read: its last row is given back
    ended = calm.close(tmp_path / "none", world=world).run()
    assert told(ended, "没有可读的建档立卡登记册", "no readable register")
    assert not (tmp_path / "none" / FIRST / "manifest.json").exists()
