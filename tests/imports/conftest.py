"""A database of its own with two counties, a school and their posts; pages and the worker under the pages' role."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.committed import emptied, signed_in, worked
from tests.databases import at, filled
from tests.scoped import APP_ROLE
from tests.web.database import start

COUNTY, NEIGHBOUR = "621126", "621121"
SCHOOL, OTHER_SCHOOL = "916200000000000011", "916200000000000022"
KEPT = ("rosters_line", "rosters_entry", "rosters_entryevent")
HISTORY = {"rosters_step": "rosters_insert_only", "jobs_jobevent": "jobs_insert_only"}
POSTS = {
    "county": ("county", COUNTY, ""),
    "relief": ("relief", COUNTY, ""),
    "reviewer": ("reviewer", COUNTY, ""),
    "neighbour": ("county", NEIGHBOUR, ""),
    "province": ("province", "620000", ""),
    "township": ("township", "621126100", ""),
    "school": ("school", "", SCHOOL),
    "other-school": ("school", "", OTHER_SCHOOL),
}


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """After the run's server is up."""
    start()


@pytest.fixture(scope="session")
def imports_database(django_db_setup, django_db_blocker) -> str:  # type: ignore[no-untyped-def]
    """Built once and committed: a worker works on connections of its own."""
    with django_db_blocker.unblock():
        return filled("imports", _people)


def _people() -> None:
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role

    for name, (role, region, org) in POSTS.items():
        bounds = span(region) if region else ("", "")
        give_post(name, f"{name}某", f"{name}处", Role(role), bounds, region, org, demo=True, place=COUNTY)


@pytest.fixture
def imports(imports_database: str, django_db_blocker, tmp_path: Path) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """The tests work under the pages' role, on a table emptied before; returns the folder of sealed files."""
    with django_db_blocker.unblock():
        with at(imports_database):
            kept = dict.fromkeys(KEPT, "rosters_no_truncate") | HISTORY
            emptied(kept, "rosters_import", "jobs_job", "procrastinate_jobs", "accounts_filehand")
        settings.IMPORTS = str(tmp_path / "imports")
        with at(imports_database, APP_ROLE):
            yield tmp_path / "imports"
        shutil.rmtree(tmp_path / "imports", ignore_errors=True)


@pytest.fixture
def sign_in(imports: Path) -> Callable[[str], Client]:
    """A client of a post, Chinese."""
    return signed_in


@pytest.fixture
def work(imports: Path) -> Callable[[], None]:
    """Does what is in the queue, as the worker does."""
    return worked
