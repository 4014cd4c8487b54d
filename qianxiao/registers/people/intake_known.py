"""The people of a school's or a class's register, all at once: found by number and name, or written down (X-06)."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from qianxiao.base.crypto_ring import Ring
from qianxiao.base.vault import blind, seal
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.registers.people.intake import Arrival, Batches, _numbered, _numbers, _sql, _stage


def find_or_add(read: Batches) -> tuple[int, int]:
    """Leave a table people_found (number, person_id, region) of the arrivals in this transaction; returns rows, new people.

    Call under whole_scope and a reason for the history, inside the transaction that uses the table. A row whose number
    is faulty or held under another name is not in it. read: gives the same batches each time it is called.
    """
    refuse_wrong_keys()
    keys = ring()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.intake'))")
        for table in ("staged", "fresh", "new", "found"):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.people_{table}")
        cursor.execute(_sql("1_arrival"))
        rows = _stage(cursor, keys, read())
        cursor.execute(_sql("8_found"))
        new = _seal_new(cursor, keys, read())
        cursor.execute("DROP TABLE people_staged, people_new, people_fresh")
    return rows, new


def _seal_new(cursor: Any, keys: Ring, batches: Iterator[list[Arrival]]) -> int:
    cursor.execute("SELECT seq, person_id FROM people_new")
    wanted = dict(cursor.fetchall())
    for batch in _numbered(batches):
        with cursor.copy("COPY people_fresh FROM STDIN") as copy:
            for seq, one in batch:
                if (owner := wanted.get(seq)) is None:
                    continue
                for kind, text in _numbers(one).items():
                    if text:
                        version, data = seal(keys, kind, owner, text)
                        copy.write_row((owner, kind, version, data, blind(keys, kind, text), False))
        cursor.execute(_sql("5_keep"), {"index_version": keys.active("index")})
    return len(wanted)
