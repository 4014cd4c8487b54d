"""The bank's door: batches in, answers and statements out; slow, silent or wrong where its faults say so."""

import json
import random
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from qianxiao.ops.bank.files import Wrong, read, statement
from qianxiao.ops.bank.store import Store

SLOW = 0.2  # seconds
_SPOILT = ("truncated", "coding", "empty", "reordered", "unknown")


class Door(BaseHTTPRequestHandler):
    """One request. Without an answer the connection is closed: the caller knows nothing."""

    store: ClassVar[Store]
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Quiet."""

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """A batch, new faults, corrections, or the time to book what came late."""
        data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
        form = parse_qs(urlsplit(self.path).query).get("form", ["fixed"])[0]
        if parts[0] == "batches" and len(parts) == 2:
            self._batch(parts[1], data, form)
        elif parts[0] == "faults":
            self.store.set_faults(
                {str(key): float(value) for key, value in json.loads(data or b"{}").items()}
            )
            self._say(200)
        elif parts[0] == "awake":
            self._say(200, str(self.store.awake()).encode())
        elif parts[0] == "corrections":
            self._say(200, str(self.store.correct(int(parts[1]))).encode())
        else:
            self._say(404)

    def _batch(self, number: str, data: bytes, form: str) -> None:
        n = self.store.calls(number)
        with self.store.open() as base:
            struck = {
                name: self.store.hits(base, name, f"{number}|{n}")
                for name in ("silent_before", "silent_after", "slow", "late")
            }
        if struck["silent_before"]:
            self.close_connection = True
            return
        if struck["slow"]:
            time.sleep(SLOW)
        try:
            told, payer, day, orders, digest = read(data, form)
        except Wrong as error:
            self._say(422, str(error).encode())
            return
        if told != number:
            self._say(422, "批次号不符".encode())
            return
        said = self.store.take(number, payer, day, orders, digest, struck["late"])
        if struck["silent_after"] or struck["late"]:
            self.close_connection = True
        elif said == "other":
            self._say(409)
        else:
            self._say(200, said.encode())

    def do_GET(self) -> None:
        """What became of a batch; the statement of a day."""
        split = urlsplit(self.path)
        parts = [unquote(part) for part in split.path.strip("/").split("/")]
        form = parse_qs(split.query).get("form", ["fixed"])[0]
        if parts[0] == "batches" and len(parts) == 2:
            found = self.store.lines(parts[1])
            self._say(404) if found is None else self._say(200, json.dumps({"lines": found}).encode())
        elif parts[0] == "statements" and len(parts) == 3 and parts[2].isdecimal():
            self._statement(parts[1], int(parts[2]), form)
        else:
            self._say(200 if parts == ["alive"] else 404)

    def _statement(self, payer: str, day: int, form: str) -> None:
        with self.store.open() as base:
            struck = [
                name
                for name in (*_SPOILT, "replay", "future")
                if self.store.hits(base, name, f"{payer}|{day}")
            ]
        told = day
        days = self.store.days(payer)
        if "replay" in struck and days:
            told = days[0]
        rows = self.store.movements(payer, told)
        if "future" in struck:
            told = day + 10_000
        if "reordered" in struck:
            random.Random(day).shuffle(rows)  # noqa: S311 - a disorder that comes again
        spoilt = next((name for name in struck if name in _SPOILT), "")
        self._say(200, statement(payer, told, rows, form, spoilt))


def serve(store: Store, port: int) -> None:
    """Answer on this machine until the process ends."""
    door = type("OwnDoor", (Door,), {"store": store})
    ThreadingHTTPServer(("127.0.0.1", port), door).serve_forever()
