"""The simulator as a process, and shorthands of the desk: reserve, batch, release, send."""

import http.client
import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client, RequestFactory

from tests.payments.world import COUNTY, FUND, actor, payable


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Simulator:
    """A running bank: its address, its process, and the levers that a real one has not."""

    def __init__(self, folder: Path, seed: str = "0") -> None:
        self.folder, self.seed, self.port = folder, seed, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Begin, or begin again on the same store."""
        words = [
            sys.executable,
            "-m",
            "qianxiao.ops.bank",
            "--port",
            str(self.port),
            "--store",
            str(self.folder),
            "--seed",
            self.seed,
        ]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.get("/alive")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the bank does not start")

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def paid(self) -> dict[str, int]:
        """Line → how often it was paid and not taken back, from the bank's own store."""
        with sqlite3.connect(self.folder / "bank.sqlite") as base:
            rows = base.execute(
                "SELECT key, sum(CASE kind WHEN 'paid' THEN 1 WHEN 'returned' THEN -1 ELSE 0 END) FROM movement GROUP BY key"
            )
            return {str(key): int(n) for key, n in rows}

    def calls(self) -> dict[str, int]:
        """Batch → how often it was handed over."""
        with sqlite3.connect(self.folder / "bank.sqlite") as base:
            return {str(number): int(n) for number, n in base.execute("SELECT number, n FROM call")}

    def get(self, path: str) -> bytes:
        return self._ask(path, None)

    def post(self, path: str, told: Any = None) -> bytes:
        return self._ask(path, json.dumps(told).encode() if told is not None else b"")

    def _ask(self, path: str, data: bytes | None) -> bytes:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        wire.request("GET" if data is None else "POST", path, data)
        found = wire.getresponse().read()
        wire.close()
        return found

    def faults(self, **chances: float) -> None:
        """From now on these and no others."""
        self.post("/faults", chances)

    def bank(self, seconds: float = 2) -> Any:
        """Our side of the wire."""
        from qianxiao.money.payments.bank import HttpBank

        return HttpBank(self.url, seconds)


@contextmanager
def running(folder: Path, seed: str = "0") -> Iterator[Simulator]:
    """A bank for the length of a test."""
    one = Simulator(folder, seed)
    try:
        yield one
    finally:
        one.kill()


def request_of(username: str) -> Any:
    """A request of somebody at work, as a page would hold it."""
    told = actor(username)
    made: Any = RequestFactory().post("/")
    made.user, made.post, made.scope, made.request_id = told.user, told.post, told.scope, "test"
    return made


def released(first: int, last: int, **more: Any) -> Any:
    """A batch of payments, released by two people."""
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.actions_batches import make_batch, release

    done = reserve(actor("reviewer"), [payable(n, **more) for n in range(first, last + 1)])
    assert len(done.made) == last - first + 1, done.refused[:3]
    fund = more.get("fund", FUND)
    batch = make_batch(request_of("finance"), COUNTY, fund)
    release(request_of("finance"), batch.pk, batch.digest)
    return release(request_of("finance2"), batch.pk, batch.digest)


def client_of(username: str) -> Client:
    """A browser of somebody."""
    from qianxiao.office.accounts.models import User

    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(User.objects.get(username=username))
    return client
