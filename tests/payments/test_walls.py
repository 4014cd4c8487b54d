"""M9 and M11: nobody is two of maker, checker and payer by any route; what is in the book cannot be changed by anybody."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from tests.payments.bankside import client_of, released, request_of
from tests.payments.world import COUNTY, actor, payable
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db


def _made(maker: str = "county", checker: str = "reviewer", n: int = 1) -> Any:
    """A batch with one payment of these two people."""
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.actions_batches import make_batch

    told = reserve(actor("reviewer"), [payable(n, maker=maker, checker=checker)])
    return make_batch(request_of("finance"), COUNTY, "2") if told.made else None


def _refused(work: Any) -> bool:
    """Whether a route is closed; what it tried is undone."""
    try:
        with transaction.atomic():
            work()
    except (ValidationError, DatabaseError):
        return True
    return False


def _set(batch: Any, **told: str) -> None:
    from qianxiao.money.payments.models import Batch

    all_rows(Batch).filter(pk=batch.pk).update(**told)


def _page(batch: Any, username: str) -> None:
    answer = client_of(username).post(f"/payments/batches/{batch.pk}/release", {"seen": batch.digest})
    if answer.status_code in (404, 422):
        raise ValidationError("refused")


def _owner(sql: str, *values: object) -> None:
    with as_owner() as cursor:
        cursor.execute(sql, list(values))


def _twice(batch: Any) -> None:
    from qianxiao.money.payments.actions_batches import release

    release(request_of("finance"), batch.pk, batch.digest)
    release(request_of("finance"), batch.pk, batch.digest)


def _second_post(batch: Any) -> None:
    """The maker gets a second post with finance."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.money.payments.actions_batches import release
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.roles import Role

    with as_owner():
        made = give_post("county", "county某", "另一处", Role.FINANCE, span(COUNTY), COUNTY, demo=True)
    request = request_of("county")
    request.post = Post.objects.get(pk=made.pk)
    request.scope = actor("finance").scope
    release(request, batch.pk, batch.digest)


def _unwritten(batch: Any) -> None:
    """A task that calls the bank for a batch nobody released."""
    from qianxiao.money.payments import sending

    if sending.send(None, batch.pk) in ("", "made"):  # type: ignore[arg-type]
        raise ValidationError("nothing sent")


def _moved(batch: Any) -> None:
    from qianxiao.money.payments.models import Payment

    all_rows(Payment).filter(batch=batch).update(state="sent")


def routes() -> dict[str, Any]:
    """Every route by which one person could be two: route → what tries it; each begins with its own batch."""
    from qianxiao.money.payments.actions_batches import release
    from qianxiao.money.payments.models import Payment

    mine = {"maker": "finance"}, {"checker": "finance"}
    return {
        "maker = checker, reserve": ({}, lambda _b: _none(_made("county", "county", 2))),
        "maker = checker, row": ({}, lambda _b: all_rows(Payment).filter(batch=_b).update(checker="county")),
        "maker = checker, owner": ({}, lambda _b: _owner("UPDATE payments_payment SET maker = checker WHERE batch_id = %s", _b.pk)),
        "maker pays, action": (mine[0], lambda b: release(request_of("finance"), b.pk, b.digest)),
        "checker pays, action": (mine[1], lambda b: release(request_of("finance"), b.pk, b.digest)),
        "maker pays, page": (mine[0], lambda b: _page(b, "finance")),
        "checker pays, page": (mine[1], lambda b: _page(b, "finance")),
        "maker pays, second post": ({}, _second_post),
        "county pays, page": ({}, lambda b: _page(b, "county")),
        "other county pays, page": ({}, lambda b: _page(b, "other-finance")),
        "first = second": ({}, _twice),
        "first = second, row": ({}, lambda b: _set(b, state="released", first_by="finance", second_by="finance", released=b.digest)),
        "maker pays, row": ({}, lambda b: _set(b, state="first", first_by="county")),
        "checker pays, row": ({}, lambda b: _set(b, state="released", first_by="finance", second_by="reviewer", released=b.digest)),
        "checker pays, owner": ({}, lambda b: _owner(
            "UPDATE payments_batch SET state = 'released', first_by = 'x', second_by = 'reviewer', released = digest WHERE id = %s", b.pk)),
        "unreleased, task": ({}, _unwritten),
        "unreleased, row": ({}, _moved),
        "other digest": ({}, lambda b: release(request_of("finance"), b.pk, "0" * 64)),
    }  # fmt: skip


def _none(batch: Any) -> None:
    if batch is None:
        raise ValidationError("refused")


def _open_routes() -> list[str]:
    found = []
    for name, (who, work) in routes().items():
        with transaction.atomic():
            batch = _made(**who)
            if not _refused(lambda work=work, batch=batch: work(batch)):
                found.append(name)
            transaction.set_rollback(True)
    return found


def test_m9_nobody_is_two_of_three() -> None:
    found = _open_routes()
    print(f"\nM9: {len(routes())} routes tried, accepted {len(found)}")
    assert found == []


def test_m9_red_without_the_rule() -> None:
    with as_owner() as cursor:
        cursor.execute("DROP TRIGGER payments_released ON payments_batch")
        cursor.execute("ALTER TABLE payments_payment DROP CONSTRAINT payments_two_people")
        cursor.execute("DROP TRIGGER payments_moves ON payments_payment")
    found = _open_routes()
    print(f"\nM9 control: without the rules of the database {len(found)} routes are open: {found}")
    assert {"maker pays, row", "checker pays, owner", "maker = checker, owner"} <= set(found)


# (role, statement): all of it must be refused
CHANGES = {
    "update": "UPDATE payments_transfer SET amount = amount + 1",
    "delete": "DELETE FROM payments_transfer",
    "truncate": "TRUNCATE payments_transfer CASCADE",
    "back-dated": "INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, payment_id, attempt, by, at) SELECT debit_id,"
    " credit_id, 1, 'x', region, payment_id, 9, 'x', now() - interval '1 day' FROM payments_transfer WHERE payment_id IS NOT NULL LIMIT 1",
    "by hand": "INSERT INTO payments_transfer (debit_id, credit_id, amount, kind, region, payment_id, attempt, by, at) SELECT debit_id,"
    " credit_id, 1, 'x', region, payment_id, 9, 'x', now() FROM payments_transfer WHERE payment_id IS NOT NULL LIMIT 1",
    "balance": "UPDATE payments_account SET balance = balance + 1",
    "payment away": "DELETE FROM payments_payment",
    "amount": "UPDATE payments_payment SET amount = amount + 1",
    "payee": "UPDATE payments_payment SET person_id = NULL, org_code = 'x'",
    "key": "UPDATE payments_payment SET key = key || 'x'",
    "state back": "UPDATE payments_payment SET state = 'reserved' WHERE state = 'sent'",
    "settled by hand": "UPDATE payments_payment SET state = 'settled' WHERE state = 'reserved'",
    "attempt": "UPDATE payments_payment SET attempt = 2",
    "steps": "UPDATE payments_paymentstep SET by = 'x'",
    "steps away": "DELETE FROM payments_paymentstep",
    "line": "UPDATE payments_line SET amount = amount + 1",
    "line's account": "UPDATE payments_line SET account = '\\x00'",
    "batch away": "DELETE FROM payments_batch",
    "allotment": "UPDATE payments_allotment SET amount = amount + 1",
    "allotted without two": "INSERT INTO payments_allotment (fund, giver, region, amount, year, document, tier, sheet, state, asked_by,"
    " approved_by, reason, day) VALUES ('2', '', '621126', 5, 2020, 'x', '', '{}', 'approved', 'a', 'b', '', 20200101)",
    "below zero": "INSERT INTO payments_allotment (fund, giver, region, amount, year, document, tier, sheet, state, asked_by, approved_by,"
    " reason, day) VALUES ('2', '621126', '621121', 99999999999, 2020, 'y', '', '{}', 'asked', 'a', '', '', 20200101);"
    " UPDATE payments_allotment SET state = 'approved', approved_by = 'b' WHERE document = 'y'",
}


def _taken() -> list[str]:
    """Statements that were taken, by role."""
    found = []
    for role in ("app", "owner"):
        for name, sql in CHANGES.items():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    if role == "owner":
                        cursor.execute("RESET ROLE")
                    cursor.execute(sql)
                    if cursor.rowcount:
                        found.append(f"{role}: {name}")
                    transaction.set_rollback(True)
            except DatabaseError:
                pass
    return found


def test_m11_the_book_stays() -> None:
    released(1, 3)
    found = _taken()
    print(f"\nM11: {2 * len(CHANGES)} changes tried by pages and by the owner, taken {len(found)}")
    assert found == []


def test_m11_red_without_its_triggers() -> None:
    released(1, 3)
    with as_owner() as cursor:
        for table in ("payments_transfer", "payments_payment", "payments_account"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    found = _taken()
    print(f"\nM11 control: without the triggers {len(found)} are taken")
    assert {"owner: update", "owner: amount", "owner: balance"} <= set(found)


def test_the_database_knows_the_ways_of_the_table() -> None:
    from qianxiao.money.payments.flow import WAYS

    with connection.cursor() as cursor:
        cursor.execute("SELECT begins, ends, credit, debit FROM payments_ways()")
        assert set(cursor.fetchall()) == {(way.begins, way.ends, way.credit, way.debit) for way in WAYS}
