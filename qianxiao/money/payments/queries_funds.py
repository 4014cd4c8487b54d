"""Scoped reads of the ledger: what each fund has in each region, its allotments, what grows old."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from qianxiao.masterdata.regions.queries import span
from qianxiao.money.payments.models import Account, Allotment, Payment
from qianxiao.office.accounts.roles import Right
from qianxiao.office.accounts.scope import Scope, in_scope

KINDS = ("left", "committed", "clearing", "returned", "paid", "recovery")  # left: the account "fund"


def allotments(scope: Scope) -> "QuerySet[Allotment]":
    """Money given to regions in scope, newest first."""
    scope.need(Right.FUNDS)
    rows: QuerySet[Allotment] = Allotment.objects.within(scope).order_by("-id")
    return rows


def balances(scope: Scope) -> list[dict[str, Any]]:
    """One line for each fund of each region in scope: allocated (net of what it gave on), and where it is now. Fen.

    allocated = left + committed + with the bank + returned + paid + recovered: the book cannot say otherwise.
    """
    scope.need(Right.FUNDS)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for one in Account.objects.within(scope).exclude(kind="source").order_by("region", "fund"):
        line = rows.setdefault(
            (one.region, one.fund), {"region": one.region, "fund": one.fund, **dict.fromkeys(KINDS, 0)}
        )
        line["left" if one.kind == "fund" else one.kind] = one.balance
    for line in rows.values():
        line["allocated"] = sum(line[kind] for kind in KINDS)
        line["spent"] = line["paid"] * 100 // line["allocated"] if line["allocated"] else 0
    return [line for line in rows.values() if line["allocated"]]


def received(scope: Scope, region: str, fund: str) -> dict[str, int]:
    """Fen that came to a fund of a region and that it gave on, from approved allotments: what `balances` must equal."""
    rows = allotments(scope).filter(state="approved", fund=fund)
    came = rows.filter(region=region).aggregate(n=Sum("amount"))["n"] or 0
    gave = rows.filter(giver=region).aggregate(n=Sum("amount"))["n"] or 0
    return {"came": int(came), "gave": int(gave)}


def ageing(scope: Scope, day_limits: Iterable[int]) -> list[dict[str, Any]]:
    """Payments that have not arrived, by county and state, and how many stand there for longer than each limit (19-12-08)."""
    scope.need(Right.FUNDS)
    limits = list(day_limits)
    over = ", ".join(
        "count(*) FILTER (WHERE p.changed_at < now() - make_interval(days => %s))" for _ in limits
    )
    with in_scope(scope), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT left(p.region, 6), CASE WHEN p.held <> '' THEN 'held' ELSE p.state END, count(*), sum(p.amount), {over}"
            " FROM payments_payment p WHERE p.state NOT IN ('settled', 'withdrawn', 'recovered') GROUP BY 1, 2 ORDER BY 1, 2",
            limits,
        )
        return [
            {"region": row[0], "state": row[1], "n": row[2], "amount": int(row[3]), "over": list(row[4:])}
            for row in cursor.fetchall()
        ]


def factors(scope: Scope, regions: list[str], fund: str) -> dict[str, dict[str, int]]:
    """Of each region: fen committed and not arrived, payments that arrived, percent of its money that arrived."""
    found = {}
    for region in regions:
        rows = Payment.objects.within(scope, *span(region)).filter(fund=fund)
        need = (
            rows.exclude(state__in=("settled", "withdrawn", "recovered")).aggregate(n=Sum("amount"))["n"] or 0
        )
        done = rows.filter(state="settled").aggregate(n=Count("id"))["n"] or 0
        money = Account.objects.within(scope, *span(region)).filter(fund=fund, kind__in=("fund", *KINDS))
        paid, everything = (
            money.filter(kind="paid").aggregate(n=Sum("balance"))["n"] or 0,
            money.aggregate(n=Sum("balance"))["n"] or 0,
        )
        found[region] = {
            "need": int(need), "workload": int(done), "performance": int(paid * 100 // everything) if everything else 0,
        }  # fmt: skip
    return found


def check() -> dict[str, int]:
    """What must be zero over the whole book: run in a scope that sees everything. Counts of faults by kind."""
    with connection.cursor() as cursor:
        cursor.execute(_CHECK)
        return dict(cursor.fetchall())


# sums of a book with two sides; balances against transfers; payments against what is booked for them; the bank
_CHECK = """
SELECT 'sum', (abs(sum(balance)) > 0)::int FROM payments_account UNION ALL
SELECT 'negative', count(*)::int FROM payments_account WHERE balance < 0 AND kind <> 'source' UNION ALL
SELECT 'balance', count(*)::int FROM (
    SELECT a.id FROM payments_account a LEFT JOIN (
        SELECT account, sum(amount) AS amount FROM (SELECT debit_id AS account, amount FROM payments_transfer
            UNION ALL SELECT credit_id, -amount FROM payments_transfer) s GROUP BY 1) t ON t.account = a.id
    WHERE a.balance <> coalesce(t.amount, 0)) w UNION ALL
SELECT 'orphan', count(*)::int FROM payments_transfer t
    LEFT JOIN payments_account d ON d.id = t.debit_id LEFT JOIN payments_account c ON c.id = t.credit_id
    LEFT JOIN payments_payment p ON p.id = t.payment_id LEFT JOIN payments_allotment l ON l.id = t.allotment_id
    LEFT JOIN payments_recoverypart r ON r.id = t.part_id
    WHERE d.id IS NULL OR c.id IS NULL OR (p.id IS NULL AND l.id IS NULL AND r.id IS NULL) OR d.fund <> c.fund UNION ALL
SELECT 'state', count(*)::int FROM (
    SELECT p.id FROM payments_payment p LEFT JOIN payments_transfer t ON t.payment_id = p.id
    LEFT JOIN payments_account d ON d.id = t.debit_id LEFT JOIN payments_account c ON c.id = t.credit_id
    GROUP BY p.id, p.state, p.amount HAVING
        coalesce(sum(t.amount) FILTER (WHERE d.kind = 'paid'), 0) - coalesce(sum(t.amount) FILTER (WHERE c.kind = 'paid'), 0)
            <> CASE WHEN p.state IN ('settled', 'recovered') THEN p.amount ELSE 0 END
        OR coalesce(sum(t.amount) FILTER (WHERE c.kind = 'fund'), 0) - coalesce(sum(t.amount) FILTER (WHERE d.kind = 'fund'), 0)
            <> CASE WHEN p.state = 'withdrawn' THEN 0 ELSE p.amount END
        OR coalesce(sum(t.amount) FILTER (WHERE d.kind = 'clearing'), 0) - coalesce(sum(t.amount) FILTER (WHERE c.kind = 'clearing'), 0)
            <> CASE WHEN p.state IN ('sent', 'accepted', 'unknown') THEN p.amount ELSE 0 END) w UNION ALL
SELECT 'twice', count(*)::int FROM (SELECT payment_id FROM payments_transfer t JOIN payments_account d ON d.id = t.debit_id AND d.kind = 'paid'
    LEFT JOIN payments_account c ON c.id = t.credit_id WHERE t.payment_id IS NOT NULL GROUP BY 1
    HAVING count(*) > 1 + (SELECT count(*) FROM payments_transfer b JOIN payments_account k ON k.id = b.credit_id AND k.kind = 'paid' WHERE b.payment_id = t.payment_id)) w UNION ALL
SELECT 'allotment', count(*)::int FROM payments_allotment l LEFT JOIN payments_transfer t ON t.allotment_id = l.id
    WHERE (l.state = 'approved') <> (t.id IS NOT NULL) OR t.amount <> l.amount UNION ALL
SELECT 'recovery', count(*)::int FROM payments_recoverypart r LEFT JOIN payments_transfer t ON t.part_id = r.id
    WHERE (r.received_on IS NOT NULL) <> (t.id IS NOT NULL) OR t.amount <> r.amount UNION ALL
SELECT 'people', count(*)::int FROM payments_batch b JOIN payments_line l ON l.batch_id = b.id AND l.state <> 'dropped'
    JOIN payments_payment p ON p.id = l.payment_id
    WHERE b.state NOT IN ('made', 'dropped') AND (b.first_by IN (p.maker, p.checker) OR b.second_by IN (p.maker, p.checker)) UNION ALL
SELECT 'bank', count(*)::int FROM (
    SELECT r.region FROM (SELECT DISTINCT region FROM payments_payment) r WHERE
        (SELECT coalesce(sum(CASE kind WHEN 'paid' THEN amount WHEN 'returned' THEN -amount ELSE 0 END), 0) FROM payments_statementline s WHERE s.region = r.region)
        <> (SELECT coalesce(sum(CASE WHEN d.kind = 'paid' THEN t.amount WHEN c.kind = 'paid' THEN -t.amount ELSE 0 END), 0)
            FROM payments_transfer t JOIN payments_account d ON d.id = t.debit_id JOIN payments_account c ON c.id = t.credit_id
            WHERE t.region = r.region AND t.payment_id IS NOT NULL)
        + (SELECT coalesce(sum(amount), 0) FROM payments_case k WHERE k.region = r.region AND k.state = 'open')) w
"""
