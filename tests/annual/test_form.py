"""One unit's form: filled in, typed, adjusted, explained, checked, signed by another, sent; what stands against each step."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.engine.files.form import definition
from qianxiao.office.accounts.roles import Role
from qianxiao.office.accounts.scope import scope_for
from qianxiao.office.audit.models import AccessLog
from qianxiao.returns.annual import layout, queries
from qianxiao.returns.annual.models import Figure, Form, Step
from tests.annual.world import PERIOD
from tests.scoped import all_rows, as_owner

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
SetDay = Callable[[date], None]
HERE = "/reports/annual/2020/620000"
IN_TIME, LATE = date(2020, 12, 10), date(2020, 12, 18)


def post(client: Client, way: str, here: str = HERE, **data: str) -> int:
    return client.post(f"{here}/{way}", data).status_code


def figure(code: str, column: str, region: str = "620000") -> Figure:
    found: Figure = all_rows(Figure).get(region=region, code=code, column=column)
    return found


def one() -> Form:
    found: Form = all_rows(Form).get(year=2020, region="620000")
    return found


def test_figures_come_from_the_frozen_month_and_open_what_is_behind_them(
    sign_in: SignIn, clock: SetDay
) -> None:
    clock(IN_TIME)
    filler = sign_in("f620000")
    assert filler.get("/reports/annual/").status_code == 200
    assert post(filler, "make") == 302
    assert (one().period, one().state, one().filler) == (PERIOD, "draft", "f620000")
    assert (figure("B3", "total").computed, figure("B3", "year").computed) == (20, 12)
    assert figure("A1a", "year").computed is None, "typed figures are never invented"
    # 岷县 was one of the 52 on the first day of the year; neither county lies in 三区三州
    assert (figure("B3", "total_52").computed, figure("B3", "total_3q3z").computed) == (10, 0)
    page = filler.get(HERE).content.decode()
    assert f"{HERE}/cell/B3/total" in page and "剩 5 天" in page
    way = filler.get(f"{HERE}/cell/B3/total").content.decode()
    assert "/reports/cells/2020-11/new_students/621100?span=total" in way
    tagged = filler.get(f"{HERE}/cell/B3/total_52").content.decode()
    assert "/reports/cells/2020-11/new_students/621126?span=total" in tagged and "620102" not in tagged
    people = sign_in("c621126").get("/reports/cells/2020-11/new_students/621126?span=total").content.decode()
    assert people.count('class="obj"') == 10, "the county's list is the county's figure"


def test_typed_numbers_are_kept_with_who_and_when_and_bad_ones_come_back(sign_in: SignIn) -> None:
    filler = sign_in("f620000")
    post(filler, "make")
    answer = filler.post(
        f"{HERE}/type",
        {"v-A1a-year": "3", "v-D4b-year": "1.5", "v-A2-year": "三十", "v-E1-year": "-2", "v-B3-year": "99"},
    )
    assert (
        answer.status_code == 422
        and "“三十”不是数字" in answer.content.decode()
        and 'value="三十"' in answer.content.decode()
    )
    assert (figure("A1a", "year").typed, figure("D4b", "year").typed) == (3, 1_500_000)
    assert figure("A1a", "year").by == "f620000" and figure("A1a", "year").at is not None
    assert figure("A2", "year").typed is None and figure("E1", "year").typed is None
    assert (figure("B3", "year").computed, figure("B3", "year").typed) == (12, None), (
        "a computed figure is not typed over"
    )
    assert all_rows(Step).filter(verb="typed").count() == 2
    assert post(filler, "type", **{"v-A1a-year": "3"}) == 422, "nothing changed"
    # filled in again: what was typed stays
    assert post(filler, "make") == 302 and figure("A1a", "year").typed == 3


def test_an_adjustment_stands_apart_and_has_a_reason(sign_in: SignIn) -> None:
    filler = sign_in("f620000")
    post(filler, "make")
    assert post(filler, "adjust/B3/total", delta="3", reason="") == 422
    assert post(filler, "adjust/B3/total", delta="-21", reason="重复学籍") == 422, "less than nothing"
    assert post(filler, "adjust/A1a/year", delta="3", reason="补录") == 404, "typed, not computed"
    assert post(filler, "adjust/B3/total", delta="-1", reason="重复学籍一人") == 302
    kept = figure("B3", "total")
    assert (kept.computed, kept.delta, kept.reason, queries.value(kept)) == (20, -1, "重复学籍一人", 19)
    page = filler.get(HERE).content.decode()
    assert "20 − 1" in page and "重复学籍一人" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Figure).filter(pk=kept.pk).update(reason="")


def test_checks_name_the_formula_with_both_sides_and_stop_the_signature(
    sign_in: SignIn, clock: SetDay
) -> None:
    clock(IN_TIME)
    filler, signer = sign_in("f620000"), sign_in("s620000")
    post(filler, "make")
    post(filler, "adjust/B4/total", delta="30", reason="补录重点院校学籍")
    page = filler.post(f"{HERE}/do", {"verb": "checked"}).content.decode()
    assert "重点院校招收数不能大于新招收数" in page and "38 ≤ B3" in page, "both sides in words"
    assert post(filler, "explain", check="key_within_new|total", reason="就是这样") == 422, (
        "an error is not explained away"
    )
    post(filler, "adjust/B4/total", delta="0", reason="撤销")
    # one that may be explained
    post(filler, "type", **{"v-B3a-year": "5", "v-B3b-year": "1"})
    post(filler, "adjust/B3/year", delta="8", reason="摸底之外招生")
    shown = filler.get(HERE).content.decode()
    assert "20 ≤ B2" in shown and "摸底之外" in shown
    assert post(filler, "do", verb="checked") == 422
    for key in ("new_within_willing|year", "leavers_and_earlier|year"):
        assert post(filler, "explain", check=key, reason="外省转入") == 302
    assert post(filler, "do", verb="checked") == 302, "the sum over places compares what was counted"
    post(filler, "adjust/B3/year", delta="0", reason="核对后撤销")
    assert post(filler, "type", **{"v-B3a-year": "11"}) == 302
    assert post(filler, "do", verb="checked") == 302
    assert one().reviewer == "f620000"
    assert post(filler, "do", verb="signed") == 422, "who filled it in does not sign"
    assert post(signer, "do", verb="signed") == 302
    assert all_rows(Step).get(verb="signed").hash


def test_an_explanation_holds_only_for_the_sides_it_was_given_for(sign_in: SignIn) -> None:
    filler = sign_in("f620000")
    post(filler, "make")
    post(filler, "type", **{"v-B3a-year": "5", "v-B3b-year": "1"})
    assert post(filler, "explain", check="leavers_and_earlier|year", reason="六人转学") == 302
    assert post(filler, "do", verb="checked") == 302
    post(filler, "type", **{"v-B3b-year": "2"})
    assert one().state == "draft" and post(filler, "do", verb="checked") == 422


def _signed(sign_in: SignIn) -> tuple[Client, Client]:
    filler, signer = sign_in("f620000"), sign_in("s620000")
    assert post(filler, "make") == 302 and post(filler, "do", verb="checked") == 302
    assert post(signer, "do", verb="signed") == 302
    return filler, signer


def test_sent_in_time_returned_with_a_reason_corrected_and_accepted(sign_in: SignIn, clock: SetDay) -> None:
    clock(IN_TIME)
    filler, signer = _signed(sign_in)
    ministry = sign_in("ministry")
    assert post(filler, "type", **{"v-A1a-year": "3"}) == 422, "a signed form does not change"
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Figure).filter(code="B3", region="620000").update(delta=1, reason="x")
    assert post(ministry, "answer", verb="accepted") == 422, "not sent yet"
    assert post(filler, "do", verb="submitted") == 302
    assert (one().state, one().late_days, one().submitted_on) == ("submitted", 0, IN_TIME)
    assert post(ministry, "answer", verb="returned", reason="") == 422
    assert post(ministry, "answer", verb="returned", reason="A2 未填") == 302
    assert "A2 未填" in filler.get(HERE).content.decode()
    assert post(filler, "type", **{"v-A2-year": "30"}) == 302
    assert post(filler, "do", verb="checked") == 302 and post(signer, "do", verb="signed") == 302
    assert post(filler, "do", verb="submitted") == 302 and post(ministry, "answer", verb="accepted") == 302
    told = list(all_rows(Step).filter(region="620000").order_by("id").values_list("verb", flat=True))
    assert told == [
        "generated",
        "checked",
        "signed",
        "submitted",
        "returned",
        "typed",
        "checked",
        "signed",
        "submitted",
        "accepted",
    ]
    assert AccessLog.objects.filter(subject__startswith="annual 2020 620000", kind="change").count() == len(
        told
    )


def test_late_needs_a_reason_and_the_days_are_counted(sign_in: SignIn, clock: SetDay) -> None:
    clock(LATE)
    filler, _signer = _signed(sign_in)
    assert post(filler, "do", verb="submitted") == 422
    assert post(filler, "do", verb="submitted", reason="雪灾停电") == 302
    assert (one().late_days, one().late_reason) == (3, "雪灾停电")


def test_one_tier_down_and_nobody_else(sign_in: SignIn, clock: SetDay) -> None:
    clock(IN_TIME)
    here = "/reports/annual/2020/621100"
    city, province, ministry = sign_in("p621100"), sign_in("f620000"), sign_in("ministry")
    assert post(city, "make", here) == 302
    assert post(province, "make", here) == 404 and post(city, "make", "/reports/annual/2020/621200") == 404
    assert post(ministry, "answer", here, verb="returned", reason="越级") == 404, "never two tiers at once"
    assert post(province, "answer", here, verb="returned", reason="未报") == 422
    assert (
        sign_in("c621126").get(here).status_code == 404
        and sign_in("c621126").get("/reports/annual/").status_code == 200
    )
    assert sign_in("f510000").get(HERE).status_code == 404
    assert post(sign_in("c621126"), "make", "/reports/annual/2020/621126") == 404
    assert sign_in("auditor").get(here).status_code == 200
    assert post(sign_in("f620000"), "make", "/reports/annual/2021/620000") == 422, (
        "no frozen month of that year"
    )
    # rows of others are not there, whatever is asked
    other = scope_for(Role.PROVINCE, [("51", "51:")])
    assert not Form.objects.within(other).exists() and not Figure.objects.within(other).exists()


def test_the_layout_stays_with_the_form(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = sign_in("f620000")
    post(filler, "make")
    version, body = one().layout_id, definition("progress-2019")
    fewer = {**body, "items": [item for item in body["items"] if item["code"] != "B3"], "checks": []}
    monkeypatch.setattr(layout, "definition", lambda _name: fewer)
    assert layout.current()[1] != version
    assert "B3" in filler.get(HERE).content.decode() and one().layout_id == version
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        one().layout.delete()
