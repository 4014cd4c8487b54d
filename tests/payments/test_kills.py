"""M1: kill -9 of workers between every two instructions loses nothing, pays nothing twice and leaves nothing lying."""

import os
from pathlib import Path

import pytest

from tests.payments.bankside import running
from tests.payments.kills import doubled, prepare, through

COMMITS = True


@pytest.mark.heavy
def test_m1_workers_are_killed(tmp_path: Path, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    batches, lines, kills = map(int, os.environ.get("QIANXIAO_KILLS", "20,40,30").split(","))
    with django_db_blocker.unblock(), running(tmp_path / "bank") as bank:
        prepare(batches, lines)
        found = through(bank, batches, lines, kills)
        print(f"\nM1: {batches} batches of {lines}, {found}")
        assert (found["double"], found["lost"], found["stuck"]) == (0, 0, 0)


@pytest.mark.heavy
def test_m1_red_pay_then_mark(tmp_path: Path, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock(), running(tmp_path / "bank") as bank:
        prepare(20, 40, first=200_000)
        found = doubled(bank, 20, 40, 30)
        print(f"\nM1 control: pay, then mark: {found} of 800 lines paid more than once")
        assert found > 0
