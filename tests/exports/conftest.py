"""A copy of the loaded month with second people in it; pages and the worker under the pages' role, both commit."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.committed import emptied, signed_in, worked
from tests.databases import at, copy
from tests.scoped import APP_ROLE
from tests.web.conftest import month, out, pytest_configure
from tests.web.sample import COUNTY, OTHER, TOWN

__all__ = ["month", "out", "pytest_configure"]
POSTS = {  # user → role and region
    "reviewer": ("reviewer", COUNTY),
    "reviewer-there": ("reviewer", OTHER),
    "township": ("township", TOWN),
    "colleague": ("province", "620000"),
}
HISTORY = {"exports_exportstep": "exports_insert_only", "jobs_jobevent": "jobs_insert_only"}


def _second_people() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.models import User
    from qianxiao.office.accounts.roles import Role

    for name, (role, region) in POSTS.items():
        if not User.objects.filter(username=name).exists():
            give_post(name, f"{name}某", f"{name}处", Role(role), span(region), region, demo=True)


@pytest.fixture(scope="module")
def exports_database(month: str, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """What a worker does is committed: a file of tests has a database to itself."""
    with django_db_blocker.unblock(), copy(month) as name:
        with at(name):
            _second_people()
        yield name


@pytest.fixture
def exports(exports_database: str, django_db_blocker, tmp_path: Path) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """No export yet; returns the folder of sealed files."""
    with django_db_blocker.unblock():
        with at(exports_database):
            emptied(HISTORY, "exports_export", "jobs_job", "procrastinate_jobs")
        settings.EXPORTS = str(tmp_path / "exports")
        with at(exports_database, APP_ROLE):
            yield tmp_path / "exports"
        shutil.rmtree(tmp_path / "exports", ignore_errors=True)


@pytest.fixture
def sign_in(exports: Path) -> Callable[[str], Client]:
    """A client of a post, Chinese."""
    return signed_in


@pytest.fixture
def work(exports: Path) -> Callable[[], None]:
    """Does what is in the queue, as the worker does."""
    return worked
