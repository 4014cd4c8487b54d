"""The month of the web tests with two training institutions in it; every test in a transaction of its own, as pages work."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.databases import at, filled
from tests.training import world
from tests.web.conftest import _fill, county, out, pages_role, pytest_configure, sign_in

__all__ = ["county", "out", "pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def training_database(django_db_setup, django_db_blocker, out) -> str:  # type: ignore[no-untyped-def]
    """A database beside the month's own: a clock is set in it."""

    def fill() -> None:
        _fill(out)
        world.build()

    with django_db_blocker.unblock():
        return filled("training", fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(training_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(training_database):
        yield


@pytest.fixture
def trainer(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The training institution of 岷县."""
    return sign_in("trainer")


@pytest.fixture
def rival(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """A training institution of another prefecture."""
    return sign_in("rival")
