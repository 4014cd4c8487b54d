"""From approved to arrived: the public list, the money of the fund, the bank's answer, the entitlement that knows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.claims.test_review import claims, lines, passed
from tests.claims.world import COUNTY, EACH
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def money(fen: int) -> None:
    """The county's fund has so much."""
    from tests.payments.world import give

    with as_owner():
        give(COUNTY, fen)


def test_a_claim_goes_up_is_paid_and_its_people_have_it(sign_in: SignIn) -> None:
    from qianxiao.money.claims.actions_money import follow_all
    from qianxiao.money.notices.models import NoticeLine

    county = sign_in("county")
    claim = passed(sign_in)
    assert claim.state == "to_notice"
    assert county.post(f"/claims/{claim.pk}/do/put_up").status_code == 302
    assert follow_all("worker")["seen"] == 0  # the list is still up
    shown = all_rows(NoticeLine).filter(notice=claims().get(pk=claim.pk).notice)
    assert shown.count() == 44
    one = shown.order_by("number")[0]
    with as_owner():
        shown.update(state="clear")
        shown.filter(pk=one.pk).update(state="refused")  # an objection was right
    money(60 * EACH)
    told = follow_all("worker")
    assert (told["seen"], told["reserved"]) == (1, 1)
    claim.refresh_from_db()
    assert claim.state == "paying"
    assert lines(claim).get(reference=one.claim).state == "refused"
    from qianxiao.money.payments.models import Payment

    rows = all_rows(Payment).filter(claim__startswith=claim.claim_no)
    assert rows.count() == 43 and {(row.maker, row.checker) for row in rows} == {("county", "reviewer")}
    again = follow_all("worker")
    assert again["reserved"] == 0 and rows.count() == 43  # twice changes nothing
    page = county.get(f"/entitlements/{lines(claim).filter(live=True)[0].entitlement_id}").content.decode()
    assert "待登记账号" in page and claim.claim_no in page  # nobody's account was sealed in this world


def test_without_money_it_waits_and_says_so(sign_in: SignIn) -> None:
    from qianxiao.money.claims.actions_money import follow_all

    claim = passed(sign_in)
    with as_owner() as cursor:
        cursor.execute("UPDATE claims_claim SET state = 'to_pay' WHERE id = %s", [claim.pk])
    told: dict[str, Any] = follow_all("worker")
    claim.refresh_from_db()
    assert told["reserved"] == 0 and claim.state == "to_pay"
    assert "待资金到位" in sign_in("county").get(f"/claims/{claim.pk}").content.decode()
