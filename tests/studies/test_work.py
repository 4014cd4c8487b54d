"""19-04-08, 19-04-09, 19-05-11, 19-15-01, 20-09-01: interns, recommendations, outcomes, moving up, proofs, needs."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.scoped import all_rows, as_owner
from tests.studies.cast import POOR, active, moved, of, register, student
from tests.studies.conftest import set_day
from tests.web.sample import SCHOOL

pytestmark = pytest.mark.django_db


def note(client: Client, page: str, what: str, **told: str) -> Any:
    return client.post(f"{page}/note/{what}", told)


def post(client: Client, **more: str) -> int:
    usual = {
        "employer": "岷县机械厂",
        "title": "车工",
        "major": "0101-4",
        "places": "2",
        "starts": "2020-04-01",
        "ends": "2020-07-31",
    }
    assert client.post("/students/interns/new", {**usual, **more}).status_code == 302
    from qianxiao.services.studies.models_work import InternPost

    return int(all_rows(InternPost).latest("id").pk)


@pytest.fixture
def pages(school: Client, sign_in) -> list[str]:  # type: ignore[no-untyped-def]
    """The poor student and two others, on the roll."""
    found = [register(school, who) for who in (POOR, of(1), of(2))]
    for page in found:
        active(sign_in, page)
    return found


def graduate(client: Client, page: str) -> None:
    assert moved(client, page, "graduate").status_code == 302


def test_19_04_08_poor_students_first_and_the_report(school: Client, pages: list[str], sign_in) -> None:  # type: ignore[no-untyped-def]
    one = str(post(school))
    answer = note(school, pages[1], "place", post=one, reason="")
    assert answer.status_code == 422 and "还有 1 名建档立卡学生" in answer.content.decode()
    assert note(school, pages[1], "place", post=one, reason="本人技能竞赛获奖，单位指名").status_code == 302
    assert note(school, pages[0], "place", post=one, reason="").status_code == 302
    assert note(school, pages[2], "place", post=one, reason="x" * 5).status_code == 422, "the post is full"
    for client in (school, sign_in("county")):
        shown = client.get("/students/interns").content.decode()
        assert "1 / 1" in shown and "1 / 2" in shown and "50" in shown, "poor 1 of 1, others 1 of 2"
    assert "指名" in school.get(pages[1]).content.decode()
    assert sign_in("county").post("/students/interns/new", {}).status_code == 404


def recommend(client: Client, page: str, **more: str) -> int:
    usual = {"day": "2020-04-02", "result": "hired", "employer": "", "job": "", "reason": ""}
    return int(note(client, page, "recommend", **{**usual, **more}).status_code)


def test_19_04_09_each_graduate_has_a_recommendation_or_a_reason(school: Client, pages: list[str]) -> None:
    for page in pages:
        graduate(school, page)

    def lacks() -> list[str]:
        text = school.get("/students/graduates?lacks=recommendation").content.decode()
        return re.findall(r'class="obj" href="(/students/[^"]+)"', text)

    assert set(lacks()) == set(pages), "named"
    assert recommend(school, pages[0], result="none") == 422
    assert recommend(school, pages[0], result="none", reason="参军入伍") == 302
    assert recommend(school, pages[1], employer="岷县机械厂", job="车工") == 302
    assert recommend(school, pages[2], day="2020-04-09", employer="厂", job="工") == 422
    assert lacks() == [pages[2]]
    assert "参军入伍" in school.get("/students/graduates").content.decode()


def test_19_04_01_the_employment_rate_comes_from_graduates(
    school: Client, pages: list[str], monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.studies.queries_work import employment_rate

    for page in pages:
        graduate(school, page)
    told = {"day": "2020-04-02", "employer": "岷县机械厂", "form": "1"}
    assert employment_rate(SCHOOL, None, 2020) == (0, 3)
    assert note(school, pages[0], "outcome", **told, employed="on").status_code == 302
    assert (
        note(school, pages[1], "outcome", day="2020-04-02", employed="on", employer="", form="").status_code
        == 422
    )
    assert note(school, pages[1], "outcome", **told, employed="on").status_code == 302
    assert employment_rate(SCHOOL, "0101-4", 2020) == (2, 3)
    assert (employment_rate(SCHOOL, "0501-3", 2020), employment_rate(SCHOOL, None, 2019)) == ((0, 0), (0, 0))
    set_day(monkeypatch, 20201103)
    assert pages[1] in school.get("/students/graduates?lacks=check").content.decode(), "six months later"
    assert (
        note(school, pages[1], "outcome", day="2020-11-02", checked="on", employer="", form="").status_code
        == 302
    )
    assert employment_rate(SCHOOL, None, 2020) == (1, 3), "the newest word counts"
    assert pages[1] not in school.get("/students/graduates?lacks=check").content.decode()


def test_19_05_11_who_may_move_up_and_who_did(school: Client, pages: list[str], sign_in) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.studies.models import Student

    with as_owner():
        all_rows(Student).filter(pk=student(pages[0]).pk).update(level_month=201709, enrol_month=201709)
    text = school.get("/students/progress").content.decode()
    assert "1 名学生处于本层次最后一年" in text and "其中建档立卡 1 人" in text
    assert pages[0] in school.get("/students/?last=yes").content.decode()
    assert moved(school, pages[0], "advance", major="0101-3").status_code == 302
    for client in (school, sign_in("county")):
        shown = client.get("/students/progress?year=2020").content.decode()
        assert "高级工班" in shown and re.search(r"高级工班.*?>1</td>.*?>1</td>", shown, re.S)
    assert "尚无学生升入" in school.get("/students/progress?year=2019").content.decode()
    assert pages[0] not in school.get("/students/?last=yes").content.decode()


def test_19_15_01_the_proof_needs_both(school: Client, pages: list[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from qianxiao.services.studies import certificates
    from qianxiao.services.studies.queries_work import degree_proof

    page = pages[1]
    assert note(school, page, "prove").status_code == 422, "no graduate"
    assert moved(school, page, "advance", major="0101-3").status_code == 302
    graduate(school, page)
    answer = note(school, page, "prove")
    assert answer.status_code == 422 and "两项齐备" in answer.content.decode()
    assert school.get(f"{page}/proof").status_code == 404
    who = student(page).person_id
    monkeypatch.setattr(
        certificates,
        "SOURCES",
        [lambda person, level: "Y000062001120300001" if (person, level) == (who, "3") else ""],
    )
    assert note(school, page, "prove").status_code == 302
    shown = school.get(f"{page}/proof").content.decode()
    assert "Y000062001120300001" in shown and "大专毕业生" in shown
    found = re.search(r"QE2020[0-9A-Z]{11}", shown)
    assert found and degree_proof(found[0]) is not None and degree_proof("QE2020XXXXXXXXXXX") is None
    graduate(school, pages[2])
    assert "只有高级工班" in note(school, pages[2], "prove").content.decode(), (
        "an intermediate class stands equal to nothing"
    )


def test_20_09_01_needy_students_by_matching_and_by_the_school(
    school: Client, pages: list[str], sign_in
) -> None:  # type: ignore[no-untyped-def]
    for _twice in range(2):
        assert school.post("/students/needy/build").status_code == 302
    from qianxiao.services.studies.models_work import Need

    assert [(one.student_id, one.category, one.source) for one in all_rows(Need)] == [
        (student(pages[0]).pk, "registered", "建档立卡数据 2020-05")
    ]
    assert note(school, pages[1], "recognise", level="3", source="").status_code == 422
    assert note(school, pages[1], "recognise", level="3", source="校发〔2020〕9 号").status_code == 302
    assert note(school, pages[1], "recognise", level="3", source="又一份").status_code == 422
    shown = sign_in("county").get("/students/needy").content.decode()
    assert "建档立卡数据 2020-05" in shown and "学校认定" in shown and "校发〔2020〕9 号" in shown
    assert POOR["name"] not in sign_in("other").get("/students/needy").content.decode()


def test_19_15_01_a_certificate_of_the_register_counts_until_it_is_withdrawn(
    school: Client, pages: list[str]
) -> None:
    """The register of certificates is asked: one of another level or a withdrawn one proves nothing."""
    from qianxiao.services.evaluation.models import Certificate

    page = pages[1]
    assert moved(school, page, "advance", major="0101-3").status_code == 302
    graduate(school, page)
    who = student(page)
    told = {
        "person_id": who.person_id,
        "cert_kind": "2",
        "occupation": "6-18-01-01",
        "issued": 20200401,
        "source": "test",
    }
    base = {"org_code": SCHOOL, "region": "621126"}
    for number, level, withdrawn, status in (
        ("A1", "4", "", 422),
        ("A2", "3", "误发", 422),
        ("A3", "3", "", 302),
    ):
        with as_owner():
            all_rows(Certificate).create(**base, **told, cert_no=number, level=level, withdrawn=withdrawn)
        assert note(school, page, "prove").status_code == status, number
    assert "A3" in school.get(f"{page}/proof").content.decode()
