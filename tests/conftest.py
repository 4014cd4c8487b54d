"""What every test shares: one database server, the long tests first, no test that hides."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

from qianxiao.ops.postgres import Server, ensure_server, stop

# The settings are read after pytest_configure below, when DATABASE_URL is known.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qianxiao.config.settings")
os.environ.setdefault("QIANXIAO_SECRET_KEY", secrets.token_urlsafe(48))
# What somebody published on this machine decides no test.
os.environ.setdefault("QIANXIAO_PUBLISHED", "")
# Spark must not ask the network for this machine's own name.
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

FLAVOUR = "QIANXIAO_TEST_FLAVOUR"  # auto (the newest at hand), wheel or debian
_FIRST = ("heavy", "pg15", "cluster", "browser")
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "admin_client"}
_SHARING = {
    **{f"tests/{name}": name for name in ("month", "nation", "torture", "books", "households", "cluster")},
    "tests/indicators": "books",
    "tests/annual": "books",
    "tests/supervision": "books",
    "tests/outreach": "households",
}  # folder → the closed month its files share
_started: dict[str, Path] = {}

# Hundreds of demo accounts: a password is hashed as in earnest, but not as long.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1

settings.register_profile("shared", deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("shared"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "shared")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start one server for the whole run; the workers inherit its address."""
    if os.environ.get("DATABASE_URL") or "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="qx-test-"))
    folder.chmod(0o755)  # another account may have to pass through, when namespaces are forbidden
    _started["folder"] = folder
    server = ensure_server(folder / "pg", os.environ.get(FLAVOUR, "auto"), fast=True)
    os.environ["DATABASE_URL"] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started, and leave nothing behind."""
    folder = _started.pop("folder", None)
    if folder:
        os.environ.pop("DATABASE_URL", None)
        stop(folder / "pg")
        shutil.rmtree(folder)


def pytest_report_header(config: pytest.Config) -> str:
    named = os.environ.get("DATABASE_URL", "")
    return f"database: PostgreSQL {Server(named, named, None, None).version}" if named else "database: none"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database; long tests first, so that the last worker does not wait alone."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or names & _DATABASE_FIXTURES:
            item.add_marker("postgres")
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in _FIRST))


class _Together(LoadFileScheduling):  # type: ignore[misc]
    """One file stays on one worker; so do the files of folders that share a closed month, which is then closed once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return _SHARING.get(folder, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> _Together:
    return _Together(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The run's own database stays as the migrations made it; worlds are copies of it (tests/databases.py)."""
    from tests.databases import keep_empty

    with django_db_blocker.unblock():
        yield from keep_empty()
