"""One small closed month, its people in a database, the posts; every test in a transaction of its own."""

from collections.abc import Iterator

import pytest

from tests.analysis import world
from tests.databases import at, filled
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def analysis_database(django_db_setup, django_db_blocker, tmp_path_factory) -> str:  # type: ignore[no-untyped-def]
    """The world in a database."""
    out = tmp_path_factory.getbasetemp() / "analysis"
    with django_db_blocker.unblock():
        return filled("analysis", lambda: world.build(out))


@pytest.fixture(scope="module", autouse=True)
def own_database(analysis_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(analysis_database):
        yield
