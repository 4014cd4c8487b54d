"""The files as the bank's own programmers wrote them, from the description of the form alone."""

import csv
import hashlib
import io
from dataclasses import dataclass

from qianxiao.base.crypto import sm3


@dataclass(frozen=True)
class Order:
    """A payment that is asked for."""

    key: str
    account: str
    holder: str
    amount: int


@dataclass(frozen=True)
class Movement:
    """A movement that is told."""

    reference: str
    key: str
    kind: str
    account: str
    amount: int
    reason: str


class Wrong(Exception):
    """The file is refused."""


def read(data: bytes, form: str) -> tuple[str, str, int, list[Order], str]:
    """Number, payer, day, orders, fingerprint. Raises Wrong."""
    try:
        head, orders, tail, body = _fixed(data) if form == "fixed" else _csv(data)
        number, payer, day = head
    except (ValueError, IndexError, UnicodeDecodeError) as error:
        raise Wrong("文件格式不符") from error
    if tail != (len(orders), sum(one.amount for one in orders), sm3(body).hex()):
        raise Wrong("笔数、金额或摘要不符")
    return number, payer, int(day), orders, hashlib.sha256(data).hexdigest()


Parts = tuple[list[str], list[Order], tuple[int, int, str], bytes]


def _fixed(data: bytes) -> Parts:
    rows = data.split(b"\r\n")
    if rows.pop() or len(rows) < 2:
        raise ValueError
    last = rows[-1]
    orders = []
    for row in rows[1:-1]:
        parts = [row[a:b].decode("gb18030").strip() for a, b in ((1, 41), (41, 73), (73, 153), (153, 168))]
        orders.append(Order(parts[0], parts[1], parts[2], int(parts[3])))
    tail = int(last[1:10]), int(last[10:28]), last[28:].decode()
    return rows[0][1:].decode("gb18030").split("|"), orders, tail, data[: len(data) - len(last) - 2]


def _csv(data: bytes) -> Parts:
    cut = data.rfind(b"\r\n#,") + 2
    rows = list(csv.reader(io.StringIO(data[:cut].decode("utf-8-sig"))))
    last = data[cut:].decode().strip().split(",")
    orders = [Order(row[0], row[1], row[2], int(row[3])) for row in rows[2:]]
    return rows[0][1:], orders, (int(last[1]), int(last[2]), last[3]), data[:cut]


def statement(payer: str, day: int, rows: list[Movement], form: str, spoilt: str = "") -> bytes:
    """A day as a file; `spoilt` names what is wrong with it."""
    if spoilt == "empty":
        return b""
    if spoilt == "unknown":
        rows = [*rows, Movement(f"XX{day}", "NOT-OURS-1", "paid", "6217000099999999999", 123_45, "")]
    if spoilt == "reordered":
        rows = rows[::-1]
    data = _write_fixed(payer, day, rows) if form == "fixed" else _write_csv(payer, day, rows)
    if spoilt == "truncated":
        return data[: len(data) * 2 // 3]
    if spoilt == "coding":
        return data.decode("gb18030" if form == "fixed" else "utf-8-sig").encode("utf-16")
    return data


def _write_fixed(payer: str, day: int, rows: list[Movement]) -> bytes:
    out = [f"HSTATEMENT|{payer}|{day}".encode()]
    for row in rows:
        cells = (row.reference, row.key, row.kind, row.account, str(row.amount), row.reason)
        widths = (40, 40, 8, 32, 15, 60)
        out.append(
            b"D" + b"".join(cell.encode("gb18030").ljust(w) for cell, w in zip(cells, widths, strict=True))
        )
    body = b"".join(line + b"\r\n" for line in out)
    return body + f"T{len(rows):09}{sum(row.amount for row in rows):018}{sm3(body).hex()}\r\n".encode()


def _write_csv(payer: str, day: int, rows: list[Movement]) -> bytes:
    stream = io.StringIO(newline="")
    sheet = csv.writer(stream)
    sheet.writerow(["#", "STATEMENT", payer, day])
    sheet.writerow(["reference", "line", "kind", "account", "amount", "reason"])
    sheet.writerows((row.reference, row.key, row.kind, row.account, row.amount, row.reason) for row in rows)
    body = stream.getvalue().encode("utf-8-sig")
    return body + f"#,{len(rows)},{sum(row.amount for row in rows)},{sm3(body).hex()}\r\n".encode()
