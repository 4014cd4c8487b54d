"""Compare the platform with the social-insurance file that was brought in: differences become the quarter's questions (facts 2.6)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection

from qianxiao.base.tables import OPEN_END
from qianxiao.base.uscc import read_uscc
from qianxiao.base.vault import blind, normal
from qianxiao.engine.io.layouts import layouts
from qianxiao.office.audit.keys import ring
from qianxiao.registers.rosters import queries as rosters
from qianxiao.registers.rosters.sealing import Keys

SQL = Path(__file__).parent / "sql"
REGISTER, AT_ONCE = "insurance", 5000
_COLUMNS = ("id_no", "employer_code", "employer_name", "from_month", "to_month")
_STAGE = """
CREATE TEMP TABLE IF NOT EXISTS employment_insured (index bytea, org_code text, employer text, starts integer, ends integer) ON COMMIT DROP;
TRUNCATE employment_insured
"""


def month(text: str | None) -> int:
    """yyyymm of a month as delivered, such as 2020-05, 2020/5, 202005, 2020年5月; 0 for none."""
    found = re.match(r"\s*(\d{4})\D*(\d{1,2})", text or "")
    return int(found[1]) * 100 + int(found[2]) if found and 1 <= int(found[2]) <= 12 else 0


def stage(period: int) -> int:
    """Open what is held of the register in the transaction's scope, up to a month, into a table; returns its rows."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        lines = list(_opened(period))  # before the copy: a connection does one thing at a time
        with cursor.copy("COPY employment_insured FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        cursor.execute("ANALYZE employment_insured")
    return len(lines)


def _opened(period: int) -> Iterator[tuple[Any, ...]]:
    """Rows by the number's blind index; one without a number that can be read meets nobody, and stays out."""
    keys = ring()
    held: dict[int, Keys] = {}
    names = [one.name for one in layouts()[REGISTER].columns]
    at = [names.index(name) for name in _COLUMNS]
    found: list[tuple[int, int, int, bytes]] = []
    with rosters.held_rows(REGISTER, period) as cursor:
        while batch := cursor.fetchmany(AT_ONCE):
            found += [(imported, n, version, bytes(sealed)) for imported, n, version, sealed in batch]
    for imported, n, version, sealed in found:
        if version not in held:
            held[version] = Keys.of(keys, version)
        cells = held[version].open(imported, n, sealed)
        number, code, firm, first, last = (cells[place] or "" for place in at)
        plain = normal("id_no", number)
        if plain and month(first):
            yield blind(keys, "id_no", plain), read_uscc(code)[0] or "", firm, month(first), month(last)


def compare(period: int, day: int, due: int, lo: str, hi: str) -> int:
    """Ask about every difference among the records owned in a region range; returns new questions.

    In a scope that sees the numbers of everybody: whom a county owns may have the number kept at home.

    period: first month of the quarter (yyyymm), whose file tells of the month before.
    """
    before = period - 1 if period % 100 > 1 else period - 89
    told: dict[str, Any] = {
        "period": period,
        "month": before,
        "day": day,
        "due": due,
        "open": OPEN_END,
        "lo": lo,
        "hi": hi,
    }
    with connection.cursor() as cursor:
        cursor.execute((SQL / "compare.sql").read_text(encoding="utf-8"), told)
        return int(cursor.rowcount)
