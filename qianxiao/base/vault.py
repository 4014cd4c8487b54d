"""Personal numbers as values that print as masks: normal form, mask, seal bound to its row, blind index."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from qianxiao.base.crypto import provider
from qianxiao.base.crypto_ring import Ring
from qianxiao.base.fold import fold
from qianxiao.base.idno import read_id
from qianxiao.base.masks import mask_account, mask_id, mask_phone

KINDS = ("id_no", "phone", "account")
_MASKS: dict[str, Callable[[str | None], str]] = {
    "id_no": mask_id,
    "phone": mask_phone,
    "account": mask_account,
}
_NOT_A_DIGIT = re.compile(r"\D+")
_EARLIEST = 1800  # as the reader of the registers: the standard's own sample is of 1880


def normal(kind: str, text: str) -> str:
    """The one way a number is sealed, indexed and searched; empty when there is none.

    A 15-digit ID number becomes 18 characters; +86 before a telephone and blanks in an account are dropped.
    A number a spreadsheet turned into 1.1E+17 is none.
    """
    if kind == "id_no":
        return read_id(text, _EARLIEST, date.max).id18 or ""
    plain = fold(text).upper()
    if "E+" in plain:
        return ""
    digits = _NOT_A_DIGIT.sub("", plain)
    return digits[2:] if kind == "phone" and len(digits) == 13 and digits.startswith("86") else digits


def mask(kind: str, text: str) -> str:
    """How a number of this kind is shown."""
    return _MASKS[kind](text)


def _bound(kind: str, owner: UUID, version: int) -> bytes:
    """Table, column, kind, person and key version: a value moved anywhere else does not open."""
    return f"people_secret|value|{kind}|{owner}|{version}".encode()


def seal(ring: Ring, kind: str, owner: UUID, text: str) -> tuple[int, bytes]:
    """Key version and sealed bytes of a normal text."""
    version = ring.active(kind)
    return version, provider().seal(ring.plain(kind, version), text.encode(), _bound(kind, owner, version))


def blind(ring: Ring, kind: str, text: str, version: int | None = None) -> bytes:
    """HMAC-SM3 of a normal text under the index key: equal numbers meet, nothing else can be told."""
    key = ring.plain("index", ring.active("index") if version is None else version)
    return provider().mac(key, f"{kind}|{text}".encode())


@dataclass(frozen=True, repr=False)
class Secret:
    """A sealed number of one person. However it is printed, the mask comes out."""

    kind: str
    owner: UUID
    version: int
    sealed: bytes
    shown: str

    def __str__(self) -> str:
        return self.shown

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(self.shown, spec)

    def opened(self, ring: Ring) -> str:
        """The full number. Only a verb that writes the access log, or seals it anew, may ask. Raises Tampered."""
        key = ring.plain(self.kind, self.version)
        return provider().open(key, self.sealed, _bound(self.kind, self.owner, self.version)).decode()
