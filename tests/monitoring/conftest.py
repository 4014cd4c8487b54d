"""Two schools of the studies' world; in one of them students of poor families on the roll."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.scoped import all_rows
from tests.studies.cast import POOR, active, of, register, student
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
MONTH = 202004


@pytest.fixture
def poor(sign_in: Callable[[str], Client]) -> list[str]:
    """Pages of three students of poor families, and one of another: registered, said yes to twice."""
    from qianxiao.services.studies.models import Student

    registrar = sign_in("school")
    pages = [register(registrar, who) for who in (POOR, of(1), of(2), of(3))]
    for page in pages:
        active(sign_in, page)
    # the register of the sample knows one of them; the others stand for people it would know
    all_rows(Student).filter(pk__in=[student(page).pk for page in pages[1:3]]).update(poor=True)
    return pages


@pytest.fixture
def opened(sign_in: Callable[[str], Client], poor: list[str]) -> list[str]:
    """The month is open."""
    assert sign_in("monitor").post("/monitoring/open", {"month": str(MONTH)}).status_code == 302
    return poor
