"""Files between finance and the bank in two forms: fixed fields in GB18030 with an SM3 trailer, and csv in UTF-8.

A file is read whole or refused with a reason: count, sum and digest at its end must be those of its lines.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from qianxiao.base.crypto import sm3

FORMS = ("fixed", "csv")
_WIDTHS = {"orders": (40, 32, 80, 15), "movements": (40, 40, 8, 32, 15, 60)}  # bytes of the fields of a line
_HEADS = {
    "orders": ("line", "account", "holder", "amount"),
    "movements": ("reference", "line", "kind", "account", "amount", "reason"),
}
MOVEMENTS = ("paid", "returned", "refused")


class Unreadable(Exception):
    """The file is not what it should be; the text is a key of words.FILE_FAULTS."""


@dataclass(frozen=True)
class Order:
    """One payment for the bank; amount in fen."""

    key: str
    account: str
    holder: str
    amount: int


@dataclass(frozen=True)
class Movement:
    """One movement of a payer's account: paid, returned (of that reference), or refused and never moved."""

    reference: str
    key: str
    kind: str
    account: str
    amount: int
    reason: str = ""


@dataclass(frozen=True)
class Told:
    """A statement: whose account, which day (yyyymmdd), its movements in the bank's order."""

    payer: str
    day: int
    movements: list[Movement] = field(default_factory=list)


def write_orders(number: str, payer: str, day: int, orders: list[Order], form: str) -> bytes:
    """A batch as the bank reads it. Raises ValueError for an unknown form or a field too long."""
    rows = [(one.key, one.account, one.holder, str(one.amount)) for one in orders]
    return _written("orders", (number, payer, str(day)), rows, sum(one.amount for one in orders), form)


def write_statement(told: Told, form: str) -> bytes:
    """A statement as a bank would write it (for tests and for banks that send paper)."""
    rows = [(m.reference, m.key, m.kind, m.account, str(m.amount), m.reason) for m in told.movements]
    total = sum(one.amount for one in told.movements)
    return _written("movements", ("STATEMENT", told.payer, str(told.day)), rows, total, form)


def read_orders(data: bytes) -> tuple[str, str, int, list[Order]]:
    """Number, payer, day and orders of a batch file. Raises Unreadable."""
    (number, payer, day), rows = _read("orders", data)
    return number, payer, _day(day), [Order(row[0], row[1], row[2], _fen(row[3])) for row in rows]


def read_statement(data: bytes) -> Told:
    """A statement in either form. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("empty")
    (kind, payer, day), rows = _read("movements", data)
    if kind != "STATEMENT":
        raise Unreadable("kind")
    found = [Movement(row[0], row[1], row[2], row[3], _fen(row[4]), row[5]) for row in rows]
    if any(one.kind not in MOVEMENTS for one in found):
        raise Unreadable("kind")
    return Told(payer, _day(day), found)


def _fen(text: str) -> int:
    if not text.isdecimal() or not text.isascii():
        raise Unreadable("amount")
    return int(text)


def _day(text: str) -> int:
    if len(text) != 8 or not text.isdecimal():
        raise Unreadable("day")
    return int(text)


def _written(
    what: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], total: int, form: str
) -> bytes:
    if form == "fixed":
        body = [b"H" + b"|".join(part.encode("gb18030") for part in head)]
        body += [
            b"D" + b"".join(_pad(cell, width) for cell, width in zip(row, _WIDTHS[what], strict=True))
            for row in rows
        ]
        text = b"\r\n".join(body) + b"\r\n"
        return text + f"T{len(rows):09}{total:018}{sm3(text).hex()}\r\n".encode()
    if form != "csv":
        raise ValueError(form)
    stream = io.StringIO(newline="")
    sheet = csv.writer(stream)
    sheet.writerow(["#", *head])
    sheet.writerow(_HEADS[what])
    sheet.writerows(rows)
    plain = stream.getvalue().encode("utf-8-sig")
    return plain + f"#,{len(rows)},{total},{sm3(plain).hex()}\r\n".encode()


def _pad(cell: str, width: int) -> bytes:
    plain = cell.replace("\r", " ").replace("\n", " ").encode("gb18030")
    if len(plain) > width:
        raise ValueError(f"a field of {len(plain)} bytes, {width} are the most")
    return plain.ljust(width)


def _read(what: str, data: bytes) -> tuple[tuple[str, str, str], list[list[str]]]:
    head, rows, tail, before = _csv(what, data) if data.startswith(b"\xef\xbb\xbf") else _fixed(what, data)
    if len(head) != 3:
        raise Unreadable("head")
    if tail != (len(rows), sum(_fen(row[-1 if what == "orders" else 4]) for row in rows), sm3(before).hex()):
        raise Unreadable("digest")
    return (head[0], head[1], head[2]), rows


Parts = tuple[list[str], list[list[str]], tuple[int, int, str], bytes]


def _fixed(what: str, data: bytes) -> Parts:
    lines = data.split(b"\r\n")
    if len(lines) < 3 or lines[-1] or not lines[0].startswith(b"H") or not lines[-2].startswith(b"T"):
        raise Unreadable("truncated")
    try:
        head = lines[0][1:].decode("gb18030").split("|")
        rows = [_cells(what, line) for line in lines[1:-2]]
        tail = lines[-2].decode("ascii")
        told = int(tail[1:10]), int(tail[10:28]), tail[28:]
    except UnicodeDecodeError as error:
        raise Unreadable("coding") from error
    except ValueError as error:
        raise Unreadable("truncated") from error
    return head, rows, told, data[: -len(lines[-2]) - 2]


def _cells(what: str, line: bytes) -> list[str]:
    """The fields of a line, by bytes: a character that crosses a border is a fault of the coding."""
    if not line.startswith(b"D") or len(line) != 1 + sum(_WIDTHS[what]):
        raise Unreadable("coding" if line.startswith(b"D") else "truncated")
    cells, at = [], 1
    for width in _WIDTHS[what]:
        cells.append(line[at : at + width].decode("gb18030").rstrip())
        at += width
    return cells


def _csv(what: str, data: bytes) -> Parts:
    at = data.rstrip(b"\r\n").rfind(b"\n") + 1
    try:
        rows = list(csv.reader(io.StringIO(data[:at].decode("utf-8-sig"), newline="")))
        tail = data[at:].decode("ascii").strip().split(",")
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable("coding") from error
    if len(rows) < 2 or rows[0][:1] != ["#"] or tail[:1] != ["#"] or len(tail) != 4:
        raise Unreadable("truncated")
    if tuple(rows[1]) != _HEADS[what] or any(len(row) != len(_HEADS[what]) for row in rows[2:]):
        raise Unreadable("head")
    if not (tail[1].isdecimal() and tail[2].isdecimal()):
        raise Unreadable("truncated")
    return rows[0][1:], rows[2:], (int(tail[1]), int(tail[2]), tail[3]), data[:at]
