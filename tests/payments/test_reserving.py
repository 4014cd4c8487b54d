"""Reserving: each payment once for ever, in any county; exactly what the fund holds; nothing lost on the way."""

import pytest

from tests.payments.world import COUNTY, OTHER, actor, give, payable
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db


def _reserve(*payables, by: str = "reviewer"):  # type: ignore[no-untyped-def]
    from qianxiao.money.payments.actions import reserve

    return reserve(actor(by), payables)


def _reasons(result) -> list[str]:  # type: ignore[no-untyped-def]
    return [why for _one, why in result.refused]


def _balance(county: str, kind: str, fund: str = "2") -> int:
    from qianxiao.money.payments.models import Account

    return all_rows(Account).get(region=county, fund=fund, kind=kind).balance


def test_a_payment_is_made_once_whoever_asks() -> None:
    first = _reserve(payable(1), payable(2), payable(1))
    assert len(first.made) == 2 and _reasons(first) == ["already"]
    assert _reasons(_reserve(payable(1, claim="C9/9"))) == ["already"]
    elsewhere = _reserve(payable(2, county=OTHER, claim="D1/1", maker="other", checker="x"), by="other")
    assert (elsewhere.made, _reasons(elsewhere)) == ([], ["already"])
    assert _balance(COUNTY, "committed") == 300_000 and _balance(OTHER, "committed") == 0
    assert _balance(COUNTY, "fund") == 100_000_00 - 300_000


def test_exactly_what_the_fund_holds() -> None:
    give(COUNTY, 10 * 150_000, "6")
    result = _reserve(*(payable(n, fund="6") for n in range(1, 51)))
    assert len(result.made) == 10 and _reasons(result) == ["no_money"] * 40
    assert result.available == {("6", COUNTY): 0} and _balance(COUNTY, "fund", "6") == 0


def test_who_has_no_account_is_kept_to_be_fixed() -> None:
    from qianxiao.money.payments.models import Payment

    result = _reserve(payable(61))
    assert _reasons(result) == ["no_account"]
    one = all_rows(Payment).get(claim="C2020-000001/61")
    assert one.state == "no_account" and _balance(COUNTY, "committed") == 150_000


def test_one_benefit_of_a_case_comes_out_of_one_fund() -> None:
    give(COUNTY, 1_000_000, "5")
    assert len(_reserve(payable(1)).made) == 1
    assert _reasons(_reserve(payable(1, instalment="2020A", fund="5", claim="C2/1"))) == ["other_source"]
    assert len(_reserve(payable(1, instalment="2020A", claim="C2/1")).made) == 1


def test_nonsense_is_refused_line_by_line() -> None:
    lines = [
        payable(1, maker="a", checker="a"),
        payable(2, amount=0),
        payable(3, fund="9"),
        payable(4, org_code="x"),
        payable(5),
    ]
    result = _reserve(*lines)
    assert (len(result.made), _reasons(result)) == (1, ["two_people", "bad", "bad", "bad"])


def test_another_county_cannot_be_made_to_pay() -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        _reserve(payable(1, county=OTHER))


def test_a_hold_stops_and_lets_go_and_money_goes_back() -> None:
    from qianxiao.money.payments import actions, queries

    _reserve(payable(1), payable(2))
    mine, other = payable(1).claim, payable(2).claim
    assert actions.hold(actor("county"), [mine, "nobody"], "notice", "村民异议") == {
        mine: "held",
        "nobody": "none",
    }
    scope = actor("county").scope
    assert queries.states(scope, [mine, other]) == {
        mine: ("held", 150_000, None),
        other: ("reserved", 150_000, None),
    }
    actions.unhold(actor("reviewer"), [mine], "notice", "异议不成立")
    assert queries.states(scope, [mine])[mine][0] == "reserved"
    assert actions.withdraw(actor("county"), [mine], "重复申请") == {mine: "withdrawn"}
    assert _balance(COUNTY, "committed") == 150_000 and _balance(COUNTY, "fund") == 100_000_00 - 150_000
    assert _reasons(_reserve(payable(1))) == ["already"]


def test_what_is_held_before_it_is_made_is_born_held() -> None:
    from qianxiao.money.payments import actions

    actions.hold(actor("county"), [payable(3).claim], "finding", "疑似重复")
    assert _reserve(payable(3)).made[0].held == "finding"


def test_one_account_for_two_households_is_asked_about() -> None:
    from qianxiao.registers.people.models import Sealed
    from tests.payments.world import person_id
    from tests.scoped import as_owner

    one = all_rows(Sealed).get(person_id=person_id(5), kind="account")
    with as_owner() as cursor:
        cursor.execute(
            "UPDATE people_sealed SET index = %s WHERE person_id = %s AND kind = 'account'",
            [one.index, person_id(6)],
        )
    result = _reserve(payable(5), payable(7))
    assert [row.held for row in sorted(result.made, key=lambda row: row.claim)] == ["check", ""]
