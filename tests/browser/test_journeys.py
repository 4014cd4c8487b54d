"""Journeys in Chromium at desk and telephone width: from the number to the person, the reason and the clause."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

from qianxiao.office.accounts.actions import DEMO_PASSWORD
from tests.chromium import sideways
from tests.web.sample import COUNTY, SCHOOL

# the mark makes the database exist; the pages themselves are served from other connections
pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WIDTHS = {"desk": 1440, "telephone": 390, "zoomed": 320}
Opened = Callable[[str, int], Page]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Signs a demo account in at a width; afterwards no page may have complained."""
    contexts, complaints = [], []

    def heard(told: ConsoleMessage) -> None:
        if (
            told.type in ("error", "warning") and "422" not in told.text
        ):  # 422 is the answer to a wrong password
            complaints.append(told.text)

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download ends the page load on purpose
            complaints.append(f"{request.url} {request.failure}")

    def open_as(username: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", base_url=site)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", failed)
        page.goto("/sign-in")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert complaints == []


def _fits(page: Page) -> None:
    """No sideways scroll."""
    assert sideways(page) == 0, page.url


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_county_officer_walks_from_the_number_to_the_clause(opened: Opened, width: int) -> None:
    page = opened("county", width)
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="落实情况").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("岷县：尚有 48 人未落实")
    expect(page).to_have_title("岷县：尚有 48 人未落实 · 千校")
    _fits(page)
    page.get_by_role("navigation", name="缺口名单").get_by_role("link", name="应助未助").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("岷县：尚有 12 笔补助未到位")
    expect(page.locator("tbody tr")).to_have_count(12)
    _fits(page)
    page.locator("tbody tr a.obj").first.click()
    due = page.locator("details.el").first
    expect(due).to_contain_text("雨露计划补助")
    expect(due).to_contain_text("差 1,500")
    expect(due.locator(".cond tbody tr")).to_have_count(7)
    expect(due.locator(".cond")).to_contain_text("接受全日制技工教育")
    _fits(page)
    due.get_by_role("link", name="查看原文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("（十二）")
    expect(page.locator(".law")).to_contain_text("3000元左右")
    _fits(page)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_every_page_fits_the_width(opened: Opened, width: int) -> None:
    month = "/closes/2020-05"
    pages = {
        "auditor": [
            "/today", "/catalogue", "/closes/", f"{month}/", f"{month}/coverage/CN", f"{month}/gaps/{COUNTY}", f"{month}/people/{COUNTY}",
            f"{month}/person/P00000", f"{month}/doubts/", f"{month}/doubts/1", "/match/doubts/", f"{month}/irregularities/",
            f"{month}/feedback/", f"{month}/feedback/{SCHOOL}", f"{month}/files/", "/trail/", "/account",
        ],
        "school": [f"{month}/feedback/{SCHOOL}", f"{month}/files/", "/account"],
    }  # fmt: skip
    for role, addresses in pages.items():
        page = opened(role, width)
        for address in addresses:
            answer = page.goto(address)
            assert answer and answer.status == 200, address
            assert page.locator("h1").count() == 1, address
            assert page.locator("link[href*=office]").evaluate("link => link.sheet.cssRules.length") > 100
            _fits(page)


def test_drill_down_leads_to_the_village(opened: Opened) -> None:
    page = opened("province", WIDTHS["desk"])
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="落实情况").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("甘肃省")
    for name in ("定西市", "岷县", "岷阳镇", "和平居民委员会"):
        page.locator("main table").first.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name}：尚有")
    shown = int(page.locator(".strip .big").first.inner_text().split()[0])
    page.locator(".strip > div > a").first.click()
    expect(page.locator("tbody tr"), "a figure is the number of its list").to_have_count(shown)


def test_a_wrong_password_says_so(opened: Opened) -> None:
    page = opened("county", WIDTHS["telephone"])
    page.get_by_role("button", name="退出").click()
    page.get_by_label("用户名").fill("nobody")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码错误")
    expect(page).to_have_title("出错： 登录 · 千校")


def test_the_workbook_of_a_school_downloads(opened: Opened) -> None:
    page = opened("school", WIDTHS["desk"])
    page.goto(f"/closes/2020-05/feedback/{SCHOOL}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载反馈表").click()
    assert waiting.value.suggested_filename == f"2020-05-{SCHOOL}.xlsx"


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_a_doubt_is_sent_to_be_looked_at_by_keyboard_and_taken_back(opened: Opened, width: int) -> None:
    page = opened("county", width)
    page.get_by_role("navigation", name="主菜单").get_by_role("link", name="比对台").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 条疑点等待人工认定")
    _fits(page)
    page.locator("tbody").get_by_role("link", name="对照").first.click()
    expect(page.get_by_role("button", name="派人核实")).to_be_visible()
    first = page.url
    _fits(page)
    page.get_by_label("电话联系不上").press("Space")
    page.get_by_role("button", name="派人核实").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已保存，下一条如下。")
    assert page.url.split("?")[0] != first
    _fits(page)
    page.get_by_role("button", name="撤回上一条").press("Enter")
    expect(page.locator("ol.stacked li").first).to_contain_text("结论已撤回")
    assert page.url == first
    _fits(page)
