"""The households of two months, on a day of July; every test in a transaction of its own, as pages work."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.databases import at, filled
from tests.households.conftest import _fill, months
from tests.web.conftest import county, pages_role, pytest_configure, sign_in

__all__ = ["county", "months", "pages_role", "pytest_configure", "sign_in"]
DAY = date(2020, 7, 6)


@pytest.fixture(scope="session")
def outreach_database(django_db_setup, django_db_blocker, months: Path) -> str:  # type: ignore[no-untyped-def]
    """A database beside the run's own: a clock is set in it."""

    def fill() -> None:
        from qianxiao.office.accounts.queries import Actor
        from qianxiao.office.duties.actions import set_clock

        _fill(months)
        set_clock(Actor("operator"), DAY)

    with django_db_blocker.unblock():
        return filled("outreach", fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(outreach_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(outreach_database):
        yield
