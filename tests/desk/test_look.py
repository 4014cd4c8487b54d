"""Every page in Chromium: nothing scrolls sideways, weights stay under the budget, axe-core finds nothing; red controls."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python import base as axe
from playwright.sync_api import Browser, Page, expect

from qianxiao.base.paths import ASSETS
from qianxiao.office.accounts.actions import DEMO_PASSWORD
from tests.chromium import sideways
from tests.web.sample import COUNTY, SCHOOL, TOWN

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HTML, CSS, SCRIPT, NODES = 25_000, 12_000, 25_000, 3_000  # bytes gzipped (design §10); elements of a list
MONTH = "/closes/2020-05"
PAGES = {
    "county": (
        "/today", "/people/", "/people/?size=200", f"/people/?region={TOWN}&state=study.served", "/find", "/duties/",
        "/duties/lacking", "/duties/ledger", "/duties/inbox", "/jobs/", "/import/", "/match/doubts/", "/people/duplicates/", f"{MONTH}/coverage/{COUNTY}", f"{MONTH}/gaps/{COUNTY}",
        f"{MONTH}/person/P00000", f"{MONTH}/irregularities/", f"{MONTH}/files/", "/account", "/account/looks", "/orgs/",
        "/catalogue", "/clauses/S19-12", "/households/", "/households/ >> tbody a.obj", f"/households/?region={TOWN}",
        "/households/changes?verb=changed", "/households/moves/", "/households/lists/leavers", "/households/lists/workers", "/exports/", f"{MONTH}/people/{COUNTY}", "/match/exchange", "/match/feedback/", "/people/ >> tbody a.obj",
        "/people/corrections/", f"{MONTH}/person/P00001",
    ),
    "reviewer": (
        "/schools/", f"/schools/{SCHOOL}", "/monitoring/", "/monitoring/cases/", "/students/", "/students/statistics", "/teachers/",
        "/students/intake/", "/classes/", "/classes/volume", "/classes/stops", "/evaluation/", "/certificates/", "/key/", "/library/",
        "/portal/", "/portal/courses/", "/portal/keys/", "/portal/verify?number=QX1", "/portal/sign-in",
        "/payments/", "/payments/all/", "/payments/returns", "/payments/recover", "/payments/accounts", "/funds/",
        "/findings/", "/findings/rules", "/findings/calls", "/classes/outcomes/rates", "/classes/startups", "/classes/courses", "/classes/trades", "/outreach/", "/outreach/none",
        "/library/campaign", "/control/", "/key/performance", "/curricula/", f"/curricula/{SCHOOL}/0101-4", "/teachers/places",
        "/reports/", "/reports/annual/", f"/board/{COUNTY}", "/targets/", "/supervision/", "/supervision/progress/", "/reports/training/?span=total&b=sex", "/reports/analysis/", "/reports/monthly/", f"/reports/monthly/2020-05/{COUNTY}", f"/reports/monthly/2020-05/{COUNTY}/differences", "/claims/", "/claims/ageing", "/entitlements/", "/notices/", "/rules/", "/rules/training_subsidy/try", "/findings/rules", "/findings/calls",
    ),
    "enterprise": ("/claims/new", "/claims/apply/work_for_training", "/claims/plans/", "/payments/ours/"),
    "auditor": ("/trail/",),
    "school": ("/today", f"{MONTH}/feedback/{SCHOOL}", "/students/new", "/students/term", "/key/apply", "/key/contacts/",
               f"/schools/{SCHOOL}", "/library/new", "/library/learners/new", "/classes/new"),
    "monitor": ("/monitoring/",),
    "system": ("/orgs/new",),
}  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# what passes is not written down: on a long list that takes longer than looking
AXE = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Opened]:
    """Signs a demo account in at a width."""
    contexts = []

    def open_as(username: str, width: int, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            base_url=site,
            java_script_enabled=script,
            bypass_csp=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录").click()
        return page

    yield open_as
    for context in contexts:
        context.close()


def _go(page: Page, address: str) -> None:
    """Open an address, or `address >> selector`: the page behind the first such link on it."""
    there, _, selector = address.partition(" >> ")
    answer = page.goto(there)
    if selector:
        answer = page.goto(str(page.locator(selector).first.get_attribute("href")))
    assert answer and answer.status == 200, address


def _violations(page: Page) -> list[str]:
    """What axe-core finds: rule, how often, the first element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(AXE, TAGS)
    return [
        f"{one['id']} x{len(one['nodes'])} {one['nodes'][0]['html'][:160]}" for one in found["violations"]
    ]


@pytest.mark.parametrize("role", PAGES)
def test_no_page_scrolls_sideways_and_axe_finds_nothing(opened: Opened, role: str) -> None:
    """Each page is asked for once, and made narrow as it stands: its styles know no script."""
    page = opened(role, 1440)
    wrong: dict[str, list[str]] = {}
    for address in PAGES[role]:
        page.set_viewport_size({"width": 1440, "height": 900})
        _go(page, address)
        told = []
        for width in (1440, 320):
            page.set_viewport_size({"width": width, "height": 900})
            told += [f"{width}: {line}" for line in _violations(page)]
            if over := sideways(page):
                told.append(f"{width}: {over} px too wide")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        if nodes > NODES and "size=200" not in address:
            told.append(f"{nodes} elements")
        if told:
            wrong[address] = told
    assert wrong == {}


@pytest.mark.parametrize("role", PAGES)
def test_weights_stay_under_the_budget(sign_in, role: str) -> None:  # type: ignore[no-untyped-def]
    client = sign_in(role)
    heavy = {}
    for address in PAGES[role]:
        there, _, selector = address.partition(" >> ")
        answer = client.get(there)
        if selector:
            link = re.search(r'<tbody>.*?<a class="obj" href="([^"]+)"', answer.content.decode(), re.DOTALL)
            assert link, address
            answer = client.get(link[1])
        weight = len(gzip.compress(answer.content))
        if weight > HTML:
            heavy[address] = weight
    assert heavy == {}


def test_styles_and_script_stay_under_the_budget() -> None:
    def weigh(*names: str) -> int:
        return sum(len(gzip.compress((ASSETS / name).read_bytes())) for name in names)

    assert weigh("tokens.css", "office.css", "print.css") <= CSS
    assert weigh("behave.js") <= SCRIPT
    text = "".join(
        (ASSETS / name).read_text(encoding="utf-8") for name in ("tokens.css", "office.css", "print.css")
    )
    banned = (
        "@layer",
        ":has(",
        "@container",
        "oklch",
        "color-mix",
        "inset:",
        "aspect-ratio",
        "margin-inline",
    )
    assert [word for word in banned if word in text] == [], "Chromium 86 does not know these"


def test_answers_are_sent_compressed(sign_in) -> None:  # type: ignore[no-untyped-def]
    answer = sign_in("county").get("/people/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip" and len(answer.content) < HTML


def test_red_what_the_checks_must_find(opened: Opened) -> None:
    page = opened("county", 320)
    page.goto("/today")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<p><img src=x width=900></p>')"
    )
    assert sideways(page) > 0, "a wide picture must be found"
    assert any(line.startswith("image-alt") for line in _violations(page)), (
        "a picture without words must be found"
    )


def test_a_list_works_without_script(opened: Opened) -> None:
    page = opened("county", 1440, script=False)
    page.goto("/people/?size=20")
    first = page.locator("tbody a.obj").first.inner_text()
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("tbody a.obj").first).not_to_have_text(first)
    page.get_by_role("link", name="上一页").click()
    expect(page.locator("tbody a.obj").first).to_have_text(first)
    page.locator("#f-state").select_option("study.served")
    page.get_by_role("button", name="应用").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("24 人")
    page.locator("summary", has_text="视图").click()
    page.get_by_label("把当前筛选存为").fill("就学已落实")
    page.get_by_role("button", name="保存").first.click()
    expect(page.get_by_role("link", name="就学已落实")).to_have_attribute("aria-current", "page")


def test_a_list_by_keys_and_swapped_in_place(opened: Opened) -> None:
    page = opened("county", 1440)
    page.goto("/people/?size=20")
    page.evaluate("window.same = true")
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("link", name="上一页")).to_be_visible()
    assert page.evaluate("window.same"), "only the list was fetched"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-count]")).to_have_text("已勾选 1 行")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="号码")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#site-find")).to_be_focused()


def test_keys_can_be_turned_off_and_text_made_larger(opened: Opened) -> None:
    page = opened("county", 1440)
    page.goto("/account")
    page.get_by_label("字号").select_option("xl")
    page.locator("#reading").get_by_label("单键").uncheck()
    page.locator("#reading").get_by_role("button", name="保存").click()
    expect(page.locator("html")).to_have_class(re.compile("fs-xl"))
    page.goto("/people/")
    page.keyboard.press("j")
    assert page.locator("tr.here").count() == 0
