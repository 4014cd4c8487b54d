"""A county with people, accounts and money; loaded once, copied for what commits."""

from collections.abc import Iterator

import pytest

from tests.databases import at, copy, filled
from tests.payments.world import fill
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def payments_database(django_db_setup, django_db_blocker) -> str:  # type: ignore[no-untyped-def]
    """The name of the filled database."""
    with django_db_blocker.unblock():
        return filled("payments", fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(request, payments_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """A file that commits (COMMITS = True) works on a copy of its own."""
    with django_db_blocker.unblock():
        if getattr(request.module, "COMMITS", False):
            with copy(payments_database) as name, at(name):
                yield
        else:
            with at(payments_database):
                yield
