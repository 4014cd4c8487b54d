"""What waits after approval, and what takes too long: not sent, sent back and not offered again, not confirmed (19-12-08).

Limits are dated data: pay_days, returned_days, confirm_days of policies/payments.yaml.
"""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q, Sum

from qianxiao.money.payments import rules
from qianxiao.money.payments.flow import READY
from qianxiao.money.payments.models import Batch, Payment
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope

KINDS = {"pay": "pay_days", "returned": "returned_days", "confirm": "confirm_days"}


def _before(day: int, days: int) -> int:
    """So many days earlier, yyyymmdd."""
    one = date(day // 10000, day // 100 % 100, day % 100) - timedelta(days=days)
    return one.year * 10000 + one.month * 100 + one.day


def late(kind: str, day: int) -> Q:
    """Payments that wait longer than the limit in force. Raises KeyError for another kind."""
    limit = _before(day, rules.limit(KINDS[kind], day))
    if kind == "pay":
        return Q(state__in=("reserved", "no_account", "batched", "reoffered"), made_on__lt=limit)
    if kind == "confirm":
        return Q(state="settled", confirmed_on=None, settled_on__lt=limit)
    since = date(limit // 10000, limit // 100 % 100, limit % 100)
    return Q(state="returned", changed_at__date__lt=since)


def counted(scope: Scope, day: int) -> list[dict[str, Any]]:
    """Kind, limit in days, how many and fen of each that has any; of the regions of the post."""
    scope.need(Right.FUNDS)
    rows = Payment.objects.within(scope)
    found = []
    for kind, limit in KINDS.items():
        told = rows.filter(late(kind, day)).aggregate(n=Count("id"), fen=Sum("amount"))
        if told["n"]:
            found.append({"kind": kind, "days": rules.limit(limit, day), **told})
    return found


def waiting(scope: Scope, day: int) -> list[tuple[str, int]]:
    """What is late and this post can do something about: finance sends, the county fixes accounts and asks."""
    if scope.may(Right.PAY):
        kinds = ["pay"]
    elif scope.may(Right.ACCOUNT_FIX):
        kinds = ["returned", "confirm"]
    else:
        return []
    said = {kind: late(kind, day) for kind in kinds}
    rows = Payment.objects.within(scope).filter(reduce(or_, said.values()))
    found = rows.aggregate(**{kind: Count("pk", filter=rule) for kind, rule in said.items()})
    return [(kind, n) for kind, n in found.items() if n]


def next_steps(scope: Scope, name: str) -> list[tuple[str, int]]:
    """What whoever pays has to do now: payments for a batch, batches somebody else made or released first."""
    if not scope.may(Right.PAY):
        return []
    ready = Payment.objects.within(scope).filter(state__in=READY, held="").count()
    released = Q(state="made") | (Q(state="first") & ~Q(first_by=name))
    release = Batch.objects.within(scope).filter(released).count()
    return [(what, n) for what, n in (("pay_batch", ready), ("pay_release", release)) if n]
