"""The month of four counties that the books are tested with, and days as the duties' clock tells them."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.books.conftest import books_database, closed, own_database, pages_role, pytest_configure, sign_in

__all__ = ["books_database", "closed", "own_database", "pages_role", "pytest_configure", "sign_in"]


@pytest.fixture
def on(settings) -> Callable[[str], date]:  # type: ignore[no-untyped-def]
    """Pretend it is a day."""
    from qianxiao.office.duties.models import Clock
    from tests.scoped import as_owner

    def set_(day: str) -> date:
        settings.DEMO = True
        with as_owner():
            Clock.objects.update_or_create(defaults={"day": date.fromisoformat(day)})
        return date.fromisoformat(day)

    return set_
