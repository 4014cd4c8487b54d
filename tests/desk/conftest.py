"""A copy of the loaded month, clients, and Chromium over the running site."""

from tests.browser.conftest import browser, own_database, site
from tests.web.conftest import county, month, out, pages_role, pytest_configure, sign_in

__all__ = [
    "browser",
    "county",
    "month",
    "out",
    "own_database",
    "pages_role",
    "pytest_configure",
    "sign_in",
    "site",
]
