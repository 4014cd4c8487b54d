"""A copy of the loaded month with an institution, its course of two lessons, another platform, and a learner."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.databases import at, copy
from tests.scoped import as_pages_do
from tests.web.conftest import month, out, pytest_configure
from tests.web.sample import COUNTY, FULL_ID, VILLAGE

__all__ = ["month", "out", "pytest_configure"]
ORG, NAME = "52990001MJX0000123", "岷州职业培训学校"
PLATFORM, SECRET = "skillnet", "a-secret-of-the-test"
SLOW = 40  # seconds of a lesson


def _people() -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.registers.schools.models import Institution

    load_regions()
    Institution.objects.create(org_code=ORG, name=NAME, org_type="4", region=COUNTY)
    give_post("trainer", "彭大勇", NAME, Role.TRAINING, institution=ORG, demo=True, place=COUNTY)
    give_post(
        "rival", "钱小东", "别家", Role.TRAINING, institution="52990001MJX0000999", demo=True, place=COUNTY
    )
    give_post("villager", "滕国强", "驻村工作队", Role.VILLAGE, span(VILLAGE), VILLAGE, demo=True)


def _courses() -> None:
    from django.contrib.auth.hashers import make_password

    from qianxiao.services.courses.actions_keep import our_platform
    from qianxiao.services.courses.models import Course, Lesson, Platform, Question

    told = {"org_code": ORG, "region": COUNTY, "hours": 1, "state": "open"}
    course = Course.objects.create(**told, platform=our_platform(), title="外出务工")
    for number in (1, 2):
        lesson = Lesson.objects.create(
            course=course, number=number, title=f"第{number}课", text="正文", seconds=SLOW
        )
        Question.objects.create(
            lesson=lesson, number=1, text="身份证由谁保管？", choices=["工头", "自己"], right=1
        )
    dear = {"price": 3000, "free_tags": ["52"], "free_from": 20190101, "free_to": 20991231}
    Course.objects.create(**told, **dear, platform=our_platform(), title="养老护理")
    other = Platform.objects.create(code=PLATFORM, name="技能网", secret=make_password(SECRET))
    Platform.objects.create(code="ended", name="停用", valid_to=20200101, secret=make_password(SECRET))
    Course.objects.create(**told, platform=other, title="外平台课")


@pytest.fixture(scope="module")
def courses_database(month: str, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What learners do is committed: a file of tests has a database to itself."""
    with django_db_blocker.unblock(), copy(month) as name:
        with at(name):
            _people()
            _courses()
        yield name


@pytest.fixture(scope="module", autouse=True)
def own_database(courses_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The tests of a file work on the copy."""
    with django_db_blocker.unblock(), at(courses_database):
        yield


@pytest.fixture
def site(db, tmp_path: Path) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """A transaction under the pages' role; files of courses in a folder of the test."""
    settings.COURSES = str(tmp_path / "courses")
    with as_pages_do():
        yield


@pytest.fixture
def sign_in(site: None) -> Callable[[str], Client]:
    """A client of a post."""
    from tests.committed import signed_in

    return signed_in


@pytest.fixture
def slip(sign_in: Callable[[str], Client]) -> tuple[str, str]:
    """Number and code that the village worker handed to 杨秀梅 just now."""
    page = sign_in("villager").post("/library/learners/new", {"name": "杨秀梅", "id_no": FULL_ID})
    assert page.status_code == 200, page.content.decode()
    return page.context["learner"].number, page.context["code"]


@pytest.fixture
def learner(slip: tuple[str, str]) -> Client:
    """A telephone that came in with the slip."""
    client = Client(headers={"accept-language": "zh-CN"})
    answer = client.post("/portal/sign-in", {"number": slip[0], "code": slip[1]})
    assert answer.status_code == 302, answer.content.decode()
    return client


def course_named(title: str) -> str:
    """The address of a course on the portal."""
    from qianxiao.services.courses.models import Course

    return f"/portal/courses/{Course.objects.get(title=title).pk}"
