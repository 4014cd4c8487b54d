"""Around a class: results, inspections by a seed, stops of an area, requests of villages, bookings, projects (19-11, 20-02)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qianxiao.office.duties.models import Duty
from qianxiao.registers.schools.models import Room
from qianxiao.services.training.actions_office import drawn
from qianxiao.services.training.models import (
    Booking,
    Inspection,
    Project,
    Request,
    Session,
    Trainee,
    TrainingClass,
)
from tests.scoped import all_rows
from tests.training import world
from tests.web.sample import COUNTY

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_t09_the_same_seed_draws_the_same_names(trainer: Client, county: Client) -> None:
    """T09: a reproducible random sample, its seed shown; somebody missing stops the class on its way to the subsidy."""
    number = world.running(trainer, county, people=8)
    for _again in range(2):
        assert county.post(f"/classes/{number}/inspect", {"seed": "抽查2020"}).status_code == 302
    first, second = all_rows(Inspection).filter(training_class=number)
    assert first.drawn == second.drawn and len(first.drawn) == 5
    assert drawn("another", first.drawn, 5) != drawn("抽查2020", first.drawn, 5)
    assert "抽查2020" in text(county.get(f"/classes/{number}/attendance"))
    close = f"/classes/inspections/{first.pk}"
    assert trainer.post(close, {"missing": [str(first.drawn[0])]}).status_code == 404
    assert county.post(close, {"missing": [str(first.drawn[0])]}).status_code == 422, "say why"
    assert county.post(close, {"missing": [str(first.drawn[0])], "note": "不在现场"}).status_code == 302
    assert all_rows(Inspection).get(pk=first.pk).result == "bad"
    assert county.post(close, {}).status_code == 404, "closed already"


def test_20_02_06_setting_a_county_to_restricted_suspends_its_classes(
    trainer: Client, county: Client, rival: Client
) -> None:
    """20-02-06: Setting a county to restricted suspends its classes and notifies those concerned; a new class needs a plan."""
    number = world.running(trainer, county)
    far = world.number_of(world.opened(rival, world.ELSEWHERE))
    told = {"region": COUNTY, "starts": "2020-07-01", "ends": "2020-08-31", "reason": "疫情防控"}
    assert county.post("/classes/stops", {**told, "ends": "2020-06-01"}).status_code == 422
    assert trainer.post("/classes/stops", told).status_code == 404
    assert county.post("/classes/stops", told).status_code == 302
    assert all_rows(TrainingClass).get(pk=number).state == "suspended"
    assert all_rows(TrainingClass).get(pk=far).state == "draft"
    duty = all_rows(Duty).get(rule="class_stopped")
    assert (duty.org_code, duty.page, duty.page_no) == (world.OWN, "class", number)
    fresh = world.filled(trainer, first=4)
    assert "须有疫情防控方案" in text(trainer.get(f"/classes/{fresh}/check"))
    trainer.post(
        f"/classes/{fresh}/plan/details",
        {"seats": "10", "cert_kind": "2", "control_plan": "分批、测温、消毒"},
    )
    assert trainer.post(f"/classes/{fresh}/lead/file").status_code == 302


def test_20_02_06_classes_may_be_moved_online_in_one_act(trainer: Client, county: Client) -> None:
    number = world.running(trainer, county)
    told = {
        "region": COUNTY,
        "starts": "2020-07-01",
        "ends": "2020-08-31",
        "reason": "疫情防控",
        "online": "on",
    }
    assert county.post("/classes/stops", told).status_code == 302
    one = all_rows(TrainingClass).get(pk=number)
    assert (one.state, one.online) == ("approved", True)
    assert {row.mode for row in all_rows(Session).filter(training_class=number)} == {"media"}


def test_19_11_02_a_village_s_request_becomes_a_class(trainer: Client, county: Client, sign_in: Any) -> None:
    """19-11-02: Village request → scheduled class; the county says why when there is none."""
    village = sign_in("village")
    told = {
        "occupation": world.CARER[0],
        "train_type": "05",
        "people": "20",
        "wished": "2020-08-01",
        "note": "村委会会议室",
    }
    assert village.post("/classes/requests", {**told, "people": "0"}).status_code == 422
    for _twice in range(2):
        assert village.post("/classes/requests", told).status_code == 302
    first, second = all_rows(Request).order_by("id")
    number = world.filled(trainer)
    one = all_rows(TrainingClass).get(pk=number)
    answer = f"/classes/requests/{first.pk}"
    assert county.post(answer, {"class_no": one.class_no}).status_code == 422, "a draft is no class yet"
    trainer.post(f"/classes/{number}/lead/file")
    assert village.post(answer, {"class_no": one.class_no}).status_code == 404
    assert county.post(answer, {"class_no": one.class_no}).status_code == 302
    assert county.post(f"/classes/requests/{second.pk}", {"answer": ""}).status_code == 422
    assert county.post(f"/classes/requests/{second.pk}", {"answer": "人数不足"}).status_code == 302
    page = text(village.get("/classes/requests"))
    assert one.class_no in page and "人数不足" in page
    assert "村委会会议室" not in text(sign_in("other").get("/classes/requests"))


def test_19_11_03_a_practice_base_is_never_booked_twice(trainer: Client, rival: Client) -> None:
    """19-11-03: booking without double booking; a class in a base of somebody else needs the booking; the table holds it."""
    base = Room.objects.get(institution__org_code=world.OWN, name="实训基地")
    told = {"room": str(base.pk), "day": "2020-07-06", "lo": "08:00", "hi": "12:00", "purpose": "实操"}
    assert rival.post("/classes/bookings", told).status_code == 302
    answer = trainer.post("/classes/bookings", {**told, "lo": "11:00", "hi": "13:00"})
    assert answer.status_code == 422 and "此时段已被预约" in text(answer) and "宕昌" not in text(answer)
    assert trainer.post("/classes/bookings", {**told, "lo": "12:00", "hi": "13:00"}).status_code == 302
    with pytest.raises(IntegrityError, match="booking_room_once"), transaction.atomic():
        all_rows(Booking).filter(org_code=world.OWN).update(lo=600)
    number = world.filled(trainer, room=str(base.pk))
    assert "已被其他机构预约" in text(trainer.get(f"/classes/{number}/check"))
    private = Room.objects.get(institution__org_code=world.OWN, name="一号教室")
    assert rival.post("/classes/bookings", {**told, "room": str(private.pk)}).status_code == 422


def test_20_02_10_contract_people_and_money_beside_each_other(trainer: Client, county: Client) -> None:
    """20-02-10: Project page: contract persons vs accepted persons vs money."""
    told = {
        "project_no": "XM-2020-9", "title": "护理项目", "basis": "文件", "selection": "公开", "contract_no": "HT9", "budget": "90000",
        "advance": "27000.50", "people": "30", "starts": "2020-01-01", "ends": "2020-12-31", "org_code": world.OWN,
        "package": world.CARER[2], "train_type": "03",
    }  # fmt: skip
    assert trainer.post("/projects/new", told).status_code == 404
    assert county.post("/projects/new", {**told, "advance": "90001"}).status_code == 422
    assert county.post("/projects/new", told).status_code == 302
    assert county.post("/projects/new", told).status_code == 422, "one number once"
    made = all_rows(Project).get(project_no="XM-2020-9")
    assert (made.budget, made.advance) == (9000000, 2700050)
    number = world.filled(trainer, source=f"project:{made.pk}")
    all_rows(Trainee).filter(training_class=number, name="愿意00").update(result="1")
    page = text(trainer.get("/projects/"))
    assert "27,000.5" in page and "护理项目" in page


def test_results_and_the_institution_s_own_papers(trainer: Client, county: Client) -> None:
    """19-10-02, pattern 21: who attended too little does not pass; guidance ends with the institution's numbered paper."""
    source = f"package:{world.CARER[2]}"
    number = world.filled(trainer, source=source, train_type="01")
    trainer.post(f"/classes/{number}/lead/file")
    county.post(f"/classes/{number}/lead/approve")
    names = world.trainees(number)
    assert trainer.post(f"/classes/{number}/results", {"passed": [str(names["愿意00"])]}).status_code == 422
    all_rows(Session).filter(training_class=number, day__gt=20200706).delete()
    all_rows(TrainingClass).filter(pk=number).update(ends=20200706)
    for nth in range(world.sessions_in(number)):
        address = f"/classes/{number}/roll/{world.session_of(number, nth).pk}"
        context = trainer.get(address).context
        told = {"key": context["key"], "token": context["token"], "absent": [str(names["愿意02"])]}
        assert trainer.post(address, told).status_code == 302
    assert trainer.post(f"/classes/{number}/lead/finish").status_code == 302
    everybody = [str(key) for key in names.values()]
    answer = trainer.post(f"/classes/{number}/results", {"passed": everybody})
    assert answer.status_code == 422 and "出勤不足不能合格：1 人" in text(answer)
    assert trainer.post(f"/classes/{number}/results", {"passed": everybody[:2]}).status_code == 302
    assert trainer.post(f"/classes/{number}/attest").status_code == 422, "not assessed yet"
    for verb in ("lead/assess", "attest", "lead/certify", "lead/ready"):
        assert trainer.post(f"/classes/{number}/{verb}").status_code == 302, verb
    found = {
        row.name: (row.result, row.cert_no[:1]) for row in all_rows(Trainee).filter(training_class=number)
    }
    assert found == {"愿意00": ("1", "J"), "愿意01": ("1", "J"), "愿意02": ("2", "")}
    assert all_rows(TrainingClass).get(pk=number).state == "ready"
