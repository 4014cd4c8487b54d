"""What loading a month does for its books: what was said about a difference stays, files are remembered as they are."""

from django.db import connection

from qianxiao.engine.run import file_hash
from qianxiao.returns.close.models import SnapshotFile
from qianxiao.returns.close.recompute import sources
from qianxiao.returns.close.result import Result

# What people said about a difference of this month, before its rows are replaced.
_KEEP = """
CREATE TEMP TABLE said_before ON COMMIT DROP AS
SELECT DISTINCT ON (key) key, state, cause, words, assigned, by, at FROM close_difference
WHERE period = %(period)s AND (state <> 'open' OR assigned <> '') ORDER BY key, row
"""
_BACK = """
UPDATE close_difference d SET state = s.state, cause = s.cause, words = s.words, assigned = s.assigned, by = s.by, at = s.at
FROM said_before s WHERE d.period = %(period)s AND d.key = s.key
"""
# When a difference was seen first, and what was said about it in the newest earlier month that knew it.
_CARRY = """
UPDATE close_difference d SET since = coalesce(e.since, d.period), state = CASE WHEN d.state = 'open' AND e.cause <> '' THEN 'carried' ELSE d.state END,
    cause = CASE WHEN d.state = 'open' THEN coalesce(e.cause, '') ELSE d.cause END,
    words = CASE WHEN d.state = 'open' THEN coalesce(e.words, '') ELSE d.words END
FROM close_difference x LEFT JOIN LATERAL (
    SELECT o.since, o.cause, o.words FROM close_difference o WHERE o.key = x.key AND o.period < x.period ORDER BY o.period DESC LIMIT 1
) e ON true
WHERE d.period = %(period)s AND x.period = d.period AND x.row = d.row
"""


def keep_said(period: int) -> None:
    """Put aside what was said about the month's differences, until `say_again`; within one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"period": period})


def say_again(period: int) -> None:
    """Give the month's differences back what was said about them, now or in an earlier month."""
    with connection.cursor() as cursor:
        cursor.execute(_BACK, {"period": period})
        cursor.execute("DROP TABLE said_before")  # another month may be loaded in this transaction
        cursor.execute(_CARRY, {"period": period})


def remember_files(result: Result) -> int:
    """Write down the files the figures come from, each with its hash; returns how many. One pass over the files."""
    home = result.home
    found = sources(result)
    SnapshotFile.objects.filter(period=result.period).delete()
    rows = [
        SnapshotFile(
            period=result.period,
            path=str(path.relative_to(home)),
            size=path.stat().st_size,
            sha256=file_hash(path),
        )
        for path in [home / "manifest.json", *found]
    ]
    return len(SnapshotFile.objects.bulk_create(rows, batch_size=500))
