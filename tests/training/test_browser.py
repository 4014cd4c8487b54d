"""In Chromium: a class opened with seven clicks and four fields (J9); a roll call with the network cut in the middle (T05)."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from qianxiao.office.accounts.actions import DEMO_PASSWORD
from tests.chromium import chromium, sideways
from tests.databases import at, copy
from tests.training import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DESK, TELEPHONE = 1440, 390


@pytest.fixture(scope="module", autouse=True)
def own_database(training_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """What a browser does is committed: a copy of its own."""
    with django_db_blocker.unblock(), copy(training_database) as name, at(name):
        _had_the_trade()
        yield


@pytest.fixture(scope="module")
def site(own_database: None) -> Iterator[str]:
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def signed_in(browser: Browser, site: str, username: str, width: int) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", base_url=site
    ).new_page()
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


def fits(page: Page) -> None:
    """No sideways scroll."""
    assert sideways(page) == 0, page.url


class Counted:
    """A page whose clicks and filled fields are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def click(self, role: Any, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.clicks += 1

    def fill(self, label: str, value: str) -> None:
        field = self.page.get_by_label(label)
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
        self.fields += 1


def test_j9_a_class_is_opened_with_seven_clicks_and_four_fields(browser: Browser, site: str) -> None:
    """J9: project, place and dates, roster from the intention list, those with this trade already taken out, check, submit."""
    page = signed_in(browser, site, "trainer", DESK)
    page.goto("/classes/")
    way = Counted(page)
    way.click("link", "开班")
    way.click("link", "养老护理员项目制培训")
    way.fill("培训地点", "一号教室")
    way.fill("教师", "马老师")
    way.fill("开班日期", "2020-07-06")
    way.fill("每日课时", "8")
    way.click("button", "从意愿名单选学员")
    way.click("button", "将勾选人员加入名册")
    expect(page.locator("main")).to_contain_text("2 人不能参加，已勾选")
    way.click("button", "移除勾选人员")
    way.click("link", "检查并提交")
    way.click("button", "提交审核")
    expect(page.locator("main")).to_contain_text("待审核")
    print(f"\nJ9: {way.clicks} clicks, {way.fields} fields")
    assert (way.clicks, way.fields) == (7, 4)
    county = signed_in(browser, site, "county", TELEPHONE)
    county.goto("/classes/?tab=filed")
    fits(county)
    county.locator("tbody a.obj").first.click()
    fits(county)
    county.get_by_role("link", name="查看检查结果并决定").click()
    fits(county)
    county.get_by_role("button", name="同意开班").click()
    expect(county.locator("main")).to_contain_text("开班中")


def _had_the_trade() -> None:
    """Two of the willing have had this trade and level in another county."""
    from django.db import transaction

    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.services.training.actions_roster import put_on
    from qianxiao.services.training.models import Trainee, TrainingClass

    with transaction.atomic(), in_scope(whole_scope()) as scope:
        one = TrainingClass.objects.within(scope).create(
            class_no="6212232019000001", org_code=world.ELSEWHERE, org_name="x", region="621223", mode="1", train_type="03",
            occupation=world.CARER[0], level=world.CARER[1], starts=20190301, ends=20190310, seats=9, state="ready", made_by="x",
        )  # fmt: skip
        put_on(one, [world.person_id(0), world.person_id(1)])
        Trainee.objects.within(scope).filter(training_class=one).update(result="1")


def _entries(blocker: Any) -> list[tuple[int, list[int]]]:
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from qianxiao.services.training.models import Entry

    with blocker.unblock(), in_scope(whole_scope()) as scope:
        return [(row.present, row.absent) for row in Entry.objects.within(scope).order_by("at")]


def test_a_roll_call_with_the_network_cut_loses_nothing_and_duplicates_nothing(
    browser: Browser, site: str, django_db_blocker: Any
) -> None:
    """T05: saved without a network it waits on the device with its time, is sent once, and is applied once."""
    page = signed_in(browser, site, "trainer", TELEPHONE)
    page.goto("/classes/today")
    fits(page)
    page.get_by_role("link", name="点名").first.click()
    fits(page)
    page.locator("tbody input[name=absent]").nth(2).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="保存点名").click()
    expect(page.get_by_role("status").filter(has_text="1 次点名")).to_contain_text("无网络")
    assert _entries(django_db_blocker) == []
    page.context.set_offline(False)
    page.wait_for_url("**/attendance")
    [(present, absent)] = _entries(django_db_blocker)
    assert len(absent) == 1 and present == page.locator("section").last.locator("tbody tr").count() - 1


def test_an_answer_that_is_lost_does_not_count_twice(
    browser: Browser, site: str, django_db_blocker: Any
) -> None:
    """The server has it, the answer is lost on the way back: sent again, it is applied once."""
    page = signed_in(browser, site, "trainer", TELEPHONE)
    page.goto("/classes/today")
    page.locator("tbody tr").nth(1).get_by_role("link").click()
    lost: list[str] = []

    def drop_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(str(route.fetch().json()["state"]))
            route.abort("connectionreset")
        else:
            route.continue_()

    before = len(_entries(django_db_blocker))
    page.route("**/roll/*", drop_the_answer)
    page.get_by_role("button", name="保存点名").click()
    page.wait_for_url("**/attendance", timeout=30_000)
    assert lost == ["applied"]
    assert len(_entries(django_db_blocker)) == before + 1
    assert page.evaluate("localStorage.getItem('qx.rolls')") == "[]"


def test_what_waits_outlives_the_page(browser: Browser, site: str, django_db_blocker: Any) -> None:
    """The browser is closed while a roll call waits: the next page of training sends it."""
    page = signed_in(browser, site, "trainer", TELEPHONE)
    page.goto("/classes/today")
    page.locator("tbody tr").nth(0).get_by_role("link").click()
    page.get_by_label("更改原因").fill("签到表核对")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存点名").click()
    expect(page.get_by_role("status").filter(has_text="1 次点名")).to_be_visible()
    context = page.context
    page.close()
    context.set_offline(False)
    before = len(_entries(django_db_blocker))
    again = context.new_page()
    with again.expect_response(
        lambda answer: "/roll/" in answer.url and answer.request.method == "POST"
    ) as told:
        again.goto("/classes/today")
    assert told.value.json()["state"] == "applied"
    assert len(_entries(django_db_blocker)) == before + 1
