"""J8: a monitoring officer hands in 180 students, six of them not normal, with 21 clicks at most (19-05-08)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qianxiao.office.accounts.actions import DEMO_PASSWORD
from qianxiao.office.accounts.scope import in_scope, whole_scope
from tests.chromium import chromium, sideways
from tests.databases import at, copy
from tests.monitoring.conftest import MONTH
from tests.scoped import APP_ROLE
from tests.studies.conftest import set_day

pytestmark = pytest.mark.browser
STUDENTS, MOST = 180, 21


def _students() -> None:
    """So many students of poor families on the roll of the monitoring officer's school, and their month open."""
    from qianxiao.office.accounts.models import Post
    from qianxiao.programme.monitoring.actions import open_month
    from qianxiao.registers.people.models import Person
    from qianxiao.services.studies.models import Student

    school = Post.objects.get(user__username="monitor").institution
    with in_scope(whole_scope()) as scope:
        people = Person.objects.within(scope).bulk_create(
            [Person(name=f"学生{n:03d}", region="621126100001", registered=False) for n in range(STUDENTS)]
        )
        rows = [
            Student(person=one, name=one.name, org_code=school, region="621126", home="621126", reg_no=f"{n:020d}",
                    reg_kind="1", major="0101-4", stage="4", years=3, enrol_month=201909, status="1",
                    status_date=20190901, poor=True, class_name=f"{1 + n // 45}班")
            for n, one in enumerate(people)
        ]  # fmt: skip
        Student.objects.within(scope).bulk_create(rows)
        assert open_month(scope, MONTH) == STUDENTS


@pytest.fixture
def served(studies_database: str, django_db_blocker, today: None) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The running site under the pages' role, on a database of its own."""
    with django_db_blocker.unblock(), copy(studies_database) as name:
        with at(name):
            _students()
        with at(name, APP_ROLE):
            server = LiveServer("127.0.0.1")
            yield server.url
            server.stop()


@pytest.fixture
def browser(served: str) -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Counted:
    """Clicks of a user on a page; choosing from a list is one."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, name: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(value)
        self.clicks += 1


@pytest.mark.parametrize("width", [1440, 390])
def test_180_students_in_21_clicks(
    browser: Browser, served: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_day(monkeypatch, 20200402)
    page = browser.new_context(
        base_url=served, viewport={"width": width, "height": 900}, locale="zh-CN"
    ).new_page()
    page.goto("/sign-in")
    page.locator("#id_username").fill("monitor")
    page.locator("#id_password").fill(DEMO_PASSWORD)
    page.locator("form[action='/sign-in'] button").click()
    page.goto("/students/")
    hand = Counted(page)
    hand.click("月度监测", "link")
    expect(page.get_by_role("heading", name=f"待提交 {STUDENTS} 人")).to_be_visible()
    assert sideways(page) == 0
    for n, (trouble, measure) in enumerate((("study", "tutoring"), ("living", "help"), ("mind", "talk")) * 2):
        hand.choose(f"困难 学生{n:03d}", trouble)
        hand.choose(f"帮助措施 学生{n:03d}", measure)
    hand.click("提交本月监测")
    expect(page.get_by_text("其中 174 人正常")).to_be_visible()
    hand.click("确认提交")
    expect(page.get_by_role("heading", name=f"已提交 {STUDENTS} 人")).to_be_visible()
    assert hand.clicks <= MOST, hand.clicks
