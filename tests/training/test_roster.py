"""A roster from the intention list, checked before anybody is trained twice (19-10-01, 19-10-05, 20-02-02, 20-02-05, X-11)."""

from typing import Any

import pytest
from django.test import Client

from qianxiao.registers.people.models import Person
from qianxiao.services.training.models import Trainee, TrainingClass
from tests.scoped import all_rows
from tests.training import world
from tests.web.sample import OTHER

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return str(answer.content.decode())


def on(number: int) -> list[str]:
    return sorted(world.trainees(number))


def spoil(nth: int, **facts: Any) -> None:
    all_rows(Person).filter(pk=world.person_id(nth)).update(**facts)


def test_the_intention_list_is_that_of_the_class_s_county(trainer: Client) -> None:
    """Willing people of the own county, with masks, free seats ticked; nobody of another county, nobody twice."""
    number = world.number_of(world.opened(trainer))
    page = text(trainer.get(f"/classes/{number}/roster"))
    assert page.count('name="person"') == world.WILLING and page.count('name="person" value') >= 10
    assert page.count("checked aria-label") == 10, "as many as there are seats"
    foreign = str(world.person_id(0, OTHER))
    assert foreign not in page
    trainer.post(f"/classes/{number}/add", {"person": [foreign, str(world.person_id(1))]})
    assert on(number) == ["愿意01"], "somebody of elsewhere is left out whatever is sent"
    trainer.post(f"/classes/{number}/add", {"person": [str(world.person_id(1))]})
    assert on(number) == ["愿意01"]


def test_more_people_than_seats_are_refused(trainer: Client) -> None:
    number = world.number_of(world.opened(trainer))
    answer = trainer.post(f"/classes/{number}/add", {"person": [str(world.person_id(n)) for n in range(12)]})
    assert answer.status_code == 422 and "名额 10 个，人员 12 人" in text(answer)
    assert on(number) == []


def test_20_02_02_a_registered_poor_trainee_gets_the_group_without_a_paper(trainer: Client) -> None:
    """20-02-02: Registered-poor trainee gets the right group without uploading proof."""
    spoil(1, birth=20040101, study="in_progress")
    spoil(2, birth=20050101, study="in_progress")
    number = world.filled(trainer)
    found = {
        row.name: (row.person_group, row.group_from)
        for row in all_rows(Trainee).filter(training_class=number)
    }
    assert found["愿意00"] == ("06", "register") and found["愿意01"] == ("06", "register")
    assert found["愿意02"] == ("03", "register"), "a leaver below working age"
    assert "按登记认定，无需证明" in text(trainer.get(f"/classes/{number}/roster"))


def test_19_10_01_a_wish_recommends_types_and_an_officer_may_change_it(
    trainer: Client, county: Client
) -> None:
    """19-10-01: "wants to work elsewhere" is offered guidance and special-skill or primary training."""
    number = world.filled(trainer)
    one = world.trainees(number)["愿意00"]
    assert trainer.post(f"/classes/{number}/wish/{one}", {"wish": "away", "advised": ""}).status_code == 302
    assert "引导性培训 / 专项技能培训 / 初级技能培训" in text(trainer.get(f"/classes/{number}/roster"))
    assert county.post(f"/classes/{number}/wish/{one}", {"wish": "away", "advised": "13"}).status_code == 302
    row = all_rows(Trainee).get(pk=one)
    assert (row.advised, row.edited_by) == ("13", "county")
    assert trainer.post(f"/classes/{number}/wish/{one}", {"wish": "nonsense"}).status_code == 404


def test_the_pre_check_says_why_and_one_tick_takes_them_out(
    trainer: Client, county: Client, rival: Client, sign_in: Any
) -> None:
    """Had the trade, over the cap, a student, too young, dead: stopped. Old, in prison: for a person to look at."""
    before = world.filled(
        trainer, people=1, first=0, room=world.rooms()["二号教室"], teacher=world.teachers()["杨老师"]
    )
    old = all_rows(TrainingClass).get(pk=before)
    all_rows(Trainee).filter(training_class=before).update(result="1")
    spoil(1, step="train:student")
    spoil(3, birth=20060101)
    spoil(4, birth=19400101)
    number = world.number_of(world.opened(trainer))
    spoil(1, step="train:willing_waiting")
    chosen = [str(world.person_id(n)) for n in range(6)]
    assert trainer.post(f"/classes/{number}/add", {"person": chosen}).status_code == 302
    spoil(1, step="train:student")
    spoil(2, step="train:dead")
    spoil(5, step="train:imprisoned")
    page = text(trainer.get(f"/classes/{number}/roster"))
    assert f"已参加过同工种同等级培训（班级 {old.class_no}）" in page
    for why in (
        "是全日制在校学生",
        "登记为已死亡",
        "未到年龄（14 岁）",
        "超过一般年龄（80 岁）",
        "登记为服刑",
    ):
        assert why in page
    assert "4 人不能参加，已勾选" in page
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 422
    names = world.trainees(number)
    out = [str(names[f"愿意0{n}"]) for n in range(4)]
    assert trainer.post(f"/classes/{number}/take", {"trainee": out}).status_code == 302
    assert on(number) == ["愿意04", "愿意05"]
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 302, (
        "what is not certain is held, not refused"
    )
    assert trainer.post(f"/classes/{number}/take", {"trainee": [str(names["愿意04"])]}).status_code == 422


def test_pattern_9_the_roll_of_the_class_s_first_day_counts(trainer: Client) -> None:
    """Registered at a school since the month was closed, or gone from it before the class: the register knows."""
    number = world.filled(trainer, people=3, first=0)
    starts = all_rows(TrainingClass).get(pk=number).starts
    for nth, gone in ((0, None), (1, starts - 100), (2, None)):
        world.on_the_roll(world.person_id(nth), 20200301, gone, full_time=nth != 2)
    page = text(trainer.get(f"/classes/{number}/roster"))
    assert page.count("是全日制在校学生") == 1 and "1 人不能参加，已勾选" in page
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 422
    assert trainer.post(f"/classes/{number}/take", {"trainee": [str(world.trainees(number)["愿意00"])]})
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 302


def test_x_11_somebody_in_another_class_at_the_same_hour(trainer: Client, county: Client) -> None:
    """X-11, pattern 1: refused on the roster with the other class's number, also in bulk."""
    first = world.filled(trainer, people=3)
    two = world.filled(
        trainer, people=3, room=world.rooms()["二号教室"], teacher=world.teachers()["杨老师"],
        source="package:P-6-18-02-04-5", train_type="03",
    )  # fmt: skip
    other = all_rows(TrainingClass).get(pk=first).class_no
    page = text(trainer.get(f"/classes/{two}/roster"))
    assert page.count(f"同一时段在班级 {other}") == 3


def test_the_yearly_cap_counts_classes_of_every_county(trainer: Client, rival: Client) -> None:
    """Three classes a year at most, wherever they were held."""
    person = world.person_id(0)
    for n in range(3):
        held = world.number_of(world.opened(rival, world.ELSEWHERE, starts=f"2020-0{2 + n}-03"))
        from qianxiao.services.training.actions_roster import put_on
        from tests.scoped import as_owner

        with as_owner():
            put_on(all_rows(TrainingClass).get(pk=held), [person])
        all_rows(Trainee).filter(training_class=held).update(result="2")
    number = world.filled(trainer, people=1, source="package:P-6-18-02-04-5", train_type="03")
    page = text(trainer.get(f"/classes/{number}/roster"))
    assert "本年培训次数已达上限" in page and "宕昌" not in page, (
        "the number of the class, nothing else of elsewhere"
    )


def test_19_10_05_only_leavers_join_pre_employment_training(trainer: Client) -> None:
    """19-10-05: A non-leaver cannot join; of somebody no register knows a person decides."""
    spoil(1, study="in_progress", birth=20030101)
    number = world.filled(trainer, people=2, source=f"package:{world.CARER[2]}", train_type="06")
    page = text(trainer.get(f"/classes/{number}/roster"))
    assert page.count("不是未继续升学的应届初高中毕业生") == 1
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 422


def test_20_02_05_outside_the_age_group_is_warned(trainer: Client) -> None:
    """20-02-05: Person outside the age group is warned; the class may be filed."""
    spoil(0, birth=19700101)
    number = world.filled(
        trainer, people=2, source=f"package:{world.CARER[2]}", train_type="03", programme="new_generation"
    )
    assert "不在计划的年龄范围（50 岁）" in text(trainer.get(f"/classes/{number}/roster"))
    assert trainer.post(f"/classes/{number}/lead/file").status_code == 302


def test_20_02_01_20_02_04_classes_by_programme(trainer: Client) -> None:
    """20-02-01, 20-02-04: Filter by programme gives its classes."""
    source = f"package:{world.CARER[2]}"
    number = world.number_of(world.opened(trainer, source=source, train_type="03", programme="spring_tide"))
    one = all_rows(TrainingClass).get(pk=number).class_no
    assert one in text(trainer.get("/classes/?tab=draft&programme=spring_tide"))
    assert one not in text(trainer.get("/classes/?tab=draft&programme=skills_action"))


def test_somebody_by_name_and_number(trainer: Client) -> None:
    """A number that is none is refused; a new person is written down once; another name for a number is refused."""
    number = world.number_of(world.opened(trainer))
    wrong = trainer.post(f"/classes/{number}/person", {"name": "某人", "id_no": "990001199003070019"})
    assert wrong.status_code == 422 and on(number) == []
    good = _valid()
    assert trainer.post(f"/classes/{number}/person", {"name": "新来的", "id_no": good}).status_code == 302
    assert trainer.post(f"/classes/{number}/person", {"name": "新来的", "id_no": good}).status_code == 422, (
        "there already"
    )
    assert trainer.post(f"/classes/{number}/person", {"name": "别人", "id_no": good}).status_code == 422
    row = all_rows(Trainee).get(training_class=number)
    assert (row.name, row.person_group) == ("新来的", "99") and good not in row.id_mask


def _valid() -> str:
    body = "99000119900307001"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
