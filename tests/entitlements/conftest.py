"""The month of the web tests, for what people are due and what is claimed of it."""

from tests.web.conftest import county, month, out, own_database, pages_role, pytest_configure, sign_in

__all__ = ["county", "month", "out", "own_database", "pages_role", "pytest_configure", "sign_in"]
