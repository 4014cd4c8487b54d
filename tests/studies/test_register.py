"""19-05-01: registration with two yeses, every step with day, reason and paper, closings; what is refused, and why."""

import pytest
from django.test import Client

from tests.scoped import all_rows
from tests.studies.cast import CENTRE, OTHER_SCHOOL, POOR, active, entry, moved, of, register, student
from tests.studies.conftest import set_day

pytestmark = pytest.mark.django_db


def refused(client: Client, **more: str) -> str:
    answer = client.post("/students/new", entry(of(1), **more))
    assert answer.status_code == 422
    return answer.content.decode()


def test_19_05_01_register_approve_suspend_resume_graduate(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    """19-05-01: register, approve, suspend and graduate a student; each step is an event with day, reason, paper, who."""
    page = register(school, POOR)
    one = student(page)
    assert (one.status, one.waits, one.first_term, one.poor, one.home) == (
        "0",
        "principal",
        "2020S",
        True,
        "621126",
    )
    assert len(one.reg_no) == 20 and one.poor_period == 202005, "poor by matching, nobody asked"
    assert moved(sign_in("county"), page, "confirm").status_code == 422, "the head of the school first"
    active(sign_in, page)
    assert (student(page).status, student(page).term) == ("1", "2020S")
    for verb, status in (
        ("suspend", "2"),
        ("resume", "1"),
        ("keep", "3"),
        ("resume", "1"),
        ("graduate", "7"),
    ):
        assert moved(school, page, verb).status_code == 302
        assert student(page).status == status
    assert student(page).grad_cert_no == "校发〔2020〕3 号"
    from qianxiao.services.studies.models import StatusEvent

    told = list(
        all_rows(StatusEvent)
        .filter(student_id=one.pk)
        .order_by("id")
        .values_list("verb", "day", "by", "post")
    )
    assert [verb for verb, *_rest in told] == [
        "register",
        "approve",
        "confirm",
        "suspend",
        "resume",
        "keep",
        "resume",
        "graduate",
    ]
    assert {day for _verb, day, *_rest in told} == {20200402} and all(
        by and post for *_more, by, post in told
    )
    shown = school.get(page).content.decode()
    assert "本人申请" in shown and "校发〔2020〕3 号" in shown and "毕业" in shown


def test_the_two_yeses_are_two_people(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from tests.scoped import as_owner
    from tests.web.sample import SCHOOL

    with as_owner():
        give_post(
            "county",
            "龙晓燕",
            "岷州技工学校",
            Role.SCHOOL_HEAD,
            institution=SCHOOL,
            demo=True,
            place="621126",
        )
    page = register(school, of(2))
    from qianxiao.office.accounts.models import Post

    both = sign_in("county")
    head, office = (
        Post.objects.filter(user__username="county", role=role).get().pk for role in ("school_head", "county")
    )
    session = both.session
    session["post"] = head
    session.save()
    assert moved(both, page, "approve").status_code == 302
    session["post"] = office
    session.save()
    answer = moved(both, page, "confirm")
    assert answer.status_code == 422 and "不能同时担任" in answer.content.decode()
    assert student(page).waits == "department"
    assert moved(sign_in("reviewer"), page, "confirm").status_code == 302


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"id_no": "99000120030102001" + ("0" if of(1)["id_no"][-1] != "0" else "1")}, "正确的身份证号"),
        ({"name": "别人", "id_no": POOR["id_no"]}, "登记的是另一姓名"),
        ({"home": "999999"}, "区划代码"),
        ({"enrol": "2020-05"}, "入学年月须在"),
        ({"enrol": "2018-09"}, "入学年月须在"),
        ({"enrol": "2020-13"}, "入学年月须在"),
        ({"major": "9999-4"}, "error"),
        ({"reg_kind": "3"}, "error"),
        ({"school_no": "甲 1"}, "error"),
    ],
)
def test_bad_entries_are_refused_with_their_reason(school: Client, more: dict[str, str], why: str) -> None:
    from qianxiao.services.studies.models import Student

    assert why in refused(school, **more)
    assert not all_rows(Student).exists()


def test_19_05_01_only_technical_schools_keep_students(sign_in) -> None:  # type: ignore[no-untyped-def]
    """20-07-04: whoever a training institution teaches is no student, even at a school registrar's post."""
    assert "短期培训学员不得注册学籍" in refused(sign_in("centre"))
    assert sign_in("training").post("/students/new", entry(of(1))).status_code == 404
    assert CENTRE


def test_on_the_own_roll_already(school: Client) -> None:
    page = register(school, of(3))
    answer = school.post("/students/new", entry(of(3), reg_kind="2"))
    assert answer.status_code == 422 and student(page).reg_no in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "why"),
    [("2020-04-03", "不晚于今天"), ("2020-02-27", "不晚于今天"), ("", ""), ("2020-02-31", "")],
)
def test_a_day_outside_the_term_is_refused(school: Client, sign_in, day: str, why: str) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(4))
    active(sign_in, page)
    answer = moved(school, page, "suspend", day=day)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert student(page).status == "1"


def test_a_change_needs_reason_and_paper_and_the_order_of_days(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(5))
    active(sign_in, page)
    for lacking in ({"reason": ""}, {"document": ""}):
        assert moved(school, page, "withdraw", **lacking).status_code == 422
    assert "2020-04-02" in moved(school, page, "suspend", day="2020-04-01").content.decode()
    assert moved(school, page, "graduate").status_code == 302
    for verb in ("suspend", "withdraw", "resume"):
        assert moved(school, page, verb).status_code == 422, "who has graduated is changed no more"


def test_facts_2_4_after_the_closing_it_counts_from_the_next_term(school: Client, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for number, (day, enrol, term) in enumerate(
        [(20200420, "2020-03", "2020S"), (20200421, "2020-03", "2020A"), (20201020, "2020-09", "2020A"),
         (20201021, "2020-09", "2021S")]
    ):  # fmt: skip
        set_day(monkeypatch, day)
        page = register(school, of(10 + number), enrol=enrol)
        assert student(page).first_term == term
        assert ("已截止" in school.get(page).content.decode()) is (number % 2 == 1), "the reader is told once"
        assert "已截止" not in school.get(page).content.decode()


def test_change_of_major_and_level(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(6))
    active(sign_in, page)
    assert moved(school, page, "major", major="0101-3").status_code == 422, (
        "another level is no change of major"
    )
    assert moved(school, page, "major", major="0115-4").status_code == 302
    assert moved(school, page, "advance", major="0115-3").status_code == 302
    one = student(page)
    assert (one.major, one.stage, one.grade) == ("0115-3", "3", 1)


def test_transfer_goes_on_at_the_other_school(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(7))
    active(sign_in, page)
    for wrong in ("", CENTRE, "126200004380001239", "x"):
        assert moved(school, page, "transfer", school=wrong).status_code == 422
    assert moved(school, page, "transfer", school=OTHER_SCHOOL).status_code == 302
    assert student(page).status == "4"
    from qianxiao.services.studies.models import Student

    new = all_rows(Student).get(org_code=OTHER_SCHOOL)
    assert (new.status, new.waits, new.name) == ("0", "principal", student(page).name)
    active(sign_in, f"/students/{new.pk}", "other-head", "other")
    assert student(f"/students/{new.pk}").status == "1"
    assert school.get(f"/students/{new.pk}").status_code == 404, (
        "the old school sees nothing of the new record"
    )


def test_returned_and_submitted_again(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(8))
    assert moved(sign_in("school-head"), page, "decline").status_code == 302
    assert student(page).waits == "school"
    assert moved(school, page, "resubmit").status_code == 302
    active(sign_in, page, office="prefecture")
    assert student(page).status == "1"


def test_nobody_else_takes_a_step(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    page = register(school, of(9))
    for name, verb in (("other-school", "cancel"), ("other-head", "approve"), ("other", "confirm"), ("monitor", "cancel"),
                       ("county", "approve"), ("school", "approve"), ("school", "nothing")):  # fmt: skip
        assert moved(sign_in(name), page, verb).status_code == 404, (name, verb)
    assert student(page).waits == "principal"


def test_many_at_once_and_the_list(school: Client, sign_in) -> None:  # type: ignore[no-untyped-def]
    pages = [register(school, of(20 + n)) for n in range(4)]
    keys = [page.rsplit("/", 1)[1] for page in pages]
    head, county = sign_in("school-head"), sign_in("county")
    assert head.post("/students/review", {"id": keys[:3]}).status_code == 200
    answer = county.post("/students/review", {"id": [*keys, "00000000-0000-0000-0000-000000000000"]})
    text = answer.content.decode()
    assert "3 份登记已通过" in text and "状态已变化" in text
    assert [student(page).status for page in pages] == ["1", "1", "1", "0"]
    shown = school.get("/students/?status=1").content.decode()
    assert shown.count('class="obj"') == 3 and "990001" not in shown


def test_a_term_for_all_but_the_named(school: Client, sign_in, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    pages = [register(school, of(30 + n)) for n in range(3)]
    for page in pages:
        active(sign_in, page)
    moved(school, pages[2], "suspend")
    set_day(monkeypatch, 20200910)
    away = student(pages[1]).reg_no
    assert away not in school.post("/students/term", {"away": "12345"}).content.decode()
    assert school.post("/students/term", {"away": "12345"}).status_code == 422
    for _twice in range(2):
        assert school.post("/students/term", {"away": away}).status_code == 302
    assert [student(page).term for page in pages] == ["2020A", "2020S", "2020S"], (
        "who is suspended is not there"
    )


def test_a_hidden_field_is_not_taken(school: Client) -> None:
    more = {
        "poor": "1",
        "status": "1",
        "waits": "",
        "region": "999999",
        "org_code": OTHER_SCHOOL,
        "reg_no": "1",
    }
    one = student(register(school, of(40), **more))
    assert (one.poor, one.status, one.waits, one.region, len(one.reg_no)) == (
        False,
        "0",
        "principal",
        "621126",
        20,
    )
