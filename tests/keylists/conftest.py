"""The studies' world with a second person in the province."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.studies.conftest import (
    out,
    own_database,
    pages_role,
    pytest_configure,
    school,
    set_day,
    sign_in,
    studies_database,
)

__all__ = ["out", "own_database", "pages_role", "pytest_configure", "school", "sign_in", "studies_database"]
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day in April, before the list is due."""
    set_day(monkeypatch, 20200420)


@pytest.fixture(autouse=True)
def colleague(db, pages_role: None) -> None:  # type: ignore[no-untyped-def]
    """Somebody else at the province; the other school of the studies' world lies in the same province."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    give_post("colleague", "祁连", "省厅", Role.PROVINCE, span("620000"), "620000", demo=True)
    give_post("longnan", "陇南市局", "陇南市局", Role.PREFECTURE, span("621200"), "621200", demo=True)
