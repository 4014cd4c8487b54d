"""Journeys in Chromium: somebody is sent and answers, a school confirms, a number is shown and covered again."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.test_journeys import WIDTHS, Opened, _fits, opened

__all__ = ["opened"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("width", WIDTHS.values(), ids=list(WIDTHS))
def test_somebody_is_sent_and_the_answer_comes_back(opened: Opened, width: int) -> None:
    county = opened("county", width)
    county.goto("/match/doubts/")
    county.locator("tbody").get_by_role("link", name="对照").first.click()
    place = county.url
    county.get_by_label("两人都像，需入户核实").check()
    expect(county.get_by_label("由谁核实")).to_contain_text("向秋菊")
    county.get_by_role("button", name="派人核实").click()
    expect(county.get_by_role("status")).to_contain_text("已保存")
    village = opened("township", width)
    village.goto("/duties/?view=mine")
    _fits(village)
    village.get_by_role("link", name="入户核实比对疑点").first.click()
    _fits(village)
    village.get_by_role("link", name="前往办理").click()
    _fits(village)
    village.get_by_label("核实情况").fill("全家外出务工，电话不通")
    village.get_by_role("button", name="无法认定").click()
    expect(village.locator("main")).to_contain_text("待认定")
    county.goto(place)
    expect(county.locator("ol.stacked li").first).to_contain_text("全家外出务工，电话不通")
    _fits(county)


def test_figures_open_to_lists_and_every_page_fits(opened: Opened) -> None:
    for width in WIDTHS.values():
        page = opened("province", width)
        for address in ("/match/", "/match/202005", "/match/exchange", "/quality", "/match/feedback/"):
            page.goto(address)
            assert page.locator("h1").count() == 1
            _fits(page)
        page.goto("/match/202005")
        page.get_by_role("link", name="完全一致").first.click()
        expect(page.locator("tbody tr")).to_have_count(50)
        _fits(page)


def test_a_school_confirms_with_one_click(opened: Opened) -> None:
    school = opened("school", WIDTHS["telephone"])
    school.goto("/match/feedback/")
    _fits(school)
    school.locator("tbody").get_by_role("link").first.click()
    _fits(school)
    school.get_by_role("button", name="签收").click()
    expect(school.locator("ol.stacked li").first).to_contain_text("签收")
    expect(school.get_by_role("button", name="签收")).to_have_count(0)
    office = opened("county", WIDTHS["desk"])
    office.goto("/match/feedback/?state=confirmed")
    expect(office.locator("tbody")).to_contain_text("岷州技工学校")


def test_a_number_is_shown_for_a_purpose_and_covered_again(opened: Opened) -> None:
    page = opened("county", WIDTHS["telephone"])
    page.goto("/find")
    page.locator("main input[name=text]").fill("杨秀梅")
    page.keyboard.press("Enter")
    page.locator("tbody").get_by_role("link").first.click()
    _fits(page)
    page.get_by_label("查看用途").first.select_option("call")
    page.get_by_role("button", name="显示完整号码").first.click()
    expect(page.locator(".reveal")).to_have_text("990001200105170017")
    _fits(page)
    page.get_by_role("link", name="立即隐藏").click()
    expect(page.locator("main")).not_to_contain_text("990001200105170017")


def test_heads_on_a_full_device_cover_the_number_with_a_sentence(opened: Opened, site: str) -> None:
    """The store fails after the commit: the number is not shown, and tasks go on."""
    page = opened("county", WIDTHS["desk"])
    page.goto("/find")
    page.locator("main input[name=text]").fill("杨秀梅")
    page.keyboard.press("Enter")
    page.locator("tbody").get_by_role("link").first.click()
    address = page.locator("form[action*='/reveal/']").first.get_attribute("action")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    kept, settings.AUDIT_HEADS = settings.AUDIT_HEADS, "/dev/full"
    try:
        told = {"purpose": "call", "csrfmiddlewaretoken": token}
        answer = page.request.post(site + str(address), form=told, headers={"referer": site})
        assert answer.status == 503 and "990001200105170017" not in answer.text()
        assert answer.headers["retry-after"] == "60" and "href" in answer.text()
        assert page.goto("/closes/").status == 200  # type: ignore[union-attr]
        assert page.goto("/duties/").status == 200  # type: ignore[union-attr]
    finally:
        settings.AUDIT_HEADS = kept
    again = page.request.post(site + str(address), form=told, headers={"referer": site})
    assert again.status == 200 and "990001200105170017" in again.text()
