"""The month of four counties that the books are tested with."""

from tests.books.conftest import books_database, closed, own_database, pages_role, pytest_configure, sign_in

__all__ = ["books_database", "closed", "own_database", "pages_role", "pytest_configure", "sign_in"]
