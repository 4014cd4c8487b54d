"""The month of the web tests with two technical schools in two counties, a training institution, and their posts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.databases import at, filled
from tests.studies.cast import CENTRE, OTHER_SCHOOL
from tests.web.conftest import PERIOD, out, pages_role, pytest_configure, sign_in
from tests.web.sample import COUNTY, OTHER

__all__ = ["out", "pages_role", "pytest_configure", "sign_in"]


def _fill(folder: Path) -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.models import Region
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.registers.schools.actions import take_in
    from qianxiao.returns.close.actions import load_close
    from qianxiao.returns.close.demo import demo_posts

    if not Region.objects.exists():
        load_regions()
    demo_posts(load_close(folder, PERIOD, "tester"))
    take_in(
        [
            {"org_code": OTHER_SCHOOL, "name": "宕昌技工学校", "org_type": "2", "region": OTHER},
            {"org_code": CENTRE, "name": "岷县培训中心", "org_type": "4", "region": COUNTY},
        ],
        "test",
    )
    give_post("other", "另一县", "宕昌县局", Role.COUNTY, span(OTHER), OTHER, demo=True)
    told = (("other-school", Role.SCHOOL), ("other-head", Role.SCHOOL_HEAD))
    for name, role in told:
        give_post(name, "另一校", "宕昌技工学校", role, institution=OTHER_SCHOOL, demo=True, place=OTHER)
    give_post("centre", "培训中心", "岷县培训中心", Role.SCHOOL, institution=CENTRE, demo=True, place=COUNTY)


@pytest.fixture(scope="session")
def studies_database(django_db_setup, django_db_blocker, out: Path) -> str:  # type: ignore[no-untyped-def]
    """A database beside the run's own, loaded once and committed."""
    with django_db_blocker.unblock():
        return filled("studies", lambda: _fill(out))


@pytest.fixture(scope="module", autouse=True)
def own_database(studies_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(studies_database):
        yield


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Thursday in the spring term, before the closing of April."""
    set_day(monkeypatch, 20200402)


def set_day(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    """The clock of duties stands on a day."""
    from datetime import date

    from django.urls import get_resolver

    from qianxiao.office.duties import asked, clock
    from qianxiao.services.studies import writing

    # every page is imported before: one that asks for `today` by name would keep the day of this test for good
    assert get_resolver().url_patterns
    on = date(day // 10000, day // 100 % 100, day % 100)
    for module in (clock, writing, asked):
        monkeypatch.setattr(module, "today", lambda: on)


@pytest.fixture
def school(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The registrar of the school of the month."""
    return sign_in("school")
