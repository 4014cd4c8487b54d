"""A frozen November of 32 units in a database, and two people in each unit's office."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.annual.world import PERIOD, load, write_month
from tests.databases import at, filled
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the month was written to."""
    from qianxiao.returns.indicators import definitions

    folder = tmp_path_factory.getbasetemp() / "annual"
    if not folder.exists():
        folder.mkdir()
        write_month(folder, definitions.unit_codes(), PERIOD)
    return folder


def posts() -> None:
    """In each unit one who fills in and one who signs; a prefecture, a county, the ministry, an auditor."""
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.returns.indicators import definitions

    for unit in definitions.unit_codes():
        for letter, name in (("f", "填表"), ("s", "负责")):
            give_post(
                f"{letter}{unit}",
                f"{name}{unit[:2]}",
                f"{unit}厅",
                Role.PROVINCE,
                span(unit),
                unit,
                demo=True,
            )
    give_post("p621100", "市经办", "定西市局", Role.PREFECTURE, span("621100"), "621100", demo=True)
    give_post("c621126", "县经办", "岷县局", Role.COUNTY, span("621126"), "621126", demo=True)
    give_post("ministry", "部经办", "部", Role.MINISTRY, span("CN"), "CN", demo=True)
    give_post("auditor", "审计", "审计组", Role.AUDITOR, span("CN"), "CN", demo=True)


@pytest.fixture(scope="session")
def annual_database(django_db_setup, django_db_blocker, out: Path) -> str:  # type: ignore[no-untyped-def]
    """The month loaded and frozen, and the posts."""

    def fill() -> None:
        from qianxiao.masterdata.regions.actions import load_regions

        load_regions()
        load(out, PERIOD, True)
        posts()

    with django_db_blocker.unblock():
        return filled("annual", fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(annual_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(annual_database):
        yield


@pytest.fixture
def clock(settings: Any, db: None) -> Callable[[date], None]:
    """Set the day that duties go by."""

    def put(day: date) -> None:
        from qianxiao.office.duties.models import Clock
        from tests.scoped import as_owner

        settings.DEMO = True
        with as_owner():
            Clock.objects.update_or_create(only=True, defaults={"day": day})

    return put
