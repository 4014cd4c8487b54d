"""Taking a month's figures, files and feedback in: COPY, then one statement each."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from qianxiao.office.accounts.queries import Actor
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.duties.asked import Seen, Wish, ask, settle
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.models import Duty
from qianxiao.programme.matching.models import Answer, Batch, Delivery

Rows = Iterable[tuple[Any, ...]]
Read = Callable[[str], Rows]  # figures, faults, received, deliveries → rows without the period
RECEIPT = "feedback_receipt"  # the duty a delivery asks for
REPLACED = "反馈已更换"  # as the records say it
# table → columns after the period
COLUMNS = {
    "figure": ("region", "register", "link_class", "rows"),
    "fault": ("region", "register", "fault", "rows"),
    "received": (
        "region", "name", "sheet", "register", "sha256", "rows", "rejected", "problem_zh", "problem_en",
    ),
}  # fmt: skip
SENT = ("region", "org_code", "name", "lines", "to_do", "fresh", "lost", "sha256")
# Another workbook is another delivery: it is sent anew, and what was answered stays in the receipts.
_SEND = """
WITH sent AS (
    INSERT INTO matching_delivery AS d (period, region, org_code, name, lines, to_do, fresh, lost, sha256, state, sent_on)
    SELECT %(period)s, region, org_code, name, lines, to_do, fresh, lost, sha256, 'sent', %(day)s FROM matching_arrived
    ON CONFLICT (period, org_code) DO UPDATE SET region = excluded.region, name = excluded.name, lines = excluded.lines,
        to_do = excluded.to_do, fresh = excluded.fresh, lost = excluded.lost, sha256 = excluded.sha256, state = 'sent',
        sent_on = excluded.sent_on, answered_on = NULL
    WHERE d.sha256 <> excluded.sha256 OR d.state = 'gone'
    RETURNING d.id, d.region, d.org_code, d.sha256
)
INSERT INTO matching_receipt (delivery_id, region, org_code, verb, sha256, note, by, by_name, post, at, day, request_id)
SELECT id, region, org_code, 'sent', sha256, '', %(by)s, '', '', now(), %(day)s, '' FROM sent
"""
_GONE = """
UPDATE matching_delivery d SET state = 'gone', answered_on = NULL WHERE d.period = %(period)s AND d.state <> 'gone'
    AND NOT EXISTS (SELECT FROM matching_arrived a WHERE a.org_code = d.org_code)
"""


def take_batch(period: int, source: str, by: str, read: Read) -> Batch:
    """Keep what a close tells about a month's matching; the same source changes nothing. One transaction."""
    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matching.batch'))")
        held = Batch.objects.filter(period=period).first()
        if held and held.source == source[:64]:
            return held
        for name, columns in COLUMNS.items():
            table = f"matching_{name}"
            cursor.execute(f"DELETE FROM {table} WHERE period = %s", [period])
            _staged(cursor, table, columns, read(name))
            told = ", ".join(columns)
            insert = f"INSERT INTO {table} (period, {told}) SELECT %s, {told} FROM matching_arrived"
            cursor.execute(insert, [period])
        _staged(cursor, "matching_delivery", SENT, read("delivery"))
        values: dict[str, Any] = {"period": period, "by": by[:64], "day": today()}
        cursor.execute(_SEND, values)
        cursor.execute(_GONE, values)
        cursor.execute("DROP TABLE matching_arrived")
        made, _new = Batch.objects.update_or_create(
            period=period,
            defaults={"source": source[:64], "by": by[:64], "at": timezone.now(), "day": values["day"]},
        )
    return made


def _staged(cursor: Any, table: str, columns: tuple[str, ...], rows: Rows) -> None:
    """Rows into the staging table: PostgreSQL copies into no table under row security."""
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    cursor.execute("DROP TABLE IF EXISTS matching_arrived")
    make = sql.SQL("CREATE TEMP TABLE matching_arrived ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
    cursor.execute(make.format(named, sql.Identifier(table)))
    with cursor.copy(sql.SQL("COPY matching_arrived ({}) FROM STDIN").format(named)) as copy:
        for row in rows:
            copy.write_row(row)


def ask_receipts(period: int, by: str) -> int:
    """Make each institution that has not answered yet owe its answer, where it has an agency here. Returns duties opened.

    What was owed for an earlier delivery of the month falls away.
    """
    with in_scope(whole_scope()) as scope:
        actor, rows = Actor(by, scope=scope), Delivery.objects.within(scope).filter(period=period)
        sent = set(rows.filter(state=Answer.SENT).values_list("id", "sha256"))
        open_ = Duty.objects.within(scope).filter(rule=RECEIPT, period=period, done_on=None)
        past = [
            Seen(org, subject, REPLACED)
            for org, subject, number in open_.values_list("org_code", "subject", "page_no")
            if (number, subject) not in sent
        ]
        settle(actor, RECEIPT, period, past, "dropped")
        return ask(actor, RECEIPT, period, list(_unanswered(scope, period)))


def _unanswered(scope: Scope, period: int) -> Iterator[Wish]:
    rows = Delivery.objects.within(scope).filter(period=period, state=Answer.SENT).order_by("id")
    for one in rows.iterator(chunk_size=5000):
        yield Wish(org_code=one.org_code, subject=one.sha256, page="match-delivery", page_no=one.pk)
