"""Reserving many payments at once: staged, judged and made in a handful of statements, however many there are."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import connection

from qianxiao.base.reference import code_table
from qianxiao.money.payments.models import Payment
from qianxiao.office.accounts.scope import Scope

SQL = Path(__file__).parent / "sql"
_STAGED = """
CREATE TEMPORARY TABLE IF NOT EXISTS payments_staged (n integer PRIMARY KEY, key text, pool text, item text, person uuid, org_code text COLLATE "C",
    record text, instalment text, amount bigint, payee_kind text, fund text, region text COLLATE "C", claim text COLLATE "C", maker text, checker text,
    why text DEFAULT '', made bigint, account bytea, account_mask text, holder text) ON COMMIT DROP;
TRUNCATE payments_staged;
"""
_COLUMNS = "n, key, pool, item, person, org_code, record, instalment, amount, payee_kind, fund, region, claim, maker, checker"
# whoever wants a fund waits here, in one order, and reads the balance that the one before left
_LOCK = """
SELECT a.fund, a.region, a.balance FROM payments_account a
WHERE a.kind = 'fund' AND (a.fund, a.region) IN (SELECT DISTINCT fund, region FROM payments_staged) ORDER BY a.id FOR UPDATE
"""
_OPEN = "SELECT payments_open(fund, region) FROM (SELECT DISTINCT fund, region FROM payments_staged ORDER BY 1, 2) s"


@dataclass(frozen=True)
class Payable:
    """What is approved: amount in fen, instalment a term ('2020S'), a month ('202005') or ''; one of person and org_code."""

    item: str
    person: UUID | None
    org_code: str
    record: str
    instalment: str
    amount: int
    payee_kind: str
    fund: str
    county: str
    claim: str
    maker: str
    checker: str

    @property
    def pool(self) -> str:
        """SHA-256 of the benefit of this case for this payee: paid out of one fund only."""
        return _digest(self.item, str(self.person or self.org_code), self.record)

    @property
    def key(self) -> str:
        """SHA-256 of what is paid: there is no second payment with it, ever and anywhere."""
        return _digest(self.item, str(self.person or self.org_code), self.record, self.instalment)


@dataclass(frozen=True)
class Reserved:
    """What became of payables. Reasons: already, other_source, no_money, no_account, two_people, bad.

    no_account: the payment is made and its money kept; it waits for an account. available: fen left by (fund, county).
    """

    made: list[Payment] = field(default_factory=list)
    refused: list[tuple[Payable, str]] = field(default_factory=list)
    available: dict[tuple[str, str], int] = field(default_factory=dict)


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(part.replace("|", "||") for part in parts).encode()).hexdigest()


def wrong(one: Payable) -> str:
    """Why a payable cannot even be looked at; '' when it can."""
    if one.maker == one.checker or not one.maker or not one.checker:
        return "two_people"
    good = (
        one.amount > 0
        and (one.person is None) == bool(one.org_code)
        and bool(one.record and one.item and one.claim)
        and one.fund in code_table("fund")
        and one.payee_kind in code_table("payee_kind")
    )
    return "" if good else "bad"


def sql(name: str) -> str:
    """A statement of the app."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def make(scope: Scope, payables: Sequence[Payable], day: int, by: str, shared: str) -> Reserved:
    """Judge and make payables in the caller's transaction, which sees every county. shared: words of the hold."""
    result = Reserved()
    with connection.cursor() as cursor:
        cursor.execute(_STAGED)
        with cursor.copy(f"COPY payments_staged ({_COLUMNS}) FROM STDIN") as copy:
            for n, one in enumerate(payables):
                if why := wrong(one):
                    result.refused.append((one, why))
                    continue
                copy.write_row((
                    n, one.key, one.pool, one.item, one.person, one.org_code, one.record, one.instalment, one.amount,
                    one.payee_kind, one.fund, one.county, one.claim, one.maker, one.checker,
                ))  # fmt: skip
        cursor.execute("ANALYZE payments_staged")
        cursor.execute(_OPEN)
        cursor.execute(_LOCK)
        balance = {(fund, region): int(left) for fund, region, left in cursor.fetchall()}
        for name in ("1_judged", "2_accounts"):
            cursor.execute(sql(name))
        cursor.execute(sql("3_made"), {"day": day})
        cursor.execute(sql("4_shared"), {"by": by, "reason": shared})
        cursor.execute("SELECT n, why, made FROM payments_staged ORDER BY n")
        told = cursor.fetchall()
    return _told(scope, payables, told, balance, result)


def _told(
    scope: Scope,
    payables: Sequence[Payable],
    told: list[tuple[int, str, int | None]],
    balance: dict[tuple[str, str], int],
    result: Reserved,
) -> Reserved:
    """Rows as the caller gave them, each made or refused."""
    ids = [number for _n, _why, number in told if number]
    made = {one.pk: one for one in Payment.objects.within(scope).filter(pk__in=ids)}
    for n, why, number in told:
        one = payables[n]
        if number:
            row = made[number]
            balance[one.fund, one.county] -= one.amount
            why = "no_account" if row.state == "no_account" else ""
            if not why:
                result.made.append(row)
        if why:
            result.refused.append((one, why))
    result.available.update(balance)
    return result
