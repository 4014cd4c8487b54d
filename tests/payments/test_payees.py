"""Whoever gets the money says so; an institution sees its own payments only; what is late is listed; the password again."""

import time
from datetime import date, timedelta

import pytest

from tests.payments.bankside import client_of, request_of
from tests.payments.world import COUNTY, SCHOOL, actor, payable
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
OTHER_SCHOOL = "996211260000000002"


def to_school(n: int, **more: object) -> object:
    return payable(n, person=None, org_code=SCHOOL, record=f"students/R{n}", payee_kind="3", **more)


def settled(claim: str, day: int) -> int:
    """A payment as if the bank had settled it on a day."""
    from qianxiao.money.payments.models import Payment

    with as_owner() as cursor:
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER USER")
        all_rows(Payment).filter(claim=claim).update(state="settled", settled_on=day, held="")
        cursor.execute("ALTER TABLE payments_payment ENABLE TRIGGER USER")
    return all_rows(Payment).get(claim=claim).pk  # type: ignore[no-any-return]


def test_an_institution_sees_its_own_payments_masked_and_confirms_once() -> None:
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.models import Payment
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    assert (
        len(reserve(actor("reviewer"), [to_school(1), payable(2)]).refused) == 1
    )  # the school has no account
    number = settled(to_school(1).claim, 20200610)  # type: ignore[attr-defined]
    school = client_of("school")
    page = school.get("/payments/ours/").content.decode()
    assert to_school(1).claim in page and payable(2).claim not in page and "已到账" in page  # type: ignore[attr-defined]
    assert school.post(f"/payments/ours/{number}/confirm").status_code == 302
    assert school.post(f"/payments/ours/{number}/confirm").status_code == 422
    assert all_rows(Payment).get(pk=number).confirmed_on
    give_post(
        "school-two", "校某", "另一技校", Role.SCHOOL, institution=OTHER_SCHOOL, demo=True, place=COUNTY
    )
    other = client_of("school-two")
    assert to_school(1).claim not in other.get("/payments/ours/").content.decode()  # type: ignore[attr-defined]
    assert other.post(f"/payments/ours/{number}/confirm").status_code == 404
    assert client_of("county").get("/payments/ours/").status_code == 404


def test_what_is_late_stands_in_its_list_and_in_today() -> None:
    """19-12-08: pay_days, returned_days and confirm_days of policies/payments.yaml, each to the day."""
    from qianxiao.money.payments import queries_late, rules
    from qianxiao.money.payments.actions import reserve, ymd
    from qianxiao.money.payments.models import Payment
    from qianxiao.office.accounts.scope import whole_scope

    reserve(actor("reviewer"), [payable(n) for n in (1, 2, 3, 4)])
    now = ymd()
    today = date(now // 10000, now // 100 % 100, now % 100)

    def back(days: int) -> int:
        one = today - timedelta(days=days)
        return one.year * 10000 + one.month * 100 + one.day

    limit = rules.limit("confirm_days", now)
    settled(payable(1).claim, back(limit + 1))
    settled(payable(2).claim, back(limit))  # not late yet
    with as_owner() as cursor:
        cursor.execute("ALTER TABLE payments_payment DISABLE TRIGGER USER")
        days = rules.limit("pay_days", now)
        cursor.execute("UPDATE payments_payment SET made_on = %s WHERE claim = %s", [back(days + 1), payable(3).claim])  # fmt: skip
        since = rules.limit("returned_days", now) + 2
        cursor.execute("UPDATE payments_payment SET state = 'returned', changed_at = now() - %s * interval '1 day' WHERE claim = %s", [since, payable(4).claim])  # fmt: skip
        cursor.execute("ALTER TABLE payments_payment ENABLE TRIGGER USER")
    for kind, n in (("confirm", 1), ("pay", 3), ("returned", 4)):
        found = all_rows(Payment).filter(queries_late.late(kind, now))
        assert [row.claim for row in found] == [payable(n).claim]
        page = client_of("finance").get(f"/payments/all/?late={kind}").content.decode()
        assert page.count('class="obj"') == 1
    page = client_of("county").get("/today").content.decode()
    assert "已到账逾期未确认" in page and "退票逾期未重发" in page and "逾期未拨付" not in page
    assert "审核通过的款项逾期未拨付" in client_of("finance").get("/today").content.decode()
    assert queries_late.waiting(whole_scope(), now) == []


def test_a_batch_is_released_with_the_password_again_after_the_minutes() -> None:
    """A session left open releases nothing: the limit is dated data; a wrong password is written down."""
    from qianxiao.money.payments.actions import reserve
    from qianxiao.money.payments.actions_batches import make_batch
    from qianxiao.money.payments.models import Batch
    from qianxiao.money.payments.sure import SESSION
    from qianxiao.office.accounts.models import User
    from qianxiao.office.audit.models import AccessLog

    reserve(actor("reviewer"), [payable(1)])
    batch = make_batch(request_of("finance"), COUNTY, "2")
    user = User.objects.get(username="finance")
    user.set_password("a-long-password-of-the-test")
    user.save(update_fields=["password"])
    client = client_of("finance")
    place, told = f"/payments/batches/{batch.pk}", {"seen": batch.digest}
    assert "再次输入密码" not in client.get(place).content.decode()  # signed in a moment ago
    session = client.session
    session[SESSION] = int(time.time()) - 11 * 60
    session.save()
    assert "再次输入密码" in client.get(place).content.decode()
    assert client.post(f"{place}/release", told).status_code == 422
    assert client.post(f"{place}/release", {**told, "password": "wrong"}).status_code == 422
    assert all_rows(Batch).get(pk=batch.pk).state == "made"
    assert AccessLog.objects.filter(purpose="payments_not_sure").count() == 2
    good = {**told, "password": "a-long-password-of-the-test"}
    assert client.post(f"{place}/release", good).status_code == 302
    assert all_rows(Batch).get(pk=batch.pk).state == "first"
