"""A villager in Chromium at 390 px: a lesson whose network is lost, its quiz, a proof the public page verifies (19-11-05)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from qianxiao.office.accounts.scope import in_scope, whole_scope
from qianxiao.services.courses import learning, rules
from tests.chromium import chromium, sideways
from tests.committed import signed_in
from tests.courses.conftest import course_named
from tests.databases import at
from tests.scoped import APP_ROLE
from tests.web.sample import FULL_ID

pytestmark = pytest.mark.browser


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign of life each second, and a lesson that is learned after two: the test has no minutes to wait."""
    from qianxiao.doors.portal import pages_learn

    told = rules.rules_on(20200701)
    for module in (pages_learn, learning):
        monkeypatch.setattr(module, "rules_on", lambda *_: replace(told, beat=1, time_share=0.05))


@pytest.fixture
def served(courses_database: str, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    with django_db_blocker.unblock(), at(courses_database, APP_ROLE):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture
def browser(served: str) -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def _counted() -> list[int]:
    from qianxiao.services.courses.models import Beat

    with in_scope(whole_scope()) as scope:
        return list(Beat.objects.within(scope).order_by("began_at").values_list("seconds", flat=True))


def _fits(page: Page) -> None:
    assert sideways(page) == 0, page.url


def _answered(page: Page) -> None:
    page.get_by_text("自己", exact=True).click()
    page.get_by_role("button", name="提交答案").click()


def test_a_villager_learns_on_a_telephone_whose_network_is_lost(
    browser: Browser, served: str, quick: None
) -> None:
    slip = signed_in("villager").post("/library/learners/new", {"name": "杨秀梅", "id_no": FULL_ID}).context
    context = browser.new_context(base_url=served, viewport={"width": 390, "height": 760}, locale="zh-CN")
    page = context.new_page()
    page.goto("/portal/")
    _fits(page)
    page.get_by_role("link", name="免费网课").first.click()
    page.get_by_role("link", name="外出务工").click()
    page.get_by_role("button", name="登录并开始学习").click()
    page.locator("#id_number").fill(slip["learner"].number)
    page.locator("#id_code").fill(slip["code"])
    page.get_by_role("button", name="进入学习").click()
    page.goto(course_named("外出务工"))
    page.get_by_role("button", name="开始学习").click()
    _fits(page)
    expect(page.get_by_role("heading", name="1. 第1课")).to_be_visible()
    context.set_offline(True)
    page.wait_for_timeout(2500)
    expect(page.get_by_role("status")).to_contain_text("没有网络")
    assert _counted() == [], "nothing arrived yet"
    context.set_offline(False)
    page.wait_for_timeout(2500)
    kept = _counted()
    assert sum(kept) >= 2, "what was kept on the telephone arrived"
    _answered(page)
    page.get_by_role("link", name="下一节").click()
    page.wait_for_timeout(3500)
    _answered(page)
    page.get_by_role("link", name="出示证明").click()
    _fits(page)
    expect(page.get_by_text("杨秀梅")).to_be_visible()
    number = page.locator("dd", has_text="QX").inner_text()
    page.goto("/portal/verify")
    page.get_by_label("证明或证书编号").fill(number)
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_text("编号属实。")).to_be_visible()
    expect(page.get_by_text("杨**")).to_be_visible()
    _fits(page)
    context.close()
