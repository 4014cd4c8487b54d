"""What a bank does for us, whoever it is: take a batch, say what became of one, give the statement of a day."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from django.conf import settings


class NoAnswer(Exception):
    """Nobody knows whether the bank did it: never taken for a no."""


class Refused(Exception):
    """The bank looked at it and did nothing; the text is its reason."""


class NotReady(Exception):
    """The bank has no statement of that day."""


@dataclass(frozen=True)
class Said:
    """What the bank says about one line when asked: paid, refused or waiting; fen, yyyymmdd."""

    key: str
    state: str
    amount: int
    reason: str = ""


class Bank(Protocol):
    """One bank. Every call may raise NoAnswer."""

    def submit(self, number: str, file: bytes, form: str) -> None:
        """Hand a batch over. The same number again is the same batch. Raises Refused, NoAnswer."""

    def query(self, number: str) -> list[Said] | None:
        """What became of a batch; None when the bank does not know it. Raises NoAnswer."""

    def statement(self, payer: str, day: int, form: str) -> bytes:
        """Every movement of a payer's account on a day. Raises NotReady, NoAnswer."""


class HttpBank:
    """A bank behind an address of the operator's choice."""

    def __init__(self, url: str, seconds: float) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError(f"no address of a bank: {url!r}")
        self._url, self._seconds = url.rstrip("/"), seconds

    def _ask(self, path: str, data: bytes | None = None) -> tuple[int, bytes]:
        asked = urllib.request.Request(self._url + path, data=data, method="GET" if data is None else "POST")  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=self._seconds) as answer:  # noqa: S310 - checked above
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise NoAnswer(str(error.code)) from error
            return error.code, error.read()
        except (OSError, ValueError, urllib.error.URLError) as error:
            raise NoAnswer(type(error).__name__) from error
        except Exception as error:  # a broken answer (http.client raises its own kinds) tells nothing either
            raise NoAnswer(type(error).__name__) from error

    def submit(self, number: str, file: bytes, form: str) -> None:
        """See Bank."""
        status, body = self._ask(f"/batches/{quote(number)}?form={form}", file)
        if status == 422:
            raise Refused(body.decode("utf-8", "replace")[:200])
        if status not in (200, 202):
            raise NoAnswer(str(status))

    def query(self, number: str) -> list[Said] | None:
        """See Bank."""
        status, body = self._ask(f"/batches/{quote(number)}")
        if status == 404:
            return None
        if status != 200:
            raise NoAnswer(str(status))
        try:
            return [
                Said(str(one["key"]), str(one["state"]), int(one["amount"]), str(one.get("reason", ""))[:200])
                for one in json.loads(body)["lines"]
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise NoAnswer("unreadable") from error

    def statement(self, payer: str, day: int, form: str) -> bytes:
        """See Bank."""
        status, body = self._ask(f"/statements/{quote(payer)}/{day}?form={form}")
        if status == 404:
            raise NotReady
        if status != 200:
            raise NoAnswer(str(status))
        return body


def bank(seconds: float = 30) -> Bank | None:
    """The bank of this installation; None where files are carried by hand."""
    url = str(getattr(settings, "BANK_URL", ""))
    return HttpBank(url, seconds) if url else None
