"""The loaded month of the web tests with its three doubts, and signed-in clients."""

from tests.web.conftest import county, django_db_setup, out, pages_role, pytest_configure, sign_in

__all__ = ["county", "django_db_setup", "out", "pages_role", "pytest_configure", "sign_in"]
