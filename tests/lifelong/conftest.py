"""The world of the studies: two schools in two counties, one of them far from a student's home."""

from tests.studies.conftest import (
    out,
    own_database,
    pages_role,
    pytest_configure,
    school,
    sign_in,
    studies_database,
    today,
)

__all__ = [
    "out", "own_database", "pages_role", "pytest_configure", "school", "sign_in", "studies_database", "today",
]  # fmt: skip
