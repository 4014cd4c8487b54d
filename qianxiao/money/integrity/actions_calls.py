"""Verbs of the call-backs: draw clean lines that nobody chose, write down what the payee says."""

import secrets
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from qianxiao.money.integrity import queries_calls, rules
from qianxiao.money.integrity.models import CallBack, Draw
from qianxiao.office.accounts.queries import actor_of
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.actions import record
from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.clock import today

SQL = Path(__file__).parent / "sql" / "acts"
_BACK = 400  # days the first drawing of a county looks back


def draw(day: int, by: str) -> dict[str, int]:
    """Draw the share of each county's clean lines that arrived since its last drawing; county → lines drawn.

    The seed is made here and kept: the same seed draws the same lines. Of few lines at least one. Twice a day draws once.
    """
    told = {"day": day, "since": rules.before(day, _BACK)}
    percent = rules.share(day)
    with in_scope(whole_scope()) as scope, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('integrity.draw'))")
        cursor.execute("DROP TABLE IF EXISTS pg_temp.integrity_pool")
        pool = (SQL / "4_pool.sql").read_text(encoding="utf-8")
        cursor.execute(f"CREATE TEMPORARY TABLE integrity_pool ON COMMIT DROP AS {pool}", told)
        cursor.execute("SELECT region, count(*) FROM integrity_pool GROUP BY region ORDER BY region")
        counted = dict(cursor.fetchall())
        done = set(Draw.objects.within(scope).filter(day=day).values_list("region", flat=True))
        made = [
            Draw(region=region, day=day, seed=secrets.token_hex(16), percent=percent, lines=n, drawn=-(-n * percent // 100), by=by)
            for region, n in counted.items()
            if region not in done
        ]  # fmt: skip
        Draw.objects.within(scope).bulk_create(made, batch_size=1000)
        if made:
            cursor.execute((SQL / "5_drawn.sql").read_text(encoding="utf-8"), {"day": day})
    return {one.region: one.drawn for one in made}


def said(request: HttpRequest, number: int, answer: str, received: int | None, note: str) -> CallBack:
    """Write down what a payee says. received: fen, where less came. Not reached may be tried again, another answer stays.

    Raises Http404 out of scope, ValidationError for whoever decided, without an amount that is less, or a second answer.
    """
    actor = actor_of(request)
    actor.scope.need(Right.LEADS)
    with transaction.atomic():
        one = queries_calls.call_of(actor.scope, number, lock=True)
        if one.answer not in ("", "unreached"):
            raise ValidationError(_("Somebody has answered meanwhile; please read it anew."))
        if actor.username in one.decided_by:
            raise ValidationError(_("You took part in the decision: somebody else calls."))
        if answer == "less" and (received is None or not 0 <= received < one.amount):
            raise ValidationError(_("Please say how much came: less than was due."))
        now = today()
        one.answer, one.received = answer, received if answer == "less" else None
        one.note, one.by = " ".join(note.split())[:500], actor.username
        one.day = now.year * 10000 + now.month * 100 + now.day
        one.save(update_fields=["answer", "received", "note", "by", "day"])
        record(
            request, f"callback {one.pk}", 1, ("amount",), f"callback_{answer}", AccessLog.Kind.CHANGE, [str(one.person_id)]
        )  # fmt: skip
    return one
