"""Offices of two provinces and three tiers, a small closed month, and what is published going to a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import at, filled
from tests.rules.test_rates import many
from tests.rules.test_simulate import closed
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["pages_role", "pytest_configure", "sign_in"]
POSTS = (
    ("province", "石岚", "甘肃省厅", "province", "620000"),
    ("province-two", "石磊", "甘肃省厅", "province", "620000"),
    ("prefecture", "吴建平", "定西市局", "prefecture", "621100"),
    ("prefecture-two", "吴敏", "定西市局", "prefecture", "621100"),
    ("elsewhere", "陶然", "毕节市局", "prefecture", "520500"),
    ("county", "龙晓燕", "岷县局", "county", "621126"),
    ("finance", "田慧", "定西市财政局", "finance", "621100"),
    ("county-finance", "田园", "岷县财政局", "finance", "621126"),
)


def _fill() -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post

    load_regions()
    for username, person, agency, role, region in POSTS:
        give_post(username, person, agency, role, span(region), region, demo=True)


@pytest.fixture(scope="session")
def policies_database(django_db_setup, django_db_blocker) -> str:  # type: ignore[no-untyped-def]
    """The posts in a database of their own."""
    with django_db_blocker.unblock():
        return filled("policies", _fill)


@pytest.fixture(scope="module", autouse=True)
def own_database(policies_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own."""
    with django_db_blocker.unblock(), at(policies_database):
        yield


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed month of twelve classes in three counties."""
    folder = tmp_path_factory.mktemp("closed")
    closed(folder, many())
    return folder


@pytest.fixture(autouse=True)
def published(month: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test publishes; the month is the last one that was closed."""
    from qianxiao.programme.policies import months

    path = tmp_path / "published" / "published.json"
    monkeypatch.setenv("QIANXIAO_PUBLISHED", str(path))
    monkeypatch.setattr(months, "_told", [lambda: (202005, month)])
    return path
