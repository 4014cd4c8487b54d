"""A small loaded month and one signed-in client per role, on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.databases import at, filled
from tests.scoped import as_pages_do
from tests.web.database import start
from tests.web.sample import OTHER, write_month

PERIOD = 202005


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """After the run's server is up."""
    start()


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the close wrote to: one on each worker, whichever folder of tests asks first."""
    folder = tmp_path_factory.getbasetemp() / "month"
    return folder if folder.exists() else write_month(folder)


def _fill(out: Path) -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.models import Region
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.returns.close.actions import load_close
    from qianxiao.returns.close.demo import demo_posts

    if not Region.objects.exists():
        load_regions()
    demo_posts(load_close(out, PERIOD, "tester"))
    give_post("other", "另一县", "宕昌县局", Role.COUNTY, span(OTHER), OTHER, demo=True)
    give_post(
        "other-school",
        "另一校",
        "另一学校",
        Role.SCHOOL,
        institution="916200000000000099",
        demo=True,
        place=OTHER,
    )


@pytest.fixture(scope="session")
def month(django_db_setup, django_db_blocker, out: Path) -> str:  # type: ignore[no-untyped-def]
    """The database with the month; loaded once on each worker."""
    with django_db_blocker.unblock():
        return filled("month", lambda: _fill(out))


@pytest.fixture(scope="module", autouse=True)
def own_database(month: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own, on the month."""
    with django_db_blocker.unblock(), at(month):
        yield


@pytest.fixture(autouse=True)
def pages_role(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever asks for a database gets it as pages do."""
    if not request.node.get_closest_marker("django_db"):
        yield
        return
    request.getfixturevalue("db")
    with as_pages_do():
        yield


@pytest.fixture
def sign_in(db) -> Callable[[str], Client]:  # type: ignore[no-untyped-def]
    """A client of a demo account, Chinese."""
    from qianxiao.office.accounts.models import User

    def opened(username: str) -> Client:
        client = Client(headers={"accept-language": "zh-CN"})
        client.force_login(User.objects.get(username=username))
        return client

    return opened


@pytest.fixture
def county(sign_in: Callable[[str], Client]) -> Client:
    """The county officer of 岷县."""
    return sign_in("county")
