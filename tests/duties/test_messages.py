"""Messages of a seat, the second step up, the ledger to print and take along, work the system finds done."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from qianxiao.office.audit.models import AccessLog
from qianxiao.office.duties.models import Duty, DutyEvent, Reading
from tests.duties.conftest import COUNTY, PREFECTURE
from tests.scoped import all_rows

pytestmark = pytest.mark.django_db
Day = Callable[[str], tuple[int, int, int, int]]
SignIn = Callable[[str], Client]


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def _duty(rule: str = "monthly_reconciliation", region: str = COUNTY) -> Duty:
    found: Duty = all_rows(Duty).get(rule=rule, period=202006, region=region)
    return found


def test_a_reminder_is_a_message_until_it_is_read(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    county = sign_in("county")
    text = _text(county, "/duties/inbox")
    assert "提醒：还剩 5 天" in text and "未读" in text
    unread = int(text.split("条未读消息")[0].rpartition(">")[2])
    assert unread >= 2, "named and reminded"
    assert f'<span class="num late">{unread}</span>' in _text(county, "/duties/")
    last = all_rows(DutyEvent).latest("id").pk
    assert county.post("/duties/inbox", {"last": str(last)}).status_code == 302
    assert "0 条未读消息" in _text(county, "/duties/inbox")
    held = Reading.objects.latest("id")
    assert (held.by, held.last) == ("county", last) and held.post and held.request_id
    county.post("/duties/inbox", {"last": "1"})
    assert "0 条未读消息" in _text(county, "/duties/inbox"), "nothing is unread again"
    on("2020-07-08")
    assert "未读消息" in _text(county, "/duties/inbox") and "0 条未读" not in _text(county, "/duties/inbox")


def test_messages_are_those_of_the_seat(on: Day, sign_in: SignIn) -> None:
    on("2020-07-05")
    assert "提醒" not in _text(sign_in("auditor"), "/duties/inbox").split("<main")[1]
    assert "提醒：还剩 5 天" not in _text(sign_in("reviewer"), "/duties/inbox"), "a colleague's are his"
    assert sign_in("prefecture").get("/duties/inbox").status_code == 200
    on("2020-07-12")
    raised = _text(sign_in("prefecture"), "/duties/inbox")
    assert "上报" in raised and "岷县人社局" in raised
    assert "上报至定西市人社局" not in _text(sign_in("other"), "/duties/inbox")


def test_who_hands_it_is_not_told_who_gets_it_is(on: Day, sign_in: SignIn) -> None:
    from qianxiao.office.accounts.models import Post

    on("2020-07-05")
    duty, reviewer = _duty(), Post.objects.get(user__username="reviewer")
    assert sign_in("county").post(f"/duties/{duty.pk}/hand", {"post": str(reviewer.pk)}).status_code == 302
    assert "交由reviewer某办理" in _text(sign_in("reviewer"), "/duties/inbox").replace(" ", "")
    assert "交由reviewer某办理" not in _text(sign_in("county"), "/duties/inbox").replace(" ", "")


def test_what_stays_overdue_goes_one_more_tier_up_once(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    assert _duty().raised_to is not None and _duty().raised_to.region == PREFECTURE
    on("2020-07-24")
    assert _duty().again_on is None
    on("2020-07-25")
    duty = _duty()
    assert duty.raised_to is not None and duty.raised_to.name == "甘肃省人力资源和社会保障厅"
    assert (duty.raised_on, duty.again_on) == (date(2020, 7, 12), date(2020, 7, 25))
    assert on("2020-07-26")[3] == 0, "once"
    again = all_rows(DutyEvent).filter(duty=duty, verb="again")
    assert [one.detail["to"] for one in again] == ["甘肃省人力资源和社会保障厅"]
    assert "再次上报" in _text(sign_in("province"), "/duties/inbox")
    assert "岷县人社局" in _text(sign_in("province"), "/duties/?view=raised")


def test_done_in_between_it_stays_where_it_is(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    told = {"evidence": "对账单 7 号", "reason": "汛期"}
    assert sign_in("county").post(f"/duties/{_duty().pk}/fulfil", told).status_code == 302
    on("2020-07-25")
    assert _duty().again_on is None


def _rows(client: Client, query: str = "") -> list[dict[str, str]]:
    every = ("duty", "period", "agency", "place", "person", "due", "done", "late", "evidence")
    client.post("/lists/columns", {"page": "ledger", "column": every, "size": "50"})
    answer = client.post("/duties/ledger/export", {"form": "csv", "query": query})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_ledger_holds_the_scope_and_the_file_holds_the_ledger(on: Day, sign_in: SignIn) -> None:
    on("2020-07-12")
    for name in ("county", "prefecture", "province", "auditor", "monitor"):
        client = sign_in(name)
        counted = int(_text(client, "/duties/ledger").split("台账共 ")[1].split(" ")[0])
        assert len(_rows(client)) == counted > 0, name
    county = _rows(sign_in("county"), "rule=monthly_reconciliation&period=202006&state=overdue")
    assert [(row["单位"], row["截止日期"], row["逾期天数"]) for row in county] == [
        ("岷县人社局", "2020-07-10", "2")
    ]
    assert {row["单位"] for row in _rows(sign_in("monitor"))} == {"岷县技工学校"}


def test_taking_it_along_is_logged_and_needs_the_log(on: Day, sign_in: SignIn, monkeypatch: Any) -> None:
    from qianxiao.office.audit import chain

    on("2020-07-12")
    county = sign_in("county")
    before = AccessLog.objects.count()
    _rows(county)
    row = AccessLog.objects.latest("id")
    assert AccessLog.objects.count() == before + 1 and (row.kind, row.purpose) == (
        "export",
        "ledger-export",
    )
    monkeypatch.setattr(chain, "room", lambda: 0)
    assert county.post("/duties/ledger/export", {"form": "csv"}).status_code == 503
    assert county.get("/duties/ledger").status_code == 200


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\ufeff=1"]
)
def test_evidence_is_no_formula_and_no_number(on: Day, sign_in: SignIn, start: str) -> None:
    on("2020-07-12")
    told = {"evidence": f"{start} 990001198001010019", "reason": "汛期"}
    assert sign_in("county").post(f"/duties/{_duty().pk}/fulfil", told).status_code == 302
    (row,) = _rows(sign_in("county"), "rule=monthly_reconciliation&period=202006")
    evidence = row["证据"]
    assert evidence.startswith("'") and "990001198001010019" not in evidence and "99*" in evidence
