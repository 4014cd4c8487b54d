"""Verbs: a closed month's decisions taken in, what claims carry, what payments settled."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from qianxiao.money.entitlements.models import Entitlement
from qianxiao.office.accounts.scope import Scope, in_scope, whole_scope
from qianxiao.office.audit.actions import because

SQL = Path(__file__).parent / "sql"
_KEY = ("item", "person_id", "register", "rec_id", "instalment")
_TOLD = (
    "number", "name", "id_mask", "region", "county", "org_code", "month", "decisive_date", "amount", "paid", "over", "verdict", "state",
    "rule_id", "rule_version", "met", "unmet", "missing", "stop", "clause", "payee_kind", "fund", "findings",
)  # fmt: skip
_SAME = " AND ".join(f"o.{name} = n.{name}" for name in _KEY)
COLUMNS = """item, number, name, id_mask, region, county, org_code, register, rec_id, term, month, decisive_date, amount, paid, over,
    verdict, status, rule_id, rule_version, met, unmet, missing, stop, clause, payee_kind, fund, findings"""


class Took(NamedTuple):
    """What a month did to the rows: new, decided otherwise, no longer there; whether it is the newest at all."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    newest: bool = True


def take(period: int, by: str, select: str) -> Took:
    """Bring every row up to a closed month; an older month than the newest changes nothing. One transaction.

    select: columns COLUMNS of the month, with %(period)s. The same month again changes nothing.
    """
    told = {"period": period}
    with (
        in_scope(whole_scope()) as scope,
        because(f"entitlements {period}", by),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('entitlements.take'))")
        if Entitlement.objects.within(scope).filter(last_period__gt=period).exists():
            return Took(newest=False)
        cursor.execute(_sql("1_take").replace("{select}", select), told)
        cursor.execute(_sql("2_change"), told)
        changed = cursor.rowcount
        cursor.execute(_sql("3_stay"), told)
        cursor.execute(_sql("4_new"), told)
        new = cursor.rowcount
        cursor.execute(_sql("5_gone"), told)
        gone = cursor.rowcount
        cursor.execute("DROP TABLE entitled_arrival; ANALYZE entitlements_entitlement")
    return Took(new, changed, gone)


def _sql(name: str) -> str:
    """A statement with the lists of its columns; what it is told stays with the driver."""
    lists = {
        "{same}": _SAME,
        "{columns}": ", ".join((*_KEY, *_TOLD)),
        "{sets}": ", ".join(f"{name} = n.{name}" for name in _TOLD),
        "{olds}": ", ".join(f"o.{name}" for name in _TOLD),
        "{news}": ", ".join(f"n.{name}" for name in _TOLD),
    }
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    for mark, columns in lists.items():
        text = text.replace(mark, columns)
    return text


def carry(scope: Scope, claimed: Mapping[int, int]) -> int:
    """Say what live claims ask for, in fen by row; returns the rows changed. In the caller's transaction."""
    return _set(scope, "claimed", claimed)


def arrive(scope: Scope, arrived: Mapping[int, int]) -> int:
    """Say what our own payments settled that the newest closed month does not know yet, in fen by row."""
    return _set(scope, "arrived", arrived)


def _set(scope: Scope, column: str, told: Mapping[int, int]) -> int:
    rows = Entitlement.objects.within(scope).filter(pk__in=list(told))
    with connection.cursor() as cursor:
        numbers = sorted(rows.values_list("pk", flat=True))
        cursor.execute(
            f"UPDATE entitlements_entitlement o SET {column} = n.fen FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, fen)"
            f" WHERE o.id = n.id AND o.{column} <> n.fen",
            [numbers, [told[number] for number in numbers]],
        )
        return int(cursor.rowcount)
