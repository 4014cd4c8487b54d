"""Two counties whose people stand on the platform; every test in a transaction of its own."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.databases import at, filled
from tests.employment import world
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def employment_database(django_db_setup, django_db_blocker) -> str:  # type: ignore[no-untyped-def]
    """The world in a database."""
    with django_db_blocker.unblock():
        return filled("employment", world.build)


@pytest.fixture(scope="module", autouse=True)
def own_database(employment_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(employment_database):
        yield


@pytest.fixture
def county(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The county officer of 岷县."""
    return sign_in("county")


@pytest.fixture
def other(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The county officer of 宕昌."""
    return sign_in("other")
