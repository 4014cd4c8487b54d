"""Roll calls: only the absent are marked, each applied once, doubts marked, nobody in two classes (T05, B43, X-11)."""

import time
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from qianxiao.services.training.models import Attendance, Entry, Trainee, TrainingClass
from tests.scoped import all_rows
from tests.training import world

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def sheet(client: Client, number: int, nth: int = 0) -> tuple[str, dict[str, Any]]:
    """The address of a roll call and what its page sends."""
    address = f"/classes/{number}/roll/{world.session_of(number, nth).pk}"
    context = client.get(address).context
    return address, {"key": context["key"], "token": context["token"]}


def state(number: int) -> dict[str, str]:
    names = {key: name for name, key in world.trainees(number).items()}
    return {names[row.trainee]: row.state for row in all_rows(Attendance).filter(training_class=number)}


def test_19_05_02_only_the_absent_are_marked(trainer: Client, county: Client) -> None:
    """Everybody is present but the absent; the class page counts hours."""
    number = world.running(trainer, county)
    address, told = sheet(trainer, number)
    assert (
        trainer.post(address, {**told, "absent": [str(world.trainees(number)["愿意01"])]}).status_code == 302
    )
    assert state(number) == {"愿意00": "present", "愿意01": "absent", "愿意02": "present"}
    page = text(county.get(f"/classes/{number}/attendance"))
    assert "4 / 80" in page and "0 / 80" in page


def test_the_same_entry_again_changes_nothing(trainer: Client, county: Client) -> None:
    """A key is applied once, also when the absent differ the second time."""
    number = world.running(trainer, county)
    address, told = sheet(trainer, number)
    told |= {"device": "1", "captured": str(int(time.time() * 1000))}
    first = trainer.post(address, told)
    again = trainer.post(address, {**told, "absent": [str(world.trainees(number)["愿意00"])]})
    assert (first.json()["state"], again.json()["state"]) == ("applied", "known")
    assert all_rows(Entry).filter(session__training_class=number).count() == 1
    assert set(state(number).values()) == {"present"}


def test_19_late_and_edited_entries_are_marked(trainer: Client, county: Client) -> None:
    """Pattern 19: more than the hours after the session is late; a change asks for a reason and stays visible."""
    number = world.running(trainer, county, starts="2020-07-04")
    address, told = sheet(trainer, number)
    assert trainer.post(address, told).status_code == 302
    page = text(county.get(f"/classes/{number}/attendance"))
    assert "超时补录" in page and "事后更改" not in page
    address, told = sheet(trainer, number)
    assert trainer.post(address, told).status_code == 422, "a reason is asked"
    gone = [str(world.trainees(number)["愿意02"])]
    assert trainer.post(address, {**told, "absent": gone, "reason": "签到表核对"}).status_code == 302
    assert "事后更改" in text(county.get(f"/classes/{number}/attendance"))
    assert state(number)["愿意02"] == "absent"
    assert [row.edited for row in all_rows(Attendance).filter(training_class=number).order_by("state")] == [
        True,
        False,
        False,
    ]


def test_history_of_roll_calls_cannot_be_changed(trainer: Client, county: Client) -> None:
    number = world.running(trainer, county)
    address, told = sheet(trainer, number)
    trainer.post(address, told)
    with pytest.raises(DatabaseError), transaction.atomic():
        all_rows(Entry).update(by="nobody")


def test_codes_of_other_sessions_users_and_days_are_refused(
    trainer: Client, county: Client, sign_in: Any
) -> None:
    """A signed code belongs to one session and one user; none before the session's day."""
    number = world.running(trainer, county)
    address, told = sheet(trainer, number)
    _other, second = sheet(trainer, number, 1)
    assert "属于其他课次" in text(trainer.post(address, {**told, "token": second["token"]}))
    assert trainer.post(address, {**told, "token": told["token"][:-2] + "xx"}).status_code == 422
    colleague = sign_in("trainer-two")
    assert colleague.post(address, {**told, "key": str(uuid4())}).status_code == 422
    later, more = sheet(trainer, number, 3)
    assert world.session_of(number, 3).day > 20200706
    assert "不能提前点名" in text(trainer.post(later, more))
    assert all_rows(Entry).filter(session__training_class=number).count() == 0


def test_x_11_double_presence_is_caught_as_it_is_entered(
    trainer: Client, county: Client, rival: Client, sign_in: Any
) -> None:
    """X-11, pattern 1: in doubt with the other class's number, counted for nobody until the county decides."""
    number = world.running(trainer, county)
    other = _elsewhere(rival, sign_in)
    address, told = sheet(rival, other)
    rival.post(address, told)
    address, told = sheet(trainer, number)
    trainer.post(address, {**told, "absent": [str(world.trainees(number)["愿意02"])]})
    assert state(number) == {"愿意00": "held", "愿意01": "held", "愿意02": "absent"}
    page = text(county.get(f"/classes/{number}/attendance"))
    assert all_rows(TrainingClass).get(pk=other).class_no in page and "宕昌" not in page
    row, names = world.session_of(number), world.trainees(number)
    settle = f"/classes/{number}/settle/{row.pk}/{names['愿意00']}"
    assert trainer.post(settle, {"state": "present", "reason": "在场"}).status_code == 404, (
        "no institution decides it"
    )
    assert county.post(settle, {"state": "present", "reason": ""}).status_code == 422
    assert county.post(settle, {"state": "present", "reason": "查看监控在本班"}).status_code == 302
    assert state(number)["愿意00"] == "present"
    assert county.post(settle, {"state": "absent", "reason": "又一次"}).status_code == 404, "decided already"


def _elsewhere(rival: Client, sign_in: Any) -> int:
    """A class of another prefecture that has the same people on its roster, at the same hours."""
    from qianxiao.services.training.actions_roster import put_on
    from tests.scoped import as_owner

    number = world.number_of(world.opened(rival, world.ELSEWHERE))
    with as_owner():
        put_on(all_rows(TrainingClass).get(pk=number), [world.person_id(n) for n in range(3)])
    all_rows(TrainingClass).filter(pk=number).update(state="approved", filed_by="rival", checked_by="other")
    return number


def test_x_11_double_presence_in_bulk(trainer: Client, county: Client, rival: Client, sign_in: Any) -> None:
    """X-11: one statement over all attendance of some days finds every pair."""
    from qianxiao.services.training.queries import double_presence

    number, other = world.running(trainer, county), _elsewhere(rival, sign_in)
    for client, one in ((rival, other), (trainer, number)):
        address, told = sheet(client, one)
        client.post(address, told)
    assert len(double_presence(20200701, 20200731)) == 3
    assert double_presence(20200801, 20200831) == []


def test_20_the_same_evidence_for_two_sessions(trainer: Client, county: Client) -> None:
    """Pattern 20: an evidence file is known by its fingerprint; used again it is marked."""
    number = world.running(trainer, county)
    for nth in (0, 1):
        address, told = sheet(trainer, number, nth)
        photo = SimpleUploadedFile("签到.jpg", b"\xff\xd8one sheet")
        assert trainer.post(address, {**told, "evidence": photo}).status_code == 302
    found = list(all_rows(Entry).filter(session__training_class=number).order_by("at"))
    assert len({row.photo for row in found}) == 1 and len(found[0].photo) == 64
    assert "photo" not in found[0].doubts and "photo" in found[1].doubts
    assert "同一份佐证已用于其他课次" in text(county.get(f"/classes/{number}/attendance"))


def test_17_roll_calls_within_seconds_and_a_wrong_clock(trainer: Client, county: Client) -> None:
    """Patterns 17, 19: two roll calls within seconds, a clock ahead or before the page was given out: for a person to look at."""
    number = world.running(trainer, county)
    now = int(time.time() * 1000)
    for nth, captured in ((0, now), (1, now + 1000)):
        address, told = sheet(trainer, number, nth)
        trainer.post(address, {**told, "device": "1", "captured": str(captured)})
    doubts = [
        row.doubts for row in all_rows(Entry).filter(session__training_class=number).order_by("captured_at")
    ]
    assert doubts == [[], ["fast"]]
    address, told = sheet(trainer, number, 1)
    trainer.post(address, {**told, "device": "1", "captured": str(now + 3_600_000), "reason": "更正"})
    assert "clock" in all_rows(Entry).filter(session__training_class=number).latest("at").doubts


def test_18_no_roll_call_in_a_class_that_is_not_running(trainer: Client, county: Client) -> None:
    """Pattern 18: nobody is present before the class was approved, nor while it is suspended."""
    number = world.filled(trainer)
    address = f"/classes/{number}/roll/{world.session_of(number).pk}"
    context = trainer.get(address).context
    told = {"key": context["key"], "token": context["token"]}
    assert trainer.post(address, told).status_code == 422
    trainer.post(f"/classes/{number}/lead/file")
    county.post(f"/classes/{number}/lead/approve")
    county.post(f"/classes/{number}/lead/suspend", {"note": "停电"})
    assert trainer.post(address, told).status_code == 422
    assert county.post(f"/classes/{number}/lead/resume").status_code == 302
    assert trainer.post(address, told).status_code == 302


def test_19_05_02_not_to_the_subsidy_before_attendance_and_papers(trainer: Client, county: Client) -> None:
    """19-05-02: A class cannot move to subsidy before attendance and certificates are in."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties.actions import set_clock
    from tests.scoped import as_owner

    number = world.running(trainer, county)
    answer = trainer.post(f"/classes/{number}/lead/finish")
    assert answer.status_code == 422 and "未点名的课次" in text(answer) and "才结束" in text(answer)
    with as_owner():
        set_clock(Actor("operator"), date(2020, 7, 6) + timedelta(days=14))
    for nth in range(world.sessions_in(number)):
        address, told = sheet(trainer, number, nth)
        assert trainer.post(address, told).status_code == 302
    assert trainer.post(f"/classes/{number}/lead/finish").status_code == 302
    assert "没有结果的学员：3 人" in text(trainer.post(f"/classes/{number}/lead/assess"))
    all_rows(Trainee).filter(training_class=number).update(result="1")
    assert trainer.post(f"/classes/{number}/lead/assess").status_code == 302
    assert "合格而未取证的学员：3 人" in text(trainer.post(f"/classes/{number}/lead/certify"))
    assert trainer.post(f"/classes/{number}/lead/ready").status_code == 422
    for nth, row in enumerate(all_rows(Trainee).filter(training_class=number)):
        all_rows(Trainee).filter(pk=row.pk).update(cert_no=f"测{nth}")
    assert trainer.post(f"/classes/{number}/lead/certify").status_code == 302
    assert trainer.post(f"/classes/{number}/lead/ready").status_code == 302
    assert all_rows(TrainingClass).get(pk=number).state == "ready"
