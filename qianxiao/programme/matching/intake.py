"""Taking a month's doubts into the queue: marks and seals in a stream, COPY, then set by set."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from qianxiao.base.crypto_ring import Ring
from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.keys import ring
from qianxiao.office.duties.asked import Seen, settle
from qianxiao.office.duties.models import Duty
from qianxiao.programme.matching.models import DECIDED, Doubt, Intake, State
from qianxiao.programme.matching.queries import VISIT
from qianxiao.programme.matching.sealing import Marker, markers
from qianxiao.programme.matching.words import written

SQL = Path(__file__).parent / "sql"
Pair = tuple[str, str, str]  # register, record, person


class Asked(NamedTuple):
    """One pair of a month: a doubt of the close, or one that somebody decided earlier and that still exists.

    compared: the row seen and the person in full; it leaves this process only as a mark.
    """

    register: str
    rec_id: str
    person_no: str
    region: str
    asked: bool  # the close doubts it; otherwise it is here only to see whether its data changed
    compared: tuple[Any, ...]
    reasons: dict[str, int | str]
    shown: dict[str, Any]  # the columns of Doubt that a page shows


SHOWN = (
    "rec_shown", "rank", "doubt_class", "bits", "ev_id", "ev_name", "ev_birth", "ev_sex", "ev_region", "ev_phone",
    "ev_group", "amount", "seen_name", "seen_id_mask", "seen_sex", "seen_birth", "seen_region", "seen_phone_mask",
    "name", "id_mask", "sex", "birth", "phone_mask",
)  # fmt: skip
_STAGED = (
    "register", "person_no", "region", "asked", "mark", "former", "record", "content", "content_former", "sealed",
    "key_version", "reasons", *SHOWN,
)  # fmt: skip
Read = Callable[[list[Pair]], Iterator[Asked]]


def take_doubts(period: int, source: str, by: str, read: Read) -> Intake:
    """Bring the queue up to a month of the close; returns what was done. One transaction.

    read: given the pairs decided so far, yields the month's doubts and those pairs. A month that was taken in, or that
    lies before one that was, changes nothing. Raises RingProblem.
    """
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matching.intake'))")
        held = Intake.objects.filter(period=period, source=source[:64]).order_by("-id").first()
        if held:
            return held
        done = Intake(period=period, source=source[:64], by=by[:64])
        if not Intake.objects.filter(period__gt=period).exists():
            keys = ring()
            cursor.execute(_sql("1_arrival"))
            done.rows = _stage(cursor, keys, read(_decided(scope, keys)))
            _step(cursor, "15_kept", done)
            done.lapsed = _step(cursor, "2_lapse", done)
            _step(cursor, "3_update", done)
            done.new = _step(cursor, "4_insert", done)
            done.gone = _step(cursor, "5_gone", done)
            drop_visits(scope, by)
            cursor.execute("DROP TABLE matching_arrival; ANALYZE matching_doubt")
        done.save()
    return done


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _step(cursor: Any, name: str, done: Intake) -> int:
    """One statement over the staged rows; returns the rows it touched."""
    cursor.execute(_sql(name), {"period": done.period, "by": done.by})
    return int(cursor.rowcount)


def opened(doubt: Doubt, held: dict[int, Marker]) -> str:
    """The number of the record a doubt is about. Raises KeyError when its key was destroyed, Tampered."""
    return held[doubt.key_version].open(bytes(doubt.mark), bytes(doubt.sealed))


def drop_visits(scope: Scope, by: str) -> None:
    """Nobody need look into what is not asked any more."""
    gone: dict[int, list[Seen]] = {}
    open_ = Duty.objects.within(scope).filter(rule=VISIT, done_on=None)
    waits = set(Doubt.objects.within(scope).filter(state=State.VISIT).values_list("id", flat=True))
    for number, period, subject in open_.values_list("page_no", "period", "subject"):
        if number not in waits:
            gone.setdefault(period, []).append(Seen(subject=subject, evidence=written("dropped")))
    for period, seen in gone.items():
        settle(Actor(by, scope=scope), VISIT, period, seen, "dropped")


def _decided(scope: Scope, keys: Ring) -> list[Pair]:
    """The pairs people decided: their data may have changed."""
    held = {one.version: one for one in markers(keys)}
    rows = Doubt.objects.within(scope).filter(state__in=[*DECIDED, State.SETTLED]).order_by("id")
    return [(one.register, opened(one, held), one.person_no) for one in rows.iterator(chunk_size=5000)]


def _stage(cursor: Any, keys: Ring, rows: Iterator[Asked]) -> int:
    """Marks, seals and masks into the staging table; returns the doubts among them."""
    now, *former = markers(keys)
    doubts = 0
    with cursor.copy(f"COPY matching_arrival ({', '.join(_STAGED)}) FROM STDIN") as copy:
        for one in rows:
            pair = (one.register, one.rec_id, one.person_no)
            mark = now.mark("pair", *pair)
            told = (
                one.register, one.person_no, one.region, one.asked, mark, [old.mark("pair", *pair) for old in former],
                now.mark("record", one.register, one.rec_id), now.mark("data", *one.compared),
                [old.mark("data", *one.compared) for old in former], now.seal(mark, one.rec_id), now.version,
                json.dumps(one.reasons),
            )  # fmt: skip
            copy.write_row((*told, *(one.shown[name] for name in SHOWN)))
            doubts += one.asked
    return doubts
