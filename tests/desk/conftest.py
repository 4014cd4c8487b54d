"""The loaded month of the web tests, clients, and Chromium over the running site."""

from tests.browser.conftest import browser, site
from tests.web.conftest import county, django_db_setup, out, pages_role, pytest_configure, sign_in

__all__ = [
    "browser",
    "county",
    "django_db_setup",
    "out",
    "pages_role",
    "pytest_configure",
    "sign_in",
    "site",
]
