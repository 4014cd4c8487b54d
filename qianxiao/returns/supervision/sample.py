"""A sample that anybody can draw again: the same seed, the same list, the same lines (19-17-02)."""

from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from qianxiao.engine.close.inputs import last_day
from qianxiao.masterdata.regions.queries import span

SQL = Path(__file__).parent / "sql"
# every list: who is on it, keyed; under row security, so that nobody outside the reader's regions is
_POOLS = {
    "people": "SELECT person_no AS ref, '' AS label, region FROM close_person"
    " WHERE period = %(period)s AND region >= %(lo)s AND region < %(hi)s AND person_no <> ''",
    "schools": "SELECT org_code AS ref, name AS label, region FROM close_feedbackorg"
    " WHERE period = %(period)s AND region >= %(lo)s AND region < %(hi)s",
    "classes": "SELECT class_no AS ref, org_name AS label, region FROM training_trainingclass"
    " WHERE state <> 'draft' AND starts <= %(last)s AND ends >= %(first)s AND region >= %(lo)s AND region < %(hi)s",
}


class Drawn(NamedTuple):
    """One of a sample: its key, what it is called, where it lies."""

    ref: str
    label: str
    region: str


def draw(kind: str, period: int, place: str, seed: str, wanted: int) -> tuple[list[Drawn], int]:
    """The sample in the order of the draw, and how many are on the list. kind: a key of the lists."""
    lo, hi = span(place)
    sql = (SQL / "sample.sql").read_text(encoding="utf-8").format(pool=_POOLS[kind])
    told: dict[str, Any] = {
        "period": period,
        "lo": lo,
        "hi": hi,
        "seed": seed,
        "wanted": wanted,
        "first": period * 100 + 1,
        "last": last_day(period),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        rows = cursor.fetchall()
    return [Drawn(*row[:3]) for row in rows if row[0] is not None], int(rows[0][3])
