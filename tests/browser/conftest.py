"""Chromium over the running site: one browser for a module, the month of the web tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.chromium import chromium
from tests.web.conftest import django_db_setup, out, pytest_configure

__all__ = ["browser", "django_db_setup", "out", "pytest_configure", "site"]


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The address of the running site. Not pytest-django's own fixture: that one empties the database."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """Headless Chromium, opened once for a module."""
    with chromium() as opened:
        yield opened
