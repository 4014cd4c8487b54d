"""What the bank keeps: batches as they came, lines, movements. Faults are decided by a seed, so that they come again."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qianxiao.ops.bank.files import Movement, Order

# of lines: what the bank does wrong with one; of calls and of files: how it answers
FAULTS = (
    "double", "lost", "amount", "name", "closed", "refused", "partial",
    "silent_before", "silent_after", "slow", "late",
    "truncated", "coding", "empty", "replay", "future", "reordered", "unknown",
)  # fmt: skip
_TABLES = """
CREATE TABLE IF NOT EXISTS batch (number TEXT PRIMARY KEY, payer TEXT, day INTEGER, digest TEXT, state TEXT);
CREATE TABLE IF NOT EXISTS line (key TEXT PRIMARY KEY, batch TEXT, account TEXT, holder TEXT, amount INTEGER, state TEXT, reason TEXT);
CREATE TABLE IF NOT EXISTS movement (id INTEGER PRIMARY KEY, reference TEXT, payer TEXT, day INTEGER, key TEXT, kind TEXT, account TEXT,
    amount INTEGER, reason TEXT, wrong TEXT DEFAULT '');
CREATE TABLE IF NOT EXISTS fault (name TEXT PRIMARY KEY, chance REAL);
CREATE TABLE IF NOT EXISTS call (number TEXT, n INTEGER, PRIMARY KEY (number));
"""


class Store:
    """One file; every change is on the disk before anybody hears of it."""

    def __init__(self, path: Path, faults: dict[str, float], seed: str) -> None:
        self._path, self.seed = path, seed
        with self.open() as base:
            base.executescript(_TABLES)
        if faults:
            self.set_faults(faults)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection with a transaction that writes alone."""
        base = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        try:
            yield base
        finally:
            base.close()

    def set_faults(self, faults: dict[str, float]) -> None:
        """From now on these."""
        with self.open() as base:
            base.execute("BEGIN IMMEDIATE")
            base.execute("DELETE FROM fault")
            base.executemany("INSERT INTO fault VALUES (?, ?)", faults.items())
            base.execute("COMMIT")

    def hits(self, base: sqlite3.Connection, name: str, about: str) -> bool:
        """Whether a fault strikes here."""
        found = base.execute("SELECT chance FROM fault WHERE name = ?", [name]).fetchone()
        if found is None:
            return False
        drawn = hashlib.sha256(f"{self.seed}|{name}|{about}".encode()).digest()
        return int.from_bytes(drawn[:6], "big") / 2**48 < float(found[0])

    def calls(self, number: str) -> int:
        """How often this batch was handed over, this time included."""
        with self.open() as base:
            base.execute("BEGIN IMMEDIATE")
            base.execute(
                "INSERT INTO call VALUES (?, 1) ON CONFLICT (number) DO UPDATE SET n = n + 1", [number]
            )
            n = base.execute("SELECT n FROM call WHERE number = ?", [number]).fetchone()[0]
            base.execute("COMMIT")
        return int(n)

    def take(self, number: str, payer: str, day: int, orders: list[Order], digest: str, late: bool) -> str:
        """Take a batch in: taken, known (the same once more) or other (the number of another one)."""
        with self.open() as base:
            base.execute("BEGIN IMMEDIATE")
            before = base.execute("SELECT digest FROM batch WHERE number = ?", [number]).fetchone()
            if before is not None:
                base.execute("ROLLBACK")
                return "known" if before[0] == digest else "other"
            state = "late" if late else "taken"
            base.execute("INSERT INTO batch VALUES (?, ?, ?, ?, ?)", [number, payer, day, digest, state])
            base.executemany(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, 'waiting', '')",
                [(one.key, number, one.account, one.holder, one.amount) for one in orders],
            )
            if not late:
                self._book(base, number, payer, day)
            base.execute("COMMIT")
        return "taken"

    def awake(self) -> int:
        """Book what lay about; returns batches."""
        with self.open() as base:
            base.execute("BEGIN IMMEDIATE")
            found = base.execute("SELECT number, payer, day FROM batch WHERE state = 'late'").fetchall()
            for number, payer, day in found:
                base.execute("UPDATE batch SET state = 'taken' WHERE number = ?", [number])
                self._book(base, number, payer, day)
            base.execute("COMMIT")
        return len(found)

    def _book(self, base: sqlite3.Connection, number: str, payer: str, day: int) -> None:
        lines = base.execute(
            "SELECT key, account, amount FROM line WHERE batch = ? ORDER BY key", [number]
        ).fetchall()
        for n, (key, account, amount) in enumerate(lines):
            if (self.hits(base, "partial", number) and n >= len(lines) // 2) or self.hits(base, "lost", key):
                continue  # nobody looks at it until somebody asks
            if self.hits(base, "refused", key):
                self._move(base, payer, day, key, "refused", account, amount, "户名不符")
                base.execute("UPDATE line SET state = 'refused', reason = '户名不符' WHERE key = ?", [key])
                continue
            wrong = next((name for name in ("amount", "name", "double") if self.hits(base, name, key)), "")
            paid = amount - 100 if wrong == "amount" else amount
            to = account[:-1] + str((int(account[-1]) + 1) % 10) if wrong == "name" else account
            reference = self._move(
                base, payer, day, key, "paid", to, paid, "", wrong if wrong != "double" else ""
            )
            if wrong == "double":
                self._move(base, payer, day, key, "paid", account, amount, "", "double")
            base.execute("UPDATE line SET state = 'paid' WHERE key = ?", [key])
            if not wrong and self.hits(base, "closed", key):
                self._move(base, payer, day, key, "returned", account, amount, "账户已销户", "", reference)
                base.execute("UPDATE line SET state = 'returned', reason = '账户已销户' WHERE key = ?", [key])

    def _move(
        self, base: sqlite3.Connection, payer: str, day: int, key: str, kind: str, account: str, amount: int,
        reason: str, wrong: str = "", reference: str = "",
    ) -> str:  # fmt: skip
        made = base.execute(
            "INSERT INTO movement (reference, payer, day, key, kind, account, amount, reason, wrong) VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?)",
            [payer, day, key, kind, account, amount, reason, wrong],
        )
        reference = reference or f"BK{made.lastrowid:012}"
        base.execute("UPDATE movement SET reference = ? WHERE id = ?", [reference, made.lastrowid])
        return reference

    def correct(self, day: int) -> int:
        """The bank finds its own mistakes: takes back what was wrong, pays what lay about. Returns movements."""
        with self.open() as base:
            base.execute("BEGIN IMMEDIATE")
            made = 0
            wrong = base.execute(
                "SELECT id, reference, payer, key, account, amount, wrong FROM movement WHERE wrong <> ''"
            ).fetchall()
            for pk, reference, payer, key, account, amount, what in wrong:
                self._move(base, payer, day, key, "returned", account, amount, "冲正", "", reference)
                base.execute("UPDATE movement SET wrong = '' WHERE id = ?", [pk])
                made += 1
                if what != "double":
                    to, right = base.execute(
                        "SELECT account, amount FROM line WHERE key = ?", [key]
                    ).fetchone()
                    self._move(base, payer, day, key, "paid", to, right, "")
                    made += 1
            waiting = base.execute(
                "SELECT l.key, l.account, l.amount, b.payer FROM line l JOIN batch b ON b.number = l.batch WHERE l.state = 'waiting' AND b.state = 'taken'"
            ).fetchall()
            for key, account, amount, payer in waiting:
                self._move(base, payer, day, key, "paid", account, amount, "")
                base.execute("UPDATE line SET state = 'paid' WHERE key = ?", [key])
                made += 1
            base.execute("COMMIT")
        return made

    def lines(self, number: str) -> list[dict[str, object]] | None:
        """What became of a batch; None when it is not known, or not looked at yet."""
        with self.open() as base:
            found = base.execute("SELECT state FROM batch WHERE number = ?", [number]).fetchone()
            if found is None or found[0] == "late":
                return None
            rows = base.execute(
                "SELECT key, state, amount, reason FROM line WHERE batch = ? ORDER BY key", [number]
            )
            return [{"key": row[0], "state": row[1], "amount": row[2], "reason": row[3]} for row in rows]

    def movements(self, payer: str, day: int) -> list[Movement]:
        """A payer's movements of a day, as booked."""
        with self.open() as base:
            rows = base.execute(
                "SELECT reference, key, kind, account, amount, reason FROM movement WHERE payer = ? AND day = ? ORDER BY id",
                [payer, day],
            )
            return [Movement(*row) for row in rows]

    def days(self, payer: str) -> list[int]:
        """Days on which something moved, oldest first."""
        with self.open() as base:
            rows = base.execute("SELECT DISTINCT day FROM movement WHERE payer = ? ORDER BY day", [payer])
            return [int(row[0]) for row in rows]
