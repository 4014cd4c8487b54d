"""The closed month of four counties in a database, with everybody who explains and signs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books.world import COUNTIES, PERIOD, write_world
from tests.databases import at, filled
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the close wrote to."""
    folder = tmp_path_factory.getbasetemp() / "books"
    return folder / "out" if folder.exists() else write_world(folder)


@pytest.fixture(scope="session")
def books_database(django_db_setup, django_db_blocker, closed: Path) -> str:  # type: ignore[no-untyped-def]
    """The month loaded, and the posts."""

    def fill() -> None:
        from qianxiao.masterdata.regions.actions import load_regions
        from qianxiao.returns.close.actions import load_close

        load_regions()
        load_close(closed, PERIOD, "tester")
        posts()

    with django_db_blocker.unblock():
        return filled("books", fill)


def posts() -> None:
    """An officer and a reviewer in each county, who signs in each prefecture, the province, the ministry."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    for county in COUNTIES:
        give_post(f"c{county}", "县经办", f"{county}县局", Role.COUNTY, span(county), county, demo=True)
        give_post(f"r{county}", "县复核", f"{county}县局", Role.REVIEWER, span(county), county, demo=True)
    for city in sorted({f"{county[:4]}00" for county in COUNTIES}):
        give_post(f"p{city}", "市经办", f"{city}市局", Role.PREFECTURE, span(city), city, demo=True)
    give_post("province", "省经办", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)
    give_post("ministry", "部经办", "部", Role.MINISTRY, span("CN"), "CN", demo=True)
    give_post("auditor", "审计", "审计组", Role.AUDITOR, span("CN"), "CN", demo=True)


@pytest.fixture(scope="module", autouse=True)
def own_database(books_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(books_database):
        yield
