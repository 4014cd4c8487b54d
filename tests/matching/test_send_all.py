"""Several doubts sent to be looked at: one name each, done or refused row by row, nobody sent twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.models import Duty
from qianxiao.programme.matching.models import Doubt, Ruling
from tests.matching.test_desk import near, say
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def _open(region: str = "621126") -> list[Doubt]:
    return list(all_rows(Doubt).filter(state="open", region__startswith=region).order_by("id"))


def _told(some: list[Doubt], to: str = "township", **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"id": [one.pk for one in some], "reason": "two_fit"}
    for one in some:
        told |= {f"seen-{one.pk}": bytes(one.content).hex(), f"to-{one.pk}": near(to)}
    return told | more


def _send(client: Client, some: list[Doubt], **more: Any) -> Any:
    return client.post("/match/doubts/send", _told(some, **more))


def test_the_question_offers_who_is_near_each_and_writes_the_look_down(county: Client) -> None:
    some = _open()
    assert len(some) > 1, "the sample has several"
    assert 'formaction="/match/doubts/send"' in county.get("/match/doubts/").content.decode()
    text = county.post("/match/doubts/send", {"id": [one.pk for one in some]}).content.decode()
    assert text.count('name="to-') == len(some) and 'name="reason"' in text
    row = AccessLog.objects.latest("id")
    assert (row.purpose, row.people) == ("doubts", len(some))
    assert len(_open()) == len(some), "nothing is done before the reason"


def test_each_becomes_a_duty_on_a_name(county: Client, sign_in: SignIn) -> None:
    some = _open()
    text = _send(county, some).content.decode()
    assert f"已办 {len(some)} 条" in text
    assert {one.state for one in all_rows(Doubt).filter(pk__in=[one.pk for one in some])} == {"visit"}
    duties = all_rows(Duty).filter(rule="visit_doubt")
    assert duties.count() == len(some) and {one.page_no for one in duties} == {one.pk for one in some}
    rulings = all_rows(Ruling).filter(verb="visit")
    assert {(one.by, one.reason) for one in rulings} == {("county", "two_fit")} and rulings.count() == len(
        some
    )
    assert AccessLog.objects.latest("id").kind == "change"
    assert "入户核实比对疑点" in sign_in("township").get("/duties/?view=mine").content.decode()


def test_pressed_twice_sends_nobody_twice(county: Client) -> None:
    some = _open()
    _send(county, some)
    text = _send(county, some).content.decode()
    assert f"未办 {len(some)} 条" in text and text.count("已派人核实") == len(some)
    assert (
        all_rows(Ruling).filter(verb="visit").count()
        == len(some)
        == all_rows(Duty).filter(rule="visit_doubt").count()
    )


def test_what_changed_meanwhile_is_refused_and_the_rest_goes(county: Client) -> None:
    first, *rest = _open()
    assert say(county, first, "apart", reason_apart="asked").status_code == 302
    text = _send(county, [first, *rest], **{f"seen-{rest[-1].pk}": "00"}).content.decode()
    assert "未办 2 条" in text
    states = {one.pk: one.state for one in all_rows(Doubt).filter(pk__in=[one.pk for one in [first, *rest]])}
    assert states[first.pk] == "apart" and states[rest[-1].pk] == "open"
    assert all(states[one.pk] == "visit" for one in rest[:-1])


def test_nobody_named_a_wrong_reason_or_no_tick_does_nothing(county: Client, sign_in: SignIn) -> None:
    some = _open()
    text = _send(county, some, **{f"to-{one.pk}": "" for one in some}).content.decode()
    assert f"未办 {len(some)} 条" in text
    assert _send(county, some, reason="papers").status_code == 422
    assert county.post("/match/doubts/send", {"reason": "two_fit"}).status_code == 422
    assert sign_in("province").post("/match/doubts/send", _told(some)).status_code == 404, (
        "reads, does not decide"
    )
    assert len(_open()) == len(some)


def test_a_doubt_of_another_county_is_not_there(sign_in: SignIn) -> None:
    some = _open()
    text = _send(sign_in("other"), some).content.decode()
    assert "已不存在" in text and all(one.name not in text for one in some)
    assert len(_open()) == len(some)


def test_more_rows_cost_no_more_queries(county: Client) -> None:
    first, *rest = _open()

    def asked(some: list[Doubt]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert _send(county, some).status_code == 200
        return len(captured)

    county.get("/match/doubts/")
    assert asked([first]) == asked(rest) <= 30
    assert rest


def test_red_a_verb_that_does_not_look_sends_twice(county: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from qianxiao.programme.matching import actions

    some = _open()
    _send(county, some)
    real = actions._sendable

    def blind(one: Doubt, visit: Any, near_by: Any) -> Any:
        one.state = "open"
        return real(one, visit, near_by)

    monkeypatch.setattr(actions, "_sendable", blind)
    _send(county, some)
    assert all_rows(Ruling).filter(verb="visit").count() == 2 * len(some), "red: the control must send again"
