"""Offices of four tiers and one school, made for each test; the duties' clock is set by each test."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from tests.scoped import as_owner, as_pages_do
from tests.web.database import start

PROVINCE, PREFECTURE, COUNTY, OTHER, ABROAD = "620000", "621100", "621126", "621121", "522301"
SCHOOL = "996211260000000001"


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """After the run's server is up."""
    start()


def _give(name: str, agency: str, role: str, region: str, institution: str = "") -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    if institution:
        give_post(name, f"{name}某", agency, Role(role), institution=institution, demo=False, place=region)
    else:
        give_post(name, f"{name}某", agency, Role(role), span(region), region, demo=False)


def _offices() -> None:
    from qianxiao.office.accounts.actions import link_agencies, set_up_units

    set_up_units()
    _give("ministry", "人力资源和社会保障部", "ministry", "CN")
    _give("province", "甘肃省人力资源和社会保障厅", "province", PROVINCE)
    _give("prefecture", "定西市人社局", "prefecture", PREFECTURE)
    _give("county", "岷县人社局", "county", COUNTY)
    _give("reviewer", "岷县人社局", "reviewer", COUNTY)
    _give("auditor", "审计组", "auditor", "CN")
    _give("relief", "岷县扶贫办", "relief", COUNTY)
    _give("other", "通渭县人社局", "county", OTHER)
    _give("second", "通渭县人社局", "county", OTHER)
    _give("abroad", "册亨县人社局", "county", ABROAD)
    _give("head", "岷县技工学校", "school_head", COUNTY, SCHOOL)
    _give("monitor", "岷县技工学校", "monitor", COUNTY, SCHOOL)
    link_agencies([("岷县人社局", "定西市人社局"), ("定西市人社局", "甘肃省人力资源和社会保障厅")])


@pytest.fixture(autouse=True)
def country(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever asks for a database gets these offices and no others, as pages see them; nothing stays behind.

    Tests of other parts may have committed theirs: in this test's transaction they are not there.
    """
    if not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    with as_pages_do():
        with as_owner() as cursor:
            cursor.execute("ALTER TABLE duties_dutyevent DISABLE TRIGGER duties_insert_only")
            for table in (
                "duties_dutyevent",
                "duties_duty",
                "duties_clock",
                "accounts_filehand",
                "accounts_post",
            ):
                cursor.execute(f"DELETE FROM {table}")
            cursor.execute("UPDATE accounts_agency SET above_id = NULL")
            cursor.execute("DELETE FROM accounts_agency")
            cursor.execute("ALTER TABLE duties_dutyevent ENABLE TRIGGER duties_insert_only")
        _offices()
        yield


@pytest.fixture
def on(db) -> Callable[[str], tuple[int, int, int, int]]:  # type: ignore[no-untyped-def]
    """Set the clock and do the day's work; returns opened, named, reminded, raised."""
    from qianxiao.office.accounts.queries import Actor
    from qianxiao.office.duties import actions

    def day(text: str) -> tuple[int, int, int, int]:
        operator, when = Actor("operator"), date.fromisoformat(text)
        actions.set_clock(operator, when)
        made = actions.open_duties(operator, actions.periods_about(when))
        return *made, *actions.remind_and_raise(operator)

    return day


@pytest.fixture
def sign_in(db) -> Callable[..., Client]:  # type: ignore[no-untyped-def]
    """A client of a demo account, Chinese unless told otherwise."""
    from qianxiao.office.accounts.models import User

    def opened(username: str, language: str = "zh-CN") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(User.objects.get(username=username))
        return client

    return opened
