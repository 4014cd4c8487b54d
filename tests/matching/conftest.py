"""The loaded month of the web tests with its three doubts, and signed-in clients."""

from tests.web.conftest import county, month, out, own_database, pages_role, pytest_configure, sign_in

__all__ = ["county", "month", "out", "own_database", "pages_role", "pytest_configure", "sign_in"]
