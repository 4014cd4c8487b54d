"""19-15-06: schools ranked from the registers: graduates, work, certificates, aided students who stay; the method stands beside it."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from qianxiao.office.accounts.models import Post
from qianxiao.office.accounts.scope import whole_scope
from qianxiao.programme.keylists.performance import MEASURES
from qianxiao.programme.keylists.rules import criteria
from qianxiao.registers.people.models import Person
from qianxiao.services.evaluation.models import Certificate
from qianxiao.services.studies.models import Student
from qianxiao.services.studies.models_work import Outcome
from tests.keylists.conftest import SignIn
from tests.keylists.test_lists import MAJOR, _apply, _number
from tests.scoped import all_rows
from tests.studies.cast import OTHER_SCHOOL
from tests.web.sample import COUNTY, OTHER

pytestmark = pytest.mark.django_db
_numbers = count(1)


def own() -> str:
    return str(Post.objects.get(user__username="school").institution)


def student(
    org: str, status: str, day: int, work: bool | None = None, paper: bool = False, poor: bool = False
) -> UUID:
    """Somebody of a school in 2019, with what the registers say of them."""
    n, region = next(_numbers), COUNTY if org == own() else OTHER
    who = Person.objects.within(whole_scope()).create(name=f"评{n}", region=region, registered=False)
    one = Student.objects.within(whole_scope()).create(
        reg_no=f"PF{n:06}", org_code=org, region=region, home=region, person=who, name=who.name, reg_kind="1", major="0101-4",
        stage="4", years=3, enrol_month=201709, level_month=201709, status=status, status_date=day, poor=poor,
    )  # fmt: skip
    if work is not None:
        Outcome.objects.within(whole_scope()).create(student=one, day=day, employed=work, by="x")
    if paper:
        Certificate.objects.within(whole_scope()).create(
            cert_no=f"PF{n:06}", cert_kind="2", person=who, name=who.name, org_code=org, region=region, occupation="6-18-02-04",
            level="4", issued=day, source="register",
        )  # fmt: skip
    return UUID(str(one.pk))


def ranked(client: Client, query: str = "year=2019") -> Any:
    page = client.get(f"/key/performance?{query}")
    assert page.status_code == 200, page.content.decode()
    return page


def figures(page: Any) -> dict[str, tuple[int, dict[str, tuple[int, int]]]]:
    return {
        one.org_code: (one.place, {line["criterion"]: (line["count"], line["of"]) for line in one.sheet})
        for one, _sheet, _number in page.context["rows"]
    }


@pytest.fixture
def year(db, pages_role: None) -> str:  # type: ignore[no-untyped-def]
    """2019: two graduates here, one in work with a paper; a poor student stayed and a poor one left; one elsewhere."""
    org = own()
    assert not all_rows(Student).filter(org_code=org).exists()
    student(org, "7", 20190701, work=True, paper=True, poor=True)
    student(org, "7", 20190701, work=False)
    student(org, "5", 20190310, poor=True)
    student(org, "1", 20170901, poor=True)
    student(org, "7", 20180701, work=True, paper=True, poor=True)  # the year before
    student(org, "0", 20190901)  # waits for a yes
    student(OTHER_SCHOOL, "7", 20190701, work=True, paper=True, poor=True)
    return org


def test_19_15_06_ranking_method_and_data_are_visible(year: str, sign_in: SignIn) -> None:
    """19-15-06: Ranking method and data are visible; no typed scores."""
    page = ranked(sign_in("province"))
    told = figures(page)
    assert told[year][1] == {
        "graduates": (2, 3),
        "employed": (1, 2),
        "certified": (1, 2),
        "retention": (2, 3),
    }
    assert told[OTHER_SCHOOL][1] == {
        "graduates": (1, 1),
        "employed": (1, 1),
        "certified": (1, 1),
        "retention": (1, 1),
    }
    assert (told[OTHER_SCHOOL][0], told[year][0]) == (1, 2)
    text = page.content.decode()
    for said in ("满分标准", "权重", "毕业生取证率", "受助学生巩固率", "世界技能大赛集训基地"):
        assert said in text, said
    assert sum(one.weight for one in criteria("performance")) == 100
    assert {one.measure for one in criteria("performance")} == set(MEASURES)
    assert b"<input" not in page.content[page.content.index(b"<main") :], "nothing to type a score into"


def test_the_newest_word_about_work_counts_and_a_withdrawn_paper_does_not(year: str, sign_in: SignIn) -> None:
    one = all_rows(Student).get(org_code=year, status="7", poor=False)
    Outcome.objects.within(whole_scope()).create(student=one, day=20190901, employed=True, by="x")
    all_rows(Certificate).filter(org_code=year).update(withdrawn="误发")
    told = figures(ranked(sign_in("province")))[year][1]
    assert told["employed"] == (2, 2) and told["certified"] == (0, 2)


def test_it_leads_to_the_application_and_each_sees_its_own(year: str, sign_in: SignIn) -> None:
    school = sign_in("school")
    number = _number(_apply(school, MAJOR))
    assert number.encode() in ranked(sign_in("province")).content
    mine = ranked(school)
    assert figures(mine).keys() == {year} and figures(mine)[year][0] == 2, (
        "its place among all of the province"
    )
    county = ranked(sign_in("county"))
    assert OTHER_SCHOOL not in figures(county) and figures(county)[year][0] == 1
    assert sign_in("county").get(f"/key/performance?region={OTHER}").status_code == 404
    assert ranked(sign_in("ministry")).status_code == 200
    assert number.encode() not in ranked(sign_in("ministry")).content
    assert sign_in("county").get("/key/performance?year=19").status_code == 404
    assert sign_in("village").get("/key/performance").status_code == 404
