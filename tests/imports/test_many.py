"""More rows than one piece holds: several processes seal them, none is lost, wrong ones in between or not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.imports.rosters import book, counts, entries, held, lines, person, read, take

SignIn = Callable[[str], Client]
Work = Callable[[], None]
ROWS, WRONG_EACH, PIECE = 120, 7, 16


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a large file, only smaller."""
    from qianxiao.registers.rosters import reading

    real = reading.setting
    small = {"rows_at_once": PIECE, "sealed_here": PIECE}
    monkeypatch.setattr(reading, "setting", lambda name: small.get(name) or real(name))


def _file(folder: Path, name: str) -> Path:
    rows = [person(n, **({"姓名": ""} if n % WRONG_EACH == 3 else {})) for n in range(ROWS)]
    return book(folder, rows, name)


@pytest.mark.parametrize("name", ["名册.csv", "名册.xlsx"])
def test_none_is_lost(name: str, small_pieces: None, sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.rosters.sealing import Keys

    county = sign_in("county")
    address = read(county, work, _file(tmp_path / "in", name))
    wrong = [n for n in range(ROWS) if n % WRONG_EACH == 3]
    good = [n for n in range(ROWS) if n not in wrong]
    assert counts(address) == {"rows": ROWS, "wrong": len(wrong), "new": len(good)}
    found = lines(address, "new")
    assert sorted(line.src_row for line in found) == [n + 2 for n in good]
    keys, delivered = Keys.of(ring()), [person(n) for n in range(ROWS)]
    for line in found:  # each opens at its own place and is the row of the file that it says it is
        cells = keys.open(line.imported_id, line.n, bytes(line.sealed))
        assert cells[0] == str(delivered[line.src_row - 2][0])
    shown = county.get(address).content.decode()
    places = [shown.index(f'id="l{_line(found, src_row)}"') for src_row in (2, 3, 41)]
    assert places == sorted(places), "the order of the file"
    take(county, work, address)
    assert entries() == len(good)


def _line(found: list[Any], src_row: int) -> int:
    return next(int(line.pk) for line in found if line.src_row == src_row)


def test_red_a_row_is_missing(
    small_pieces: None, sign_in: SignIn, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Places behind the last one asked for would be left out: the job fails instead, and nothing stays."""
    from qianxiao.registers.rosters import reading

    real = reading.sealed_rows
    monkeypatch.setattr(
        reading, "sealed_rows", lambda keys, batch, *told: real(keys, replace(batch, end=batch.rows), *told)
    )
    address = read(sign_in("county"), work, _file(tmp_path / "in", "名册.csv"))
    assert held(address).state == "failed" and counts(address) == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rosters_line")
        assert cursor.fetchone() == (0,)


def test_a_process_that_dies_is_no_end_of_the_rows(
    small_pieces: None, sign_in: SignIn, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed from outside while it seals: the job fails, and no half of the rows is there."""
    from qianxiao.registers.rosters import reading, sealing

    monkeypatch.setattr(sealing, "_send", _dies)
    address = read(sign_in("county"), work, _file(tmp_path / "in", "名册.csv"))
    assert held(address).state == "failed" and counts(address) == {} and lines(address, "new") == []
    monkeypatch.undo()
    assert reading.sealed_rows is sealing.sealed_rows


def _dies(*_told: Any) -> None:
    import os
    import signal

    os.kill(os.getpid(), signal.SIGKILL)
