"""Two months closed for real and loaded one after the other, and signed-in clients."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.databases import at, filled
from tests.households import registers
from tests.web.conftest import pages_role, pytest_configure, sign_in

__all__ = ["county", "pages_role", "pytest_configure", "sign_in"]
MAY, JUNE = 202005, 202006


def close(month: str, source: Path, out: Path, *more: str) -> None:
    """Close a month in a process of its own, as its user would."""
    words = ["close", "--period", month, "--in", str(source), "--out", str(out), *more]
    done = subprocess.run(
        [sys.executable, "-m", "qianxiao", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="session")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both months closed."""
    root = tmp_path_factory.mktemp("months")
    for month, rows in (("2020-05", registers.may()), ("2020-06", registers.june())):
        registers.write(root / month, rows)
        close(month, root / month, root / "out")
    return root / "out"


def _fill(out: Path) -> None:
    from qianxiao.masterdata.regions.actions import load_regions
    from qianxiao.masterdata.regions.models import Region
    from qianxiao.masterdata.regions.queries import span
    from qianxiao.office.accounts.actions import give_post
    from qianxiao.office.accounts.roles import Role
    from qianxiao.returns.close.actions import load_close
    from qianxiao.returns.close.demo import demo_posts

    if not Region.objects.exists():
        load_regions()
    for period in (MAY, JUNE):
        made = load_close(out, period, "tester")
    demo_posts(made)
    for name, role in (("other", Role.COUNTY), ("other-reviewer", Role.REVIEWER)):
        give_post(name, "另一县", "宕昌县局", role, span(registers.OTHER), registers.OTHER, demo=True)


@pytest.fixture(scope="session")
def households_database(django_db_setup, django_db_blocker, months: Path) -> str:  # type: ignore[no-untyped-def]
    """A database beside the run's own, which other folders fill with another month; loaded once and committed."""
    with django_db_blocker.unblock():
        return filled("households", lambda: _fill(months))


@pytest.fixture(scope="module", autouse=True)
def own_database(households_database: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Every test of a file runs in a transaction of its own, on the two months."""
    with django_db_blocker.unblock(), at(households_database):
        yield


@pytest.fixture
def county(sign_in) -> Client:  # type: ignore[no-untyped-def]
    """The county officer of 岷县."""
    return sign_in("county")
