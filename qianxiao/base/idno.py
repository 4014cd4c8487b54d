"""Citizen ID numbers (GB 11643-1999): one number at a time, for the edges; registers are checked in SQL."""

import re
from dataclasses import dataclass
from datetime import date

from qianxiao.base.fold import fold

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARS = "10X98765432"
# Serials the 15-digit numbers kept for people born in the century before (GB 11643-1989).
CENTENARIAN_SERIALS = ("996", "997", "998", "999")
# What people and tables put around a number: hyphens, dashes, quotes.
DROPPED = "=-‐‑–—−'‘’`\""
SCIENTIFIC = r"^[0-9]([.][0-9]+)?E[+]?[0-9]{2}$"

_PLAIN = re.compile(r"^[0-9]{17}[0-9X]$")
_OLD = re.compile(r"^[0-9]{15}$")
_DISABILITY = re.compile(r"^[0-9]{17}[0-9X][1-7][1-4](B[0-9])?$")
_SCIENTIFIC = re.compile(SCIENTIFIC)


@dataclass(frozen=True)
class IdNo:
    """What could be read: id18 (18 characters or None) and id_class, as in the tables of the close."""

    id18: str | None
    id_class: str
    digits_lost: bool = False


def check_char(first17: str) -> str:
    """The check character of 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARS[total % 11]


def upgrade(old: str) -> str:
    """A 15-digit number as 18 characters."""
    century = "18" if old[-3:] in CENTENARIAN_SERIALS else "19"
    first17 = old[:6] + century + old[6:]
    return first17 + check_char(first17)


def _born(id18: str) -> date | None:
    try:
        return date(int(id18[6:10]), int(id18[10:12]), int(id18[12:14]))
    except ValueError:
        return None


def _class(id18: str, good: str, earliest_year: int, latest: date) -> str:
    born = _born(id18)
    if born is None or born.year < earliest_year or born > latest:
        return "bad_date"
    return good if check_char(id18[:17]) == id18[17] else "bad_check"


def read_id(text: str | None, earliest_year: int, latest: date) -> IdNo:
    """Read an ID number as delivered; `latest` is the last possible birth date (the period's end).

    Classes: valid, valid15, disability, bad_check, bad_date, bad_length, missing (contract `close.md`).
    """
    plain = fold(text or "").upper().translate({ord(mark): None for mark in DROPPED})
    if not plain:
        return IdNo(None, "missing")
    if _PLAIN.match(plain):
        return IdNo(plain, _class(plain, "valid", earliest_year, latest))
    if _OLD.match(plain):
        return IdNo(upgrade(plain), _class(upgrade(plain), "valid15", earliest_year, latest))
    if _DISABILITY.match(plain):
        return IdNo(plain[:18], _class(plain[:18], "disability", earliest_year, latest))
    return IdNo(None, "bad_length", digits_lost=bool(_SCIENTIFIC.match(plain)))
