"""Chromium over the running site: one browser for the run, the month of the web tests."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.web.conftest import django_db_setup, out, pytest_configure

__all__ = ["browser", "django_db_setup", "out", "pytest_configure", "site"]
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"


@pytest.fixture(scope="session")
def site(django_db_setup, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The address of the running site. Not pytest-django's own fixture: that one empties the database."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def browser(site: str) -> Iterator[Browser]:
    """Headless Chromium; fails loudly when there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is needed: install the package chromium"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver keeps an event loop in this thread
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=FLAGS.split())
        yield opened
        opened.close()
        connections.close_all()  # inside the driver's loop Django keeps a connection of its own
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
