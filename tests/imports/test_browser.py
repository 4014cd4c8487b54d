"""The county clerk in Chromium: brings a dirty roster of 5,000 rows in, takes the good rows, gets the wrong ones back."""

import asyncio
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from qianxiao.demo.roster import write_roster
from qianxiao.office.accounts.actions import DEMO_PASSWORD
from tests.chromium import chromium, sideways
from tests.imports.rosters import entries

pytestmark = pytest.mark.browser
ROWS = 5000


@pytest.fixture
def site(imports: Path) -> Iterator[str]:
    """The running site with a worker beside it, as `make run` has them."""
    from qianxiao.office.jobs.tasks import work

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the worker's thread has an event loop
    server, over = LiveServer("127.0.0.1"), threading.Event()

    def worker() -> None:
        while not over.wait(0.5):
            asyncio.run(work(wait=False))

    running = threading.Thread(target=worker)
    running.start()
    yield server.url
    over.set()
    running.join()
    server.stop()
    connection.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def browser(site: str) -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def _seen(page: Page, name: str) -> None:
    """No sideways scroll; a picture where somebody wants to look (QIANXIAO_SHOTS)."""
    assert sideways(page) == 0, name
    if folder := os.environ.get("QIANXIAO_SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def _sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_dirty_roster_of_5000_rows(browser: Browser, site: str, tmp_path: Path, width: int) -> None:
    path = tmp_path / "脏名册.xlsx"
    planted = write_roster(path, ROWS, 1)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", base_url=site, java_script_enabled=False
    )
    context.set_default_timeout(180_000)  # other tests may run beside it
    page = context.new_page()
    _sign_in(page, "county")
    page.goto("/import/")
    _seen(page, "wizard")
    page.locator("#register").select_option("poor")
    page.get_by_label("名册所属月份").fill("2020-06")
    page.get_by_label("文件（").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    _seen(page, "reading")
    expect(page.get_by_role("heading", level=1)).to_have_text("已读取 5,000 行：核对后导入", timeout=120_000)
    _seen(page, "preview")
    wrong = sum(planted[kind] for kind in ("digits_lost", "missing", "not_yours", "invisible", "region_form"))
    wrong += 2 * planted["duplicate_key"]
    good = ROWS - wrong - planted["duplicate_same"]
    twins = 2 * planted["twin"]
    expect(page.locator(".strip")).to_contain_text(f"新增{good - twins:,}")
    expect(page.locator(".strip")).to_contain_text(f"疑似重复{twins}")
    with page.expect_download() as fetched:
        page.get_by_role("link", name=f"下载需更正的 {wrong} 行").click()
    back = CalamineWorkbook.from_filelike(io.BytesIO(Path(fetched.value.path()).read_bytes()))
    assert len(back.get_sheet_by_index(0).to_python()) == wrong + 1
    page.goto(page.url + "?tab=twin")
    _seen(page, "twins")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"已导入 {good - twins:,} 行", timeout=60_000)
    _seen(page, "done")
    page.goto("/jobs/")
    _seen(page, "jobs")
    context.close()
    assert entries() == good - twins
