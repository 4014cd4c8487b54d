"""M1: workers killed at any moment while batches go to the bank; asked for in full by `python -m tests.payments.kills`."""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connections

from tests.payments.bankside import Simulator, request_of
from tests.payments.world import COUNTY, actor, give, payable, people
from tests.scoped import all_rows


def prepare(batches: int, lines: int, first: int = 1000) -> None:
    """So many released batches of so many payments each, committed."""
    from qianxiao.money.payments import rules
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.actions_batches import make_batch, release

    total = batches * lines
    people(first, first + total - 1)
    give(COUNTY, total * 150_000, document=f"kills {first}")
    limit = rules._file("payments")["parameters"]["batch_most"]
    before, limit["values"] = limit["values"], [{"from": 20190101, "value": lines}]
    step = 50 * lines  # a batch takes from all that waits: what waits is kept short
    for at in range(first, first + total, step):
        waiting = [payable(n) for n in range(at, min(at + step, first + total))]
        assert not reserve(actor("reviewer"), waiting).refused
        for _ in range(len(waiting) // lines):
            one = make_batch(request_of("finance"), COUNTY, "2")
            release(request_of("finance"), one.pk, one.digest)
            release(request_of("finance2"), one.pk, one.digest)
    limit["values"] = before


def _model(name: str) -> Any:
    from django.apps import apps

    return apps.get_model("payments", name)


def _batches(**told: Any) -> list[Any]:
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()) as scope:
        return list(_model("batch").objects.within(scope).filter(**told).order_by("id"))


def right(bank: Any) -> None:
    """What a worker does, again and again; batches the bank knows nothing of are ordered once more by the test as finance."""
    from qianxiao.money.payments import sending

    while True:
        sending.send_released(bank)
        for one in _batches(state="unknown"):
            sending.send_again(bank, one.pk)


def pay_then_mark(bank: Any) -> None:
    """The control: the bank is called, then it is written down. A kill in between pays again."""
    from qianxiao.money.payments.bankfiles import write_orders
    from qianxiao.money.payments.sending import orders
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    while waiting := _batches(state="released"):
        batch, mark = waiting[0], f"{random.randrange(10**9):09}"
        with in_scope(whole_scope()):
            told, _moved = orders(batch, list(all_rows(_model("line")).filter(batch=batch)))
        file = [one.__class__(f"{one.key}+{mark}", one.account, one.holder, one.amount) for one in told]
        number = f"{batch.number}+{mark}"
        bank.submit(number, write_orders(number, batch.region, batch.day, file, "fixed"), "fixed")
        with in_scope(whole_scope()):
            all_rows(_model("batch")).filter(pk=batch.pk).update(state="sending")


def left(states: tuple[str, ...]) -> int:
    """Batches that are not through."""
    return len(_batches(state__in=states))


def kill_until(
    work: Callable[[Any], None], bank: Any, least: int, states: tuple[str, ...], seed: int, pause: float
) -> int:
    """Start workers and kill them at random moments until enough died and nothing is left; returns kills."""
    drawn, kills = random.Random(seed), 0
    running: list[int] = []
    until = time.monotonic() + 3600
    while kills < least or left(states):
        assert time.monotonic() < until, "stuck"
        connections.close_all()
        while len(running) < 2:
            pid = os.fork()
            if pid == 0:
                try:
                    work(bank)
                finally:
                    os._exit(0)
            running.append(pid)
        # the longer nothing else is to be killed for, the longer a worker lives
        time.sleep(drawn.uniform(0.0, pause if kills < least else 4 * pause))
        victim = running.pop(drawn.randrange(len(running)))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        kills += 1
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return kills


def through(bank: Simulator, batches: int, lines: int, kills: int, pause: float = 0.12) -> dict[str, int]:
    """The whole way under kills: how many died, and what was double, lost or stuck at the end."""
    from qianxiao.money.payments import actions_bank
    from qianxiao.money.payments.actions import ymd
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    wire = bank.bank(5)
    died = kill_until(right, wire, kills, ("released", "sending", "unknown"), 7, pause)
    actions_bank.fetch(wire, COUNTY, ymd())
    paid = bank.paid()
    with in_scope(whole_scope()):
        settled = all_rows(_model("payment")).filter(state="settled").count()
        between = all_rows(_model("batchstep")).filter(verb="unknown", note="died").count()
    return {
        "kills": died, "double": sum(1 for n in paid.values() if n > 1), "lost": batches * lines - len(paid),
        "stuck": batches * lines - settled, "between sent and answer": between, "handed over again": sum(bank.calls().values()) - batches,
    }  # fmt: skip


def doubled(bank: Simulator, batches: int, lines: int, kills: int) -> int:
    """Lines that the control paid more than once."""
    kill_until(pay_then_mark, bank.bank(5), kills, ("released",), 7, 0.12)
    seen: dict[str, int] = {}
    for key in bank.paid():
        seen[key.split("+")[0]] = seen.get(key.split("+")[0], 0) + 1
    assert len(seen) == batches * lines
    return sum(1 for n in seen.values() if n > 1)


def main() -> None:
    """1,000 batches of 40 with 3,000 kills on a database of its own; prints the line of the scoreboard."""
    import pytest

    os.environ["QIANXIAO_KILLS"] = ",".join(sys.argv[1:4] or ["1000", "40", "3000"])
    sys.exit(pytest.main(["-q", "-s", "tests/payments/test_kills.py", "-k", "m1"]))


if __name__ == "__main__":
    main()
