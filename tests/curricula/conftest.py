"""The world of the studies: two schools in two counties."""

from tests.studies.conftest import (
    out,
    own_database,
    pages_role,
    pytest_configure,
    sign_in,
    studies_database,
    today,
)

__all__ = ["out", "own_database", "pages_role", "pytest_configure", "sign_in", "studies_database", "today"]
