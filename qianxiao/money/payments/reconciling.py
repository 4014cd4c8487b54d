"""The bank's statements against the book: by line key, then amount, then the account's blind index; the rest is asked about.

The bank's number of a movement makes it one movement, in whatever file and however often it is told. A movement that was
wrong and is taken back under the same number cancels itself out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Min, Q, Sum

from qianxiao.base.crypto import sm3
from qianxiao.base.masks import mask_account
from qianxiao.base.vault import blind, normal
from qianxiao.money.payments import rules
from qianxiao.money.payments.actions import named, ymd
from qianxiao.money.payments.actions_cases import ask_about
from qianxiao.money.payments.bankfiles import Told, Unreadable, read_statement
from qianxiao.money.payments.flow import UNDER_WAY
from qianxiao.money.payments.models import (
    Account,
    Batch,
    Case,
    Line,
    Payment,
    Statement,
    StatementLine,
    Transfer,
)
from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.office.audit.keys import ring


@dataclass
class Read:
    """What a statement brought: movements that are new, those told before, verdicts by kind."""

    new: int = 0
    known: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)


def take(data: bytes, county: str, day: int, by: str) -> Read:
    """Take a statement of a county's account in: whole or not at all, the same one twice changes nothing.

    day: the newest day it may be of. Raises Unreadable for a file that is broken, of another account or of a day to come.
    """
    told = read_statement(data)
    if told.payer != county:
        raise Unreadable("payer")
    if told.day > day:
        raise Unreadable("future")
    with in_scope(whole_scope()) as scope, named(by):
        # one statement of a county at a time: two would find the same movements new
        list(
            Account.objects.within(scope)
            .select_for_update()
            .filter(region=county, kind="clearing")
            .order_by("id")
        )
        digest = sm3(data).hex()
        if Statement.objects.within(scope).filter(region=county, digest=digest).exists():
            return Read(known=len(told.movements))
        return _take(told, county, digest, by)


def days_lacking(county: str, day: int) -> list[int]:
    """Days up to this one whose statement was not taken in, from the first that can hold something; the newest always."""
    with in_scope(whole_scope()) as scope:
        taken = set(Statement.objects.within(scope).filter(region=county).values_list("day", flat=True))
        rows = Line.objects.within(scope).filter(region=county, state__in=UNDER_WAY)
        waits = rows.aggregate(first=Min("batch__sent_day"))["first"] or day
    newest = max(taken, default=day)
    first = date.fromisoformat(str(min(waits, newest, day)))
    span = (date.fromisoformat(str(day)) - first).days + 1
    days = [int((first + timedelta(days=n)).strftime("%Y%m%d")) for n in range(span)]
    return [one for one in days if one not in taken or one >= newest]


def _take(told: Told, county: str, digest: str, by: str) -> Read:
    scope, keys, read = whole_scope(), ring(), Read()
    before = set(
        StatementLine.objects.within(scope)
        .filter(region=county, bank_ref__in={one.reference for one in told.movements})
        .values_list("bank_ref", "kind")
    )
    fresh = []
    for one in told.movements:
        if (one.reference, one.kind) in before:
            read.known += 1
        else:
            before.add((one.reference, one.kind))
            fresh.append(one)
    paid = sum(one.amount for one in fresh if one.kind == "paid")
    back = sum(one.amount for one in fresh if one.kind == "returned")
    statement = Statement.objects.within(scope).create(
        region=county, day=told.day, digest=digest, lines=len(fresh), paid=paid, back=back, by=by
    )
    StatementLine.objects.within(scope).bulk_create(
        [
            StatementLine(
                statement=statement, region=county, day=told.day, bank_ref=one.reference, line_key=one.key, kind=one.kind,
                amount=one.amount, account=blind(keys, "account", normal("account", one.account)),
                account_mask=mask_account(one.account), said=one.reason, verdict="new",
            )
            for one in fresh
        ]
    )  # fmt: skip
    read.new = len(fresh)
    match(county)
    _missing(county, told.day)
    for row in StatementLine.objects.within(scope).filter(statement=statement):
        read.verdicts[row.verdict] = read.verdicts.get(row.verdict, 0) + 1
    return read


# what came out of order is looked at again with every statement: a return whose payment is told later
_OPEN = ("new", "state")


def match(county: str) -> None:
    """Give every open movement of a county its verdict; lines and payments move on with those that fit."""
    scope = whole_scope()
    rows = StatementLine.objects.within(scope).filter(region=county, verdict__in=_OPEN)
    open_ = list(rows.order_by("id"))
    lines = {
        line.key: line
        for line in Line.objects.within(scope)
        .filter(region=county, key__in={row.line_key for row in open_})
        .exclude(state="dropped")
        .select_related("payment")
    }
    told = _told_before(county, open_)
    good: dict[str, list[StatementLine]] = {"settled": [], "returned": []}
    for row in sorted(open_, key=lambda row: ("refused", "paid", "returned").index(row.kind)):
        line = lines.get(row.line_key)
        ends = _verdict(row, line, told)
        if ends and line is not None:
            good[ends].append(row)
            line.state = ends
    for ends, settled in good.items():
        _move(ends, settled)
    StatementLine.objects.within(scope).bulk_update(open_, ["verdict", "line"], batch_size=2000)
    _ask(open_)


def _told_before(county: str, rows: Iterable[StatementLine]) -> dict[str, StatementLine]:
    """Payments told under numbers that are told again as taken back."""
    refs = {row.bank_ref for row in rows}
    found = StatementLine.objects.within(whole_scope()).filter(region=county, kind="paid", bank_ref__in=refs)
    return {row.bank_ref: row for row in found.exclude(verdict="new")}


def _verdict(row: StatementLine, line: Line | None, told: dict[str, StatementLine]) -> str:
    """Set a movement's verdict; returns the state its line comes to, '' where it stays."""
    if row.kind == "paid":
        told[row.bank_ref] = row
    first = told.get(row.bank_ref)
    if row.kind == "returned" and first is not None and first.verdict not in ("matched", "state"):
        # the bank takes back what it did wrong: both are over
        row.verdict = "reversed"
        first.verdict = "reversed"
        first.save(update_fields=["verdict"]) if first.pk else None
        _close(first)
        return ""
    if line is None:
        row.verdict = "unknown"
        return ""
    row.line = line
    came_back = line.state == "settled" and first is not None and first.line_id == line.pk
    if row.amount != line.amount:
        row.verdict = "amount"
    elif bytes(row.account or b"") != bytes(line.account):
        row.verdict = "account"
    elif row.kind == "paid" and line.state in UNDER_WAY:
        row.verdict = "matched"
        return "settled"
    elif row.kind == "paid" and line.state == "settled":
        row.verdict = "double"
    elif (row.kind == "returned" and came_back) or (row.kind == "refused" and line.state in UNDER_WAY):
        row.verdict = "matched"
        return "returned"
    else:
        row.verdict = "state"
    return ""


def _move(ends: str, rows: list[StatementLine]) -> None:
    """Lines and payments come to a state; the database books it."""
    if not rows:
        return
    scope = whole_scope()
    for day in sorted({row.day for row in rows}):
        mine = [row.line_id for row in rows if row.day == day]
        Line.objects.within(scope).filter(pk__in=mine).update(state=ends, day=day)
        Payment.objects.within(scope).filter(lines__pk__in=mine, lines__state=ends).exclude(
            state=ends
        ).update(state=ends, settled_on=day if ends == "settled" else None)
    for row in rows:
        Line.objects.within(scope).filter(pk=row.line_id).update(bank_ref=row.bank_ref, said=row.said)
        if ends == "returned" and row.line is not None:
            ask_about(row.region, "returned", row.line_key, row.day, row.said, row.line)


def _ask(rows: list[StatementLine]) -> None:
    """A question for every movement that does not fit, with the money by which the bank is ahead."""
    for row in rows:
        if row.verdict in ("matched", "reversed"):
            _close(row)
            continue
        amount = {"paid": row.amount, "returned": -row.amount}.get(row.kind, 0)
        ask_about(row.region, row.verdict, f"{row.bank_ref} {row.kind}", row.day, row.said, row.line, amount)


def _close(row: StatementLine) -> None:
    """What the bank put right by itself is no question any more."""
    from django.utils import timezone

    Case.objects.within(whole_scope()).filter(
        Q(about=f"{row.bank_ref} {row.kind}") | Q(about=f"{row.bank_ref} paid"),
        region=row.region,
        state="open",
    ).update(state="closed", closed_by="bank", reason="corrected", amount=0, closed_at=timezone.now())
    if row.line_id and row.verdict == "matched":
        missing = Case.objects.within(whole_scope()).filter(
            region=row.region, kind="missing", about=row.line_key, state="open"
        )
        missing.update(state="closed", closed_by="bank", reason="told", closed_at=timezone.now())


def _missing(county: str, day: int) -> None:
    """Lines the bank had by that day and says nothing about."""
    scope = whole_scope()
    rows = Line.objects.within(scope).filter(region=county, state__in=UNDER_WAY, batch__sent_day__lte=day)
    for line in rows.select_related("payment"):
        ask_about(county, "missing", line.key, day, "", line)
    done = Batch.objects.within(scope).filter(region=county, state="accepted")
    done.exclude(entries__state__in=("batched", *UNDER_WAY)).update(state="done")


def book_of(county: str) -> int:
    """Fen that left a county for payees, less what came back, as the book has it."""
    rows = Transfer.objects.within(whole_scope()).filter(region=county, payment__isnull=False)
    out = rows.filter(kind="settled").aggregate(n=Sum("amount"))["n"] or 0
    back = rows.filter(kind="returned", credit__kind="paid").aggregate(n=Sum("amount"))["n"] or 0
    return int(out - back)


def bank_of(county: str) -> int:
    """The same as the bank's statements have it."""
    rows = StatementLine.objects.within(whole_scope()).filter(region=county)
    out = rows.filter(kind="paid").aggregate(n=Sum("amount"))["n"] or 0
    back = rows.filter(kind="returned").aggregate(n=Sum("amount"))["n"] or 0
    return int(out - back)


def explained(county: str) -> int:
    """Fen by which open questions say that the bank stands above the book."""
    rows = Case.objects.within(whole_scope()).filter(region=county, state="open")
    return int(rows.aggregate(n=Sum("amount"))["n"] or 0)


def lead(county: str) -> int:
    """The newest day a statement may be of."""
    from datetime import timedelta

    from qianxiao.office.duties.clock import today

    late = today() + timedelta(days=rules.limit("lead_days", ymd(), county))
    return late.year * 10000 + late.month * 100 + late.day
