"""The region table in a database, and signed-in clients, for the page of the reference data."""

from tests.web.conftest import county, month, out, own_database, pages_role, pytest_configure, sign_in

__all__ = ["county", "month", "out", "own_database", "pages_role", "pytest_configure", "sign_in"]
