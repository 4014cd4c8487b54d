"""Checks an exported access log by itself: Python's standard library, no database, no other file of this project.

    python verify_trail.py EXPORT.jsonl --heads heads.jsonl --key chain.key

EXPORT   one JSON object per line: the covered columns and `hash`
--heads  the file of heads that was kept outside the database: {"stream", "seq", "hash"} per line;
         copied before the export was made, else rows of the time between seem to be missing
--key    {"version": "hex"}: with it every link is computed again; without it only numbers and heads are compared
Exit: 0 nothing wrong; 1 something was changed, the first bad row of every stream is named; 2 a file cannot be read.
"""

import argparse
import hashlib
import hmac
import json
import sys
from pathlib import Path

COVERED = (
    "stream", "seq", "at", "written", "request_id", "user_id", "username", "post_id", "post", "address", "path",
    "kind", "subject", "whose", "people", "fields", "purpose", "key_version",
)  # fmt: skip
_IV = (0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E)
_MASK = 0xFFFFFFFF
Row = dict[str, object]


def _left(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & _MASK


def _block(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """One step of SM3 (GB/T 32905-2016)."""
    w = [int.from_bytes(block[at : at + 4], "big") for at in range(0, 64, 4)]
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _left(w[j - 3], 15)
        w.append(x ^ _left(x, 15) ^ _left(x, 23) ^ _left(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        constant = 0x79CC4519 if j < 16 else 0x7A879D8A
        one = _left((_left(a, 12) + e + _left(constant, j)) & _MASK, 7)
        two = one ^ _left(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        first = (ff + d + two + (w[j] ^ w[j + 4])) & _MASK
        second = (gg + h + one + w[j]) & _MASK
        a, b, c, d = first, a, _left(b, 9), c
        e, f, g, h = second ^ _left(second, 9) ^ _left(second, 17), e, _left(f, 19), g
    return tuple(x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True))


def slow_sm3(data: bytes) -> bytes:
    """SM3 in plain Python, for an interpreter whose OpenSSL has none."""
    padded = data + b"\x80" + b"\0" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    state: tuple[int, ...] = _IV
    for at in range(0, len(padded), 64):
        state = _block(state, padded[at : at + 64])
    return b"".join(word.to_bytes(4, "big") for word in state)


def sm3(data: bytes) -> bytes:
    """SM3 of some bytes."""
    if "sm3" in hashlib.algorithms_available:
        return hashlib.new("sm3", data).digest()
    return slow_sm3(data)


def mac(key: bytes, data: bytes) -> str:
    """HMAC-SM3 (RFC 2104), hex."""
    key = key.ljust(64, b"\0")
    inner = sm3(bytes(byte ^ 0x36 for byte in key) + data)
    return sm3(bytes(byte ^ 0x5C for byte in key) + inner).hex()


def read(path: Path) -> list[Row]:
    """Rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def first_fault(rows: list[Row], heads: dict[int, str], keys: dict[str, str]) -> str:
    """What is wrong first in one stream; empty when nothing is."""
    before = ""
    for place, row in enumerate(rows, start=1):
        if row["seq"] != place:
            return f"row {place}: row {row['seq']} stands here, rows are missing, doubled or out of order"
        if keys:
            key = keys.get(str(row["key_version"]))
            if key is None:
                return f"row {place}: no key of version {row['key_version']} was given"
            covered = json.dumps([row[name] for name in COVERED], ensure_ascii=True, separators=(",", ":"))
            if not hmac.compare_digest(
                mac(bytes.fromhex(key), before.encode() + b"|" + covered.encode()), str(row["hash"])
            ):
                return f"row {place}: changed, put in, or the row before it was taken out"
        if heads.get(place, row["hash"]) != row["hash"]:
            return (
                f"row {place}: not the row whose head was kept outside; everything up to here was rewritten"
            )
        before = str(row["hash"])
    if heads and max(heads) > len(rows):
        return f"row {len(rows) + 1}: the end is missing, {max(heads)} rows were there"
    return ""


def check(rows: list[Row], heads: list[Row], keys: dict[str, str]) -> dict[str, str]:
    """Stream → what is wrong first in it."""
    streams: dict[str, list[Row]] = {str(row["stream"]): [] for row in [*heads, *rows]}
    kept: dict[str, dict[int, str]] = {name: {} for name in streams}
    faults: dict[str, str] = {}
    for row in rows:
        streams[str(row["stream"])].append(row)
    for head in heads:
        name, seq, digest = str(head["stream"]), int(str(head["seq"])), str(head["hash"])
        if kept[name].setdefault(seq, digest) != digest:
            said = f"row {seq}: two different heads were kept, the database was set back in between"
            faults.setdefault(name, said)
    for name, mine in streams.items():
        if fault := faults.get(name) or first_fault(mine, kept[name], keys):
            faults[name] = fault
    return faults


def main() -> int:
    """Read, check, say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("export", type=Path)
    parser.add_argument("--heads", type=Path)
    parser.add_argument("--key", type=Path)
    asked = parser.parse_args()
    try:
        rows = read(asked.export)
        heads = read(asked.heads) if asked.heads else []
        keys = json.loads(asked.key.read_text(encoding="ascii")) if asked.key else {}
        faults = check(rows, heads, keys)
    except (OSError, ValueError, KeyError) as error:
        print(f"cannot be read: {error!r}", file=sys.stderr)
        return 2
    for name, fault in sorted(faults.items()):
        print(f"{name}: {fault}")
    held = "with" if heads else "WITHOUT"
    told = "computed again" if keys else "NOT computed again, no key was given"
    streams = len({str(row["stream"]) for row in [*rows, *heads]})
    print(f"{len(rows)} rows in {streams} streams, links {told}, compared {held} outside heads: ", end="")
    print(f"{len(faults)} streams are wrong" if faults else "nothing wrong")
    if not rows and not heads:
        print("nothing was looked at", file=sys.stderr)
        return 2
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
