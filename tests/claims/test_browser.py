"""J6 in Chromium: from today's queue through three exceptions to 44 people passed, in nine clicks at most, without a script."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from qianxiao.office.accounts.actions import DEMO_PASSWORD
from tests.chromium import chromium, sideways
from tests.claims.test_apply import student
from tests.claims.test_own import learner
from tests.claims.test_review import claims, lines
from tests.claims.world import COUNTY, EACH, person
from tests.committed import signed_in
from tests.databases import at, copy
from tests.payments.bankside import running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def own_database(claims_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """What a browser does is committed: this file has a database to itself."""
    with django_db_blocker.unblock(), copy(claims_database) as name, at(name):
        yield


@pytest.fixture(autouse=True)
def pages_role(own_database: None) -> None:
    """Pages are served from connections of their own; nothing here works in one transaction."""


@pytest.fixture(scope="module")
def site(own_database: None) -> Iterator[str]:
    """The address of the running site."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """Headless Chromium."""
    with chromium() as opened:
        yield opened


class Clicks:
    """A page whose clicks are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.n = page, 0

    def link(self, name: str) -> None:
        self.n += 1
        self.page.get_by_role("link", name=name).first.click()

    def button(self, name: str) -> None:
        self.n += 1
        self.page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_batch_of_47_takes_nine_clicks_at_most(width: int, browser: Browser, site: str) -> None:
    from qianxiao.money.claims.actions import set_source
    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()):
        set_source("death", False, None, "", "operator")
        number = claims().filter(item="rain_dew").values_list("pk", flat=True).first()
    if number is None:
        made = signed_in("county").post("/claims/auto", {"item": "rain_dew", "county": COUNTY})
        number = int(made["Location"].rsplit("/", 1)[1])
    else:  # the second width does it over: what was decided is undone behind the pages
        _undone(number)
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", base_url=site, java_script_enabled=False)  # fmt: skip
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("用户名").fill("county")
    page.get_by_label("密码").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto("/today")
    assert "雨露计划补助，47 人，3 人要人工看" in page.content()
    user = Clicks(page)
    user.link("审核") if page.get_by_role("link", name="审核", exact=True).count() else user.link(
        "雨露计划补助"
    )
    assert page.url.endswith(f"/claims/{number}") and "44 人已核实" in page.content()
    assert sideways(page) == 0
    user.link("查看")
    for _each in range(3):
        assert sideways(page) == 0
        user.button("不予通过")  # the check's own sentence is the reason; the next one opens by itself
    assert page.url.endswith(f"/claims/{number}")
    user.link("通过 44 人")
    assert "66,000" in page.content()
    user.button("通过 44 人")
    with in_scope(whole_scope()):
        one = claims().get(pk=number)
        refused = lines(one).filter(state="refused")
        assert (one.state, one.lines_told, one.total) == ("checked", 44, 44 * EACH)
        assert refused.count() == 3 and all(row.reason for row in refused)
    print(f"J6: {user.n} clicks at {width} px")
    assert user.n <= 9
    context.close()


def _undone(number: int) -> None:
    from django.db import connection

    from qianxiao.office.accounts.scope import in_scope, whole_scope

    with in_scope(whole_scope()), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_filehand")
        cursor.execute("UPDATE claims_claim SET state = 'submitted', first_by = '', lines_told = 47 WHERE id = %s", [number])  # fmt: skip
        cursor.execute("UPDATE claims_claimline SET state = 'open', live = true, reason = '', decided_by = '' WHERE claim_id = %s", [number])  # fmt: skip


def _account(at_: int) -> None:
    """Somebody's account, sealed."""
    from qianxiao.base.vault import blind, mask, seal
    from qianxiao.office.audit.keys import ring
    from qianxiao.registers.people.models import Person, Sealed
    from tests.scoped import all_rows

    one, keys, text = person(at_), ring(), f"62170000000{at_:05}"
    all_rows(Sealed).filter(person=one.pk, kind="account").delete()
    version, data = seal(keys, "account", one.pk, text)
    all_rows(Sealed).create(
        person_id=one.pk, kind="account", version=version, sealed=data, index=blind(keys, "account", text),
        index_version=keys.active("index"),
    )  # fmt: skip
    all_rows(Person).filter(pk=one.pk).update(account_mask=mask("account", text))


def _paid(folder: Path, monkeypatch: pytest.MonkeyPatch, at_: int) -> tuple[Client, str]:
    """Local aid of somebody, from the application to the bank's own statement; the person's client and page."""
    from qianxiao.money.claims.actions_money import follow_all
    from qianxiao.money.notices.models import NoticeLine
    from qianxiao.money.payments import sending
    from qianxiao.money.payments.bank import bank
    from qianxiao.money.payments.models import Batch
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from tests.payments.world import give
    from tests.scoped import all_rows

    with in_scope(whole_scope()):
        student(at_)
        _account(at_)
        me = learner(at_)
        give(COUNTY, 10_000_00, "1")
    place = me.post("/portal/apply/local_aid", {"key": str(uuid4())})["Location"]
    with in_scope(whole_scope()):
        number = claims().filter(item="local_aid").latest("id").pk
    signed_in("county").post(f"/claims/{number}/pass")
    signed_in("reviewer").post(f"/claims/{number}/do/second")
    signed_in("county").post(f"/claims/{number}/do/put_up")
    with in_scope(whole_scope()):
        all_rows(NoticeLine).update(state="clear")
    told = follow_all("worker")
    assert (told["seen"], told["reserved"]) == (1, 1)
    with running(folder) as teller:
        monkeypatch.setattr(settings, "BANK_URL", teller.url, raising=False)
        finance, second = signed_in("finance"), signed_in("finance2")
        finance.post("/payments/batches/new", {"region": COUNTY, "fund": "1"})
        with in_scope(whole_scope()):
            batch = all_rows(Batch).latest("id")
        for client in (finance, second):
            client.post(f"/payments/batches/{batch.pk}/release", {"seen": batch.digest})
        wire = bank(5)
        assert wire is not None and sending.send_released(wire) == {"accepted": 1}
        assert finance.post("/payments/bank/fetch").status_code == 302
    follow_all("worker")
    return me, str(place)


def test_from_the_application_to_the_learner_who_has_it_and_the_auditor_who_asks_why(
    browser: Browser, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """19-12-08, 19-13-05: statement → claim arrived → entitlement paid → the learner's page, who confirms; then an auditor
    in Chromium comes from a figure of the funds to the bank's line, and from there in three clicks to why she got it."""
    from qianxiao.money.payments.models import Payment
    from qianxiao.office.accounts.scope import in_scope, whole_scope
    from tests.scoped import all_rows

    me, place = _paid(tmp_path / "bank", monkeypatch, 40)
    with in_scope(whole_scope()):
        claim = claims().filter(item="local_aid").latest("id")
        row = lines(claim)[0]
        due = row.entitlement
        assert (claim.state, row.paid, due.had, due.open) == ("done", "settled", due.amount, 0)
        payment = all_rows(Payment).get(claim=row.reference)
        key = payment.lines.within(whole_scope()).get().key
    assert "已到账" in me.get("/portal/mine").content.decode()
    page = me.get(place).content.decode()
    assert "确认到账" in page
    assert me.post(f"{place}/arrived").status_code == 302 and me.post(f"{place}/arrived").status_code == 422
    with in_scope(whole_scope()):
        payment.refresh_from_db()
        assert (
            payment.confirmed_on and claim.steps.within(whole_scope()).filter(verb="confirmed").count() == 1
        )
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN", base_url=site, java_script_enabled=False)  # fmt: skip
    shown = context.new_page()
    shown.goto("/sign-in")
    shown.get_by_label("用户名").fill("auditor")
    shown.get_by_label("密码").fill(DEMO_PASSWORD)
    shown.get_by_role("button", name="登录").click()
    shown.goto("/funds/")
    user = Clicks(shown)
    user.link(f"{payment.amount // 100:,}")  # the figure: what the county paid out of this fund
    user.link(payment.holder)
    text = shown.content()
    assert "BK" in text and key in text  # the bank's own number of the line
    assert user.n == 2 and sideways(shown) == 0
    user.link("为什么应发")
    text = shown.content()
    assert user.n == 3 and "家庭经济困难" in text and "人社部发〔2019〕2号" in text and "满足" in text
    print(f"auditor: {user.n} clicks from the figure to the reason")
    context.close()
