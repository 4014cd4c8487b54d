"""Headless Chromium for a test module or a round of pictures."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright

FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
PATIENCE = 20_000  # ms until an expected text must stand there: other tests run beside
_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"


@contextmanager
def chromium() -> Iterator[Browser]:
    """An opened browser; fails loudly when there is none.

    The driver keeps an event loop in this thread, in which nobody else may open one and Django refuses
    to work unless told: so it lives for a module, never for a session."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is needed: install the package chromium"
    before = os.environ.get(_UNSAFE)
    os.environ[_UNSAFE] = "1"
    try:
        with sync_playwright() as driver:
            expect.set_options(timeout=PATIENCE)
            opened = driver.chromium.launch(executable_path=path, args=FLAGS.split())
            yield opened
            opened.close()
            if settings.configured:  # pictures are taken of a site elsewhere
                connections.close_all()  # inside the driver's loop Django keeps a connection of its own
    finally:
        if before is None:
            del os.environ[_UNSAFE]


def sideways(page: Page) -> int:
    """Pixels a page scrolls sideways, 0 when it fits.

    A click returns when the next page has begun to arrive, before it has a root element to measure."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
