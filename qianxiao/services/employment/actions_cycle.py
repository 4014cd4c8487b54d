"""The monthly exchange with training: who was trained comes onto the platform, what became of them goes back (20-11-01)."""

import time
from pathlib import Path

from django.db import connection

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import because, record_command
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today
from qianxiao.office.duties.declared import ymd
from qianxiao.services.employment.models import Cycle
from qianxiao.services.employment.parameters import month_end
from qianxiao.services.training.actions_platform import take_states

SQL = Path(__file__).parent / "sql"


def cycle(period: int, by: str) -> Cycle:
    """Exchange everything up to the end of a month (yyyymm), with a receipt; a second run finds nothing new.

    Raises ValueError for no month.
    """
    if not 1 <= period % 100 <= 12:
        raise ValueError(f"no month: {period}")
    start, until = time.monotonic(), month_end(period * 100 + 1)
    with in_scope(whole_scope()), because("employment cycle", by), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('employment.cycle'))")
        cursor.execute((SQL / "trained.sql").read_text(encoding="utf-8"), {"until": until, "period": period, "by": by})  # fmt: skip
        new, told, unknown = cursor.fetchone()
        cursor.execute((SQL / "states.sql").read_text(encoding="utf-8"))
        cursor.execute("ANALYZE platform_states")
        outcomes = take_states(ymd(today()), until)
        cursor.execute("DROP TABLE platform_states")
        made = Cycle.objects.create(
            period=period, trained_new=new, trained_all=told, unknown=unknown, outcomes_new=outcomes, seconds=time.monotonic() - start, by=by
        )  # fmt: skip
        record_command(
            by, AccessLog.Kind.CHANGE, f"employment cycle {period}", new + outcomes, "trained,outcome"
        )
    return made
