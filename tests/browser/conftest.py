"""Chromium over the running site: one browser for a module, on a copy of the month of the web tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium
from tests.databases import at, copy
from tests.web.conftest import month, out, pytest_configure

__all__ = ["browser", "month", "out", "own_database", "pytest_configure", "site"]


@pytest.fixture(scope="module", autouse=True)
def own_database(month: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """What a browser does is committed: a file of tests has a database to itself."""
    with django_db_blocker.unblock(), copy(month) as name, at(name):
        yield


@pytest.fixture(scope="module")
def site(own_database: None) -> Iterator[str]:
    """The address of the running site. Not pytest-django's own fixture: that one empties the database."""
    server = LiveServer("127.0.0.1")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """Headless Chromium, opened once for a module."""
    with chromium() as opened:
        yield opened
