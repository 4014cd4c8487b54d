"""M4, M5: the controls of the races: a release without the lock of its row, a key that ends after a day."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection

from tests.payments.bankside import client_of, request_of
from tests.payments.test_races import _rows, at_once, unblocked
from tests.payments.world import COUNTY, actor, payable

COMMITS = True
__all__ = ["unblocked"]


def test_m4_red_a_release_without_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.money.payments import actions_batches
    from qianxiao.money.payments.actions import reserve

    reserve(actor("reviewer"), [payable(n) for n in range(10, 20)])
    batch = actions_batches.make_batch(request_of("finance"), COUNTY, "2")
    real = actions_batches.batch_of

    def unlocked(scope: Any, number: int, lock: bool = False) -> Any:
        found = real(scope, number)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return found

    monkeypatch.setattr(actions_batches, "batch_of", unlocked)
    clients = [client_of("finance") for _ in range(8)]
    told = at_once(
        8,
        lambda n: (
            clients[n].post(f"/payments/batches/{batch.pk}/release", {"seen": batch.digest}).status_code
        ),
    )
    won = _rows("batchstep", batch_id=batch.pk, verb="first")
    print(
        f"\nM4 control: a release without the lock of its row: {won} winners of 8, answers {dict(Counter(told))}"
    )
    assert won > 1


def test_m5_red_a_key_that_ends_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is part of the key, so yesterday's is forgotten: the same request a year later pays again."""
    from qianxiao.money.payments import actions
    from qianxiao.money.payments.reserving import Payable

    whole = Payable.key.fget
    assert whole is not None
    who, one, made = actor("reviewer"), payable(42), 0
    for day in (20200601, 20210601):
        monkeypatch.setattr(actions, "ymd", lambda day=day: day)
        monkeypatch.setattr(Payable, "key", property(lambda one, day=day: f"{whole(one)[:56]}{day}"))
        made += len(actions.reserve(who, [one]).made)
    print(f"\nM5 control: a key that ends after a day: {made} payments of one request")
    assert made == 2
