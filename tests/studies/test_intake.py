"""19-04-07, 20-07-01, 20-07-02: applicants ranked by the rule, the reason beside each, leaving the order says why."""

from typing import Any

import pytest
from django.test import Client

from tests.scoped import all_rows
from tests.studies.cast import COUNTY_CODE, POOR, active, of, student

pytestmark = pytest.mark.django_db


def apply(client: Client, who: dict[str, str], **more: str) -> Any:
    usual = {"home": COUNTY_CODE, "reg_kind": "1", "major": "0101-4", "phone": ""}
    return client.post("/students/intake/new", {**usual, **who, **more})


def plan(client: Client, seats: int) -> Any:
    return client.post("/students/intake/plan", {"major": "0101-4", "seats": str(seats)})


def application(who: dict[str, str]) -> Any:
    from qianxiao.services.studies.models_intake import Application

    return all_rows(Application).get(name=who["name"])


def decide(client: Client, who: dict[str, str], verb: str, reason: str = "") -> Any:
    return client.post(f"/students/intake/{application(who).pk}/{verb}", {"reason": reason})


@pytest.fixture
def queue(school: Client) -> Client:
    """One seat; somebody by time, somebody of two categories, a registered poor one, in this order."""
    assert plan(school, 1).status_code == 302
    for who, more in (
        (of(1), {}),
        (of(2), {"category_3": "镇防控办名单 2 号", "category_5": "医院证明"}),
        (POOR, {}),
    ):
        assert apply(school, who, **more).status_code == 302
    return school


def test_19_04_07_the_last_seat_is_proposed_to_the_poor_applicant(queue: Client) -> None:
    text = queue.get("/students/intake/").content.decode()
    proposed = text.split("下一名额建议录取")[-1].split("</table>")[0]
    assert POOR["name"] in proposed and of(1)["name"] not in proposed
    order = [text.rindex(f"<b>{who['name']}</b>") for who in (POOR, of(2), of(1))]
    assert order == sorted(order), "20-07-02: registered poor, other categories, time"
    assert "1 建档立卡" in text and "镇防控办名单 2 号" in text and "3 按报名先后" in text


def test_leaving_the_order_needs_a_reason(queue: Client) -> None:
    answer = decide(queue, of(1), "offer")
    assert answer.status_code == 422 and POOR["name"] in answer.content.decode()
    assert application(of(1)).state == "waiting"
    assert decide(queue, of(1), "offer", "部队现役军人子女，另有政策").status_code == 302
    from qianxiao.services.studies.models_intake import ApplicationEvent

    told = all_rows(ApplicationEvent).get(verb="offer")
    assert (told.passed, told.reason, told.by) == (2, "部队现役军人子女，另有政策", "school")
    assert "已无名额" in decide(queue, POOR, "offer").content.decode(), "one seat is one seat"


def test_a_taken_offer_is_a_registration(queue: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    assert decide(queue, POOR, "offer").status_code == 302
    assert plan(queue, 0).status_code == 422, "a promised place is not taken back by the plan"
    answer = decide(queue, POOR, "take")
    assert answer.status_code == 302
    one = student(answer["Location"])
    assert (one.name, one.status, one.waits, one.poor) == (POOR["name"], "0", "principal", True)
    active(sign_in, answer["Location"])
    assert student(answer["Location"]).status == "1"
    assert decide(queue, POOR, "decline").status_code == 422, "decided meanwhile"


def test_20_07_01_two_categories_count_once(queue: Client) -> None:
    one = application(of(2))
    assert one.categories == ["3", "5"] and one.evidence["5"] == "医院证明"
    answer = apply(queue, of(2), category_1="名册")
    assert answer.status_code == 422 and "本年度已报名" in answer.content.decode()
    assert queue.get("/students/intake/").content.decode().count(f"<b>{of(2)['name']}</b>") == 1


def test_bad_applications(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    for more in ({"major": "9"}, {"id_no": "1"}, {"home": ""}, {"category_1": "x"}, {"reg_kind": "9"}):
        assert apply(school, of(3), **more).status_code == 422
    assert apply(sign_in("centre"), of(3)).status_code == 422
    assert plan(school, -1).status_code == 422
    assert apply(school, of(3)).status_code == 302
    assert decide(school, of(3), "nothing").status_code == 404
    assert decide(sign_in("other-school"), of(3), "offer").status_code == 404
    assert "已无名额" in decide(school, of(3), "offer").content.decode()
    assert decide(school, of(3), "refuse").status_code == 422
    assert decide(school, of(3), "refuse", "材料不实").status_code == 302
    assert of(3)["name"] in sign_in("county").get("/students/intake/?state=refused").content.decode()
    assert of(3)["name"] not in sign_in("other").get("/students/intake/?state=refused").content.decode()
