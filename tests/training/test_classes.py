"""A class from its project to its approval, through pages; what stands against it (19-05-02, 19-10, 19-14, patterns 26, 27)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from qianxiao.registers.schools.models import Institution, Licensed, Room
from qianxiao.services.training.models import Session, TrainingClass
from tests.scoped import all_rows, as_owner
from tests.training import world

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def the(number: int) -> TrainingClass:
    found: TrainingClass = all_rows(TrainingClass).get(pk=number)
    return found


def test_19_14_03_a_class_from_a_package_has_its_modules_and_hours(trainer: Client) -> None:
    """19-14-03: New class from a package fills modules and hours."""
    page = trainer.get("/classes/new")
    assert f"?source=package:{world.CARER[2]}" in text(page)
    number = world.number_of(world.opened(trainer, source=f"package:{world.CARER[2]}", train_type="03"))
    one, lines = the(number), all_rows(Session).filter(training_class=number)
    assert (one.hours_theory + one.hours_practice, one.cert_kind, one.mode) == (80, "2", "1")
    assert sum(line.hours for line in lines) == 80
    assert {line.subject for line in lines} > {"职业道德与法律常识", "老年人生活照料"}
    assert all(line.lo < line.hi <= 720 or line.lo >= 840 for line in lines), (
        "no session runs through the midday break"
    )


def test_19_05_02_filed_by_one_approved_by_another(trainer: Client, county: Client, sign_in: Any) -> None:
    """19-05-02: class plan, approval to open, real-name roster, schedule."""
    number = world.filled(trainer)
    assert trainer.post(f"/classes/{number}/lead/approve").status_code == 404, "no institution approves"
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 302
    assert the(number).state == "filed"
    assert "待审核" in text(county.get("/classes/?tab=filed"))
    assert county.post(f"/classes/{number}/lead/return", {"note": ""}).status_code == 422, "a reason is asked"
    assert county.post(f"/classes/{number}/lead/approve").status_code == 302
    one = the(number)
    assert (one.state, one.filed_by, one.checked_by) == ("approved", "trainer", "county")
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 422, "it has moved on"


def test_19_05_02_the_same_user_never_does_both(trainer: Client) -> None:
    """The database says so as well, whatever post somebody sits at."""
    number = world.filled(trainer)
    with pytest.raises(IntegrityError, match="class_two_people"), transaction.atomic(), as_owner():
        all_rows(TrainingClass).filter(pk=number).update(filed_by="x", checked_by="x")


def test_19_10_02_guidance_ends_without_a_skill_level(trainer: Client) -> None:
    """19-10-02: A guidance course cannot issue a skill-level certificate."""
    number = world.filled(trainer, source=f"package:{world.CARER[2]}", train_type="01")
    assert (
        trainer.post(f"/classes/{number}/plan/details", {"seats": "10", "cert_kind": "2"}).status_code == 422
    )
    all_rows(TrainingClass).filter(pk=number).update(cert_kind="2")
    answer = trainer.post(f"/classes/{number}/lead/file")
    assert answer.status_code == 422 and "引导性培训不得发放技能等级证书" in text(answer)
    assert the(number).state == "draft"


def _ends_early(one: Institution) -> None:
    one.licence_to = 20200707
    one.save(update_fields=["licence_to"])


def _small(one: Institution) -> None:
    one.scale = 5
    one.save(update_fields=["scale"])


def _not_licensed(one: Institution) -> None:
    Licensed.objects.filter(institution=one).delete()


def _few_seats(one: Institution) -> None:
    Room.objects.filter(institution=one).update(seats=4)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_ends_early, "办学许可未覆盖全部开班日期（截止 2020-07-07）"),
        (_small, "办学许可规模为 5 人"),
        (_not_licensed, "办学许可范围不含此工种和等级（4-10-01-05）"),
        (_few_seats, "教室 一号教室 座位少于班级名额"),
    ],
)
def test_26_27_beyond_licence_scope_or_room_is_refused(trainer: Client, spoil: Any, why: str) -> None:
    """Patterns 26, 27: a class beyond licence, scope or room is refused, and says why."""
    number = world.filled(trainer)
    spoil(Institution.objects.get(org_code=world.OWN))
    assert why in text(trainer.get(f"/classes/{number}/check"))
    answer = trainer.post(f"/classes/{number}/lead/file")
    assert answer.status_code == 422 and why in text(answer)
    assert the(number).state == "draft"


def test_27_room_and_teacher_are_never_in_two_classes(trainer: Client) -> None:
    """Pattern 27: refused with the other class's number; the constraint holds whatever a page says."""
    first = the(world.number_of(world.opened(trainer)))
    answer = world.opened(trainer)
    assert answer.status_code == 422 and first.class_no in text(answer)
    answer = world.opened(trainer, room=world.rooms()["二号教室"])
    assert answer.status_code == 422 and f"教师在班级 {first.class_no} 授课" in text(answer)
    row = world.session_of(first.pk)
    other = world.number_of(
        world.opened(trainer, room=world.rooms()["二号教室"], teacher=world.teachers()["杨老师"])
    )
    with pytest.raises(IntegrityError, match="session_room_once"), transaction.atomic():
        all_rows(Session).filter(pk=world.session_of(other).pk).update(room=row.room)


def test_21_more_hours_a_day_than_allowed(trainer: Client) -> None:
    """Pattern 21: the form refuses what no day holds, the check what sessions add up to."""
    assert world.opened(trainer, hours_a_day="9").status_code == 422
    number = world.filled(trainer)
    more = {
        "day": "2020-07-06", "lo": "18:00", "hi": "20:00", "hours": "2", "kind": "theory", "mode": "classroom",
        "subject": "晚自习", "room": world.rooms()["一号教室"], "teacher": world.teachers()["马老师"],
    }  # fmt: skip
    assert trainer.post(f"/classes/{number}/plan/session", {**more, "hours": "3"}).status_code == 422, (
        "too short for it"
    )
    assert trainer.post(f"/classes/{number}/plan/session", more).status_code == 302
    told = text(trainer.get(f"/classes/{number}/check"))
    assert "2020-07-06 课时超过每日上限" in told and "相差 -2 课时" in told


def test_19_14_02_a_retired_occupation_is_warned_with_its_successor(
    trainer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """19-14-02: A class on a retired occupation code is warned."""
    from dataclasses import replace

    from qianxiao.base.catalogues import occupations
    from qianxiao.services.training import checks

    number = world.filled(trainer)
    code = world.CARER[0]
    retired = replace(occupations()[code], valid_to=20200630, successor="4-10-01-99")
    monkeypatch.setattr(checks, "occupations", lambda: {**occupations(), code: retired})
    answer = trainer.get(f"/classes/{number}/check")
    assert "职业代码已停用，现行代码为 4-10-01-99" in text(answer)
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 302, (
        "held for whoever decides, not refused"
    )
    assert the(number).warned == [["occupation_retired", "4-10-01-99"]]


def test_20_02_10_a_class_outside_its_project_is_refused(trainer: Client) -> None:
    """20-02-10: contract persons, days and contents bound its classes."""
    from qianxiao.services.training.models import Project

    number = world.filled(trainer)
    all_rows(Project).filter(org_code=world.OWN).update(people=2, ends=20200708)
    told = text(trainer.get(f"/classes/{number}/check"))
    assert "合同人数已满" in told and "日期不在项目" in told


def test_19_10_03_19_10_04_types_that_need_an_enterprise_or_a_site(trainer: Client) -> None:
    """19-10-03, 19-10-04: post training names its enterprise, training near home its workshop; the village list shows it."""
    source = f"package:{world.CARER[2]}"
    number = world.filled(trainer, source=source, train_type="04")
    assert "岗位技能培训须填写用人企业" in text(trainer.get(f"/classes/{number}/check"))
    near = world.number_of(
        world.opened(trainer, source=source, train_type="05", site_kind="workshop", room=world.rooms()["二号教室"],
                     teacher=world.teachers()["杨老师"])
    )  # fmt: skip
    assert the(near).class_no in text(trainer.get("/classes/?tab=draft&site=workshop"))
    assert the(number).class_no not in text(trainer.get("/classes/?tab=draft&site=workshop"))


def test_a_class_is_there_for_its_own_and_its_county_only(
    trainer: Client, county: Client, rival: Client, sign_in: Any
) -> None:
    """Another institution and another county find nothing under its address."""
    number = world.filled(trainer)
    assert trainer.get(f"/classes/{number}").status_code == 200
    assert county.get(f"/classes/{number}").status_code == 200
    for stranger in (rival, sign_in("other")):
        for address in (f"/classes/{number}", f"/classes/{number}/roster", f"/classes/{number}/attendance"):
            assert stranger.get(address).status_code == 404
    assert rival.post(f"/classes/{number}/lead/file").status_code == 404


def test_x12_one_click_prints_the_class(trainer: Client, county: Client, sign_in: Any) -> None:
    """The whole file of a class as PDF for those who see it; each print is in the trail (X-12)."""
    from qianxiao.money.archive.classes import of_class
    from qianxiao.office.accounts.models import Post
    from qianxiao.office.accounts.scope import scope_for
    from qianxiao.office.audit.models import AccessLog
    from qianxiao.services.training import queries

    number = world.running(trainer, county)
    answer = county.get(f"/classes/{number}/file.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    assert AccessLog.objects.filter(purpose="archive", kind="export", username="county").count() == 1
    assert sign_in("other").get(f"/classes/{number}/file.pdf").status_code == 404
    post = Post.objects.get(user__username="county")
    scope = scope_for(post.role, post.ranges, post.institutions)
    one = queries.class_of(scope, number)
    people = queries.roster(scope, one, gone=True)
    paper = of_class(scope, one, people, "x")
    text = "\n".join(str(part) for part in paper.parts)
    assert one.class_no in text and all(row.name in text for row in people)
    way = paper.parts[1].tables[0].rows
    assert len(way) >= 2 and "county" in way[-1][3]  # filed by one, approved by another
