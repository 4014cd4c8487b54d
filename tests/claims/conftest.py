"""The month of the web tests with 47 students whose money has not come; every test in a transaction of its own."""

from collections.abc import Iterator

import pytest

from tests.claims import world
from tests.databases import at, filled
from tests.web.conftest import _fill, county, out, pages_role, pytest_configure, sign_in

__all__ = ["county", "out", "pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def claims_database(django_db_setup, django_db_blocker, out) -> str:  # type: ignore[no-untyped-def]
    """A database beside the month's own."""

    def fill() -> None:
        _fill(out)
        world.build()

    with django_db_blocker.unblock():
        return filled("claims", fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(claims_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(claims_database):
        yield
