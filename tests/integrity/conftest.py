"""A small world of operating systems, loaded and looked at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import at, filled
from tests.integrity.planted import DAY, PEOPLE, SEED
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the world with its truth."""
    from qianxiao.demo.services import generate

    place = tmp_path_factory.getbasetemp() / "services"
    if not place.exists():
        generate(PEOPLE, SEED, place, "62", money=True)
    return place


@pytest.fixture(scope="session")
def integrity_database(django_db_setup, django_db_blocker, folder: Path) -> str:  # type: ignore[no-untyped-def]
    """The world in a database, with the posts that look at it."""

    def fill() -> None:
        from qianxiao.demo.services_load import load
        from qianxiao.masterdata.regions.actions import load_regions
        from qianxiao.money.integrity.acting import stop
        from qianxiao.money.integrity.actions import look
        from qianxiao.money.integrity.models import Finding
        from qianxiao.office.accounts.scope import in_scope, whole_scope

        load_regions()
        load(folder, "tester")
        look(whole_scope(), DAY)
        stop()
        with in_scope(whole_scope()) as scope:
            first = (
                Finding.objects.within(scope)
                .filter(pattern=1, variant="overlap")
                .order_by("subject", "region")[:2]
            )
            _posts(*(one.region for one in first), org_code=first[0].org_code)

    with django_db_blocker.unblock():
        return filled("integrity", fill)


def _posts(one: str, other: str, org_code: str) -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    give_post("county", "甲", "甲县局", Role.COUNTY, span(one), one, demo=True)
    give_post("reviewer", "乙", "甲县局", Role.REVIEWER, span(one), one, demo=True)
    give_post("other", "丙", "乙县局", Role.COUNTY, span(other), other, demo=True)
    give_post("auditor", "丁", "审计组", Role.AUDITOR, span("CN"), "CN", demo=True)
    give_post("trainer", "戊", "某培训学校", Role.TRAINING, institution=org_code, demo=True, place=one)


@pytest.fixture(scope="module", autouse=True)
def own_database(integrity_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(integrity_database):
        yield
