"""Taking in a whole register: COPY into a staging table, resolve in sets, seal in batches."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from qianxiao.base.crypto_ring import Ring, RingProblem
from qianxiao.base.vault import KINDS, blind, mask, normal, seal
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because
from qianxiao.office.audit.keys import refuse_wrong_keys, ring
from qianxiao.registers.people.models import Intake, Sealed
from qianxiao.registers.people.readings import reading

SQL = Path(__file__).parent / "sql"
# Classes of the reader whose number proves who somebody is; the others are sealed but match nobody.
USABLE = frozenset({"valid", "valid15", "disability"})
_COLUMNS = (
    "seq, number, name, pinyin, initials, sex, birth, region, id_class, usable, id_index, id_mask, phone_index,"
    " phone_mask, account_index, account_mask"
)


class Arrival(NamedTuple):
    """One person as a register has it. Numbers in full: they leave this process only sealed."""

    number: str  # the register's own, no ID number
    name: str
    sex: str
    birth: int | None  # yyyymmdd
    region: str
    id_class: str
    id_no: str
    phone: str
    account: str


Batches = Callable[[], Iterator[list[Arrival]]]


def take_in(register: str, period: int, source: str, by: str, read: Batches) -> Intake:
    """Bring the persons of a register up to `period`; returns what was done.

    read: gives the same batches each time it is called (it is called twice). source: digest of what is read.
    One transaction. Raises RingProblem when the keys are not those of this database, or an index key was
    changed and not all numbers are indexed anew.
    """
    refuse_wrong_keys()
    keys = ring()
    start = time.monotonic()
    done = Intake(register=register, period=period, source=source[:64], by=by[:64])
    newer = Intake.objects.filter(register=register, period__gt=period).exists()
    names: dict[str, Any] = {"register": register, "period": period, "latest": not newer}
    told = because(f"intake {register} {period}", by)
    with in_scope(whole_scope()) as scope, told, connection.cursor() as cursor:
        if Sealed.objects.within(scope).exclude(index_version=keys.active("index")).exists():
            raise RingProblem(
                "索引密钥更换未完成：qianxiao keys reseal。/ Finish the change of the index key first."
            )
        # two registers may not make the same person twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.intake'))")
        # Counted by ourselves, and locked against being counted by others while our rows are not committed:
        # a table that looks empty is read whole for every row.
        cursor.execute("ANALYZE people_person, people_sealed, people_enrolment")
        cursor.execute(_sql("1_arrival"))
        done.rows = _stage(cursor, keys, read())
        cursor.execute(_sql("2_resolve"), names)
        cursor.execute("SELECT count(*) FILTER (WHERE new) FROM people_arrival")
        done.new = cursor.fetchone()[0]
        cursor.execute(_sql("25_corrected"), names)
        cursor.execute(_sql("3_persons"), names)
        done.sealed = _seal(cursor, keys, read(), not newer)
        cursor.execute("ANALYZE people_sealed, people_enrolment")
        cursor.execute(_sql("6_duplicates"))
        done.changed = _changed(cursor)
        cursor.execute("DROP TABLE people_arrival, people_fresh")
        done.seconds = round(time.monotonic() - start, 3)
        done.save()
    with connection.cursor() as cursor:
        for table in ("person", "sealed", "enrolment"):
            cursor.execute(f"ANALYZE people_{table}")
    return done


def take_standing(register: str, period: int, select: str) -> bool:
    """Where everybody stands in a month, for lists; an older month than the newest changes nothing.

    select: columns number, state, study, train, step of the month, with %(period)s. One transaction. Returns
    whether it was taken.
    """
    if Intake.objects.filter(register=register, period__gt=period).exists():
        return False
    told: dict[str, str | int] = {"register": register, "period": period}
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.intake'))")
        cursor.execute(f"CREATE TEMP TABLE people_stands ON COMMIT DROP AS {select}", told)
        cursor.execute(_sql("7_standing"), told)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person, people_headcount")
    return True


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _changed(cursor: Any) -> int:
    """Persons whose former state this transaction put into the history."""
    cursor.execute(
        "SELECT count(DISTINCT e.pgh_obj_id) FROM people_personevent e JOIN people_arrival a"
        " ON a.person_id = e.pgh_obj_id WHERE e.pgh_created_at = now()"
    )
    return int(cursor.fetchone()[0])


def _numbered(batches: Iterable[list[Arrival]]) -> Iterator[list[tuple[int, Arrival]]]:
    at = 0
    for batch in batches:
        yield list(enumerate(batch, start=at))
        at += len(batch)


def _numbers(one: Arrival) -> dict[str, str]:
    """Normal texts by kind; empty where there is none. A faulty ID number is kept as it was written."""
    told = {"id_no": one.id_no, "phone": one.phone, "account": one.account}
    found = {kind: normal(kind, text) if text else "" for kind, text in told.items()}
    if one.id_no and not found["id_no"]:
        found["id_no"] = one.id_no.strip().upper()
    return found


def _stage(cursor: Any, keys: Ring, batches: Iterable[list[Arrival]]) -> int:
    """Blind indexes and masks into the staging table; returns rows."""
    rows = 0
    with cursor.copy(f"COPY people_staged ({_COLUMNS}) FROM STDIN") as copy:
        for batch in _numbered(batches):
            for seq, one in batch:
                told: list[Any] = []
                for kind, text in _numbers(one).items():
                    told += [blind(keys, kind, text) if text else None, mask(kind, text)]
                usable = one.id_class in USABLE and bool(told[0])
                said = (*reading(one.name), one.sex, one.birth, one.region, one.id_class, usable)
                copy.write_row((seq, one.number, one.name, *said, *told))
            rows += len(batch)
    return rows


def _seal(cursor: Any, keys: Ring, batches: Iterable[list[Arrival]], latest: bool) -> int:
    """Seal what is new or changed, a batch at a time; returns numbers sealed."""
    sealed = 0
    for batch in _numbered(batches):
        cursor.execute(_sql("4_wanted"), {"lo": batch[0][0], "hi": batch[-1][0] + 1, "latest": latest})
        wanted = cursor.fetchall()
        if not wanted:
            continue
        with cursor.copy("COPY people_fresh FROM STDIN") as copy:
            for seq, owner, contested, *indexes in wanted:
                numbers = _numbers(batch[seq - batch[0][0]][1])
                for kind, index in zip(KINDS, indexes, strict=True):
                    if index is not None:
                        version, data = seal(keys, kind, owner, numbers[kind])
                        copy.write_row((owner, kind, version, data, index, contested and kind == "id_no"))
                        sealed += 1
        cursor.execute(_sql("5_keep"), {"index_version": keys.active("index")})
    return sealed
