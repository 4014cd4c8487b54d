"""M3, M4, M8: fifty at once get one payment, one release, exactly what the fund holds. Threads, each with its connection."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from tests.payments.bankside import client_of, request_of
from tests.payments.world import COUNTY, actor, give, payable

COMMITS = True


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock():
        yield


def at_once(n: int, work: Callable[[int], Any]) -> list[Any]:
    """The same work n times, begun at one moment."""
    ready = Barrier(n)

    def one(nth: int) -> Any:
        try:
            connection.ensure_connection()
            ready.wait()
            return work(nth)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


def _rows(model: str, **told: Any) -> int:
    from django.apps import apps

    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()) as scope:
        return int(apps.get_model("payments", model).objects.within(scope).filter(**told).count())


def test_m3_the_same_reservation_fifty_times() -> None:
    from qianxiao.money.payments.actions import reserve

    who, rounds = actor("reviewer"), int(os.environ.get("QIANXIAO_TRIALS", "2"))
    give(COUNTY, rounds * 150_000, document="m3")
    tries = [payable(n % 60 + 1, instalment=f"{2020 + n // 60}S", claim=f"R/{n}") for n in range(rounds)]
    made = Counter(sum(at_once(50, lambda _n, one=one: len(reserve(who, [one]).made))) for one in tries)
    print(
        f"\nM3: the same reservation 50 times at once, {rounds} rounds: payments made {dict(made)}, errors 0"
    )
    assert made == {1: rounds} and _rows("payment") == rounds == _rows("transfer", payment__isnull=False)


def test_m3_red_look_then_write() -> None:
    """The control: whoever sees none writes one, without the key."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE loose (key text); GRANT ALL ON loose TO PUBLIC")

    def loose(_n: int) -> None:
        with in_scope(whole_scope()), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM loose WHERE key = 'k'")
            if not cursor.fetchone()[0]:
                cursor.execute("SELECT pg_sleep(0.02)")
                cursor.execute("INSERT INTO loose VALUES ('k')")

    at_once(50, loose)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM loose")
        found = cursor.fetchone()[0]
    print(f"\nM3 control: look, then write: {found} rows instead of 1")
    assert found > 1


def test_m4_one_release_of_twenty() -> None:
    from qianxiao.money.payments.actions import hold, reserve
    from qianxiao.money.payments.actions_batches import make_batch
    from qianxiao.money.payments.models import Batch
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    reserve(actor("reviewer"), [payable(n) for n in range(10, 20)])
    batch = make_batch(request_of("finance"), COUNTY, "2")
    clients = [client_of("finance2" if n % 2 else "finance") for n in range(20)]
    told = at_once(
        20,
        lambda n: (
            clients[n].post(f"/payments/batches/{batch.pk}/release", {"seen": batch.digest}).status_code
        ),
    )
    with in_scope(whole_scope()) as scope:
        after = Batch.objects.within(scope).get(pk=batch.pk)
    steps = Counter(
        verb for verb in ("first", "second") for _ in range(_rows("batchstep", batch_id=batch.pk, verb=verb))
    )
    print(f"\nM4: 20 releases at once by two people: {dict(Counter(told))}, steps {dict(steps)}")
    assert after.state == "released" and {after.first_by, after.second_by} == {"finance", "finance2"}
    assert steps == {"first": 1, "second": 1} and Counter(told) == {302: 2, 422: 18}
    # a hold against a worker that takes the batch: either it was stopped, or it was sent; never both
    from qianxiao.money.payments import sending

    class Deaf:
        def submit(self, number: str, file: bytes, form: str) -> None:
            """Takes everything."""

    first = payable(10).claim
    said = at_once(
        2,
        lambda n: (
            sending.send(Deaf(), batch.pk)
            if n
            else hold(actor("county"), [first], "notice", "村民异议")[first]
        ),
    )  # type: ignore[arg-type]
    states = {"held": ("reserved", ("made", "", "busy")), "sent": ("accepted", ("accepted",))}
    state, sent = states[said[0]]
    assert said[1] in sent and _rows("payment", claim=first, state=state) == 1
    assert _rows("paymentstep", payment__claim=first) == {"reserved": 3, "accepted": 4}[state], (
        "one step for each change"
    )


def test_m8_a_fund_with_room_for_ten() -> None:
    from qianxiao.money.payments.actions import reserve

    give(COUNTY, 10 * 150_000, "6", "m8")
    who = actor("reviewer")
    told = at_once(
        50, lambda n: reserve(who, [payable(n + 1, fund="6", instalment="2020A", record=f"x/{n}")])
    )
    made, why = sum(len(one.made) for one in told), Counter(why for one in told for _p, why in one.refused)
    print(f"\nM8: 50 at once on a fund with room for 10: made {made}, refused {dict(why)}")
    assert made == 10 and why == {"no_money": 40}


def test_m8_red_read_then_write() -> None:
    """The control: who reads enough takes it, without the lock and without the limit."""
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE purse AS SELECT 10 AS n; CREATE TABLE took (n int); GRANT ALL ON purse, took TO PUBLIC"
        )

    def loose(_n: int) -> None:
        with in_scope(whole_scope()), connection.cursor() as cursor:
            cursor.execute("SELECT n FROM purse")
            left = cursor.fetchone()[0]
            if left > 0:
                cursor.execute("SELECT pg_sleep(0.01)")
                cursor.execute("INSERT INTO took VALUES (1)")
                cursor.execute("UPDATE purse SET n = %s", [left - 1])

    at_once(50, loose)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM took")
        found = cursor.fetchone()[0]
    print(f"\nM8 control: read, then write: {found} took from a purse of 10")
    assert found > 10


def test_m5_a_year_later_it_is_still_the_same_payment(monkeypatch: pytest.MonkeyPatch) -> None:
    """M5: a key has no end; the same request is told the same whenever it comes, a changed one is refused."""
    from qianxiao.money.payments import actions

    who, one = actor("reviewer"), payable(41)
    assert len(actions.reserve(who, [one]).made) == 1
    monkeypatch.setattr(actions, "ymd", lambda: 20280601)
    again = [
        actions.reserve(who, [told]).refused[0][1]
        for told in (one, payable(41, amount=1), payable(41, claim="Z/1"))
    ]
    print(f"\nM5: the same key after a year, with another amount, under another claim: {again}")
    assert again == ["already"] * 3
