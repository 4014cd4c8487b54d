"""The country of canaries in a database of its own, and a signed-in client per role under the pages' database role."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.contract.world import PLACES, POSTS, build, canary
from tests.databases import at, filled
from tests.scoped import as_pages_do
from tests.web.database import start


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """After the run's server is up."""
    start()


@pytest.fixture(scope="session")
def canaries(django_db_setup, django_db_blocker, tmp_path_factory) -> str:  # type: ignore[no-untyped-def]
    """A database beside the run's own, built once and committed: other tests fill theirs with other worlds."""
    folder: Path = tmp_path_factory.mktemp("close")
    for village in PLACES.values():
        for kind in ("lists", "feedback"):
            path = folder / kind / f"{canary(village)}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(canary(village), encoding="utf-8")
    with django_db_blocker.unblock():
        return filled("canaries", lambda: build(str(folder)))


@pytest.fixture(scope="module", autouse=True)
def own_database(canaries: str, django_db_blocker) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """The tests of a file work on the canaries."""
    with django_db_blocker.unblock(), at(canaries):
        yield


@pytest.fixture(scope="module")
def cookies(own_database: None) -> dict[str, dict[str, str]]:
    """Role → the cookies of a session that a whole file of tests uses: committed, for each test is undone."""
    from qianxiao.office.accounts.models import User

    found = {}
    for role in POSTS:
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(username=role))
        client.get("/account")  # a session notes when it began
        found[role] = {name: one.value for name, one in client.cookies.items()}
    return found


@pytest.fixture
def clients(
    cookies: dict[str, dict[str, str]], db, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, Client]]:  # type: ignore[no-untyped-def]
    """Role → a client; 'anonymous' is nobody."""
    from qianxiao.office.accounts import middleware

    # that a session is in use is written once a minute: not in the middle of what is compared by its queries
    monkeypatch.setattr(middleware, "WRITTEN_EVERY", 10**9)

    found = {"anonymous": Client(raise_request_exception=False)}
    for role, kept in cookies.items():
        found[role] = Client(headers={"accept-language": "zh-CN"}, raise_request_exception=False)
        found[role].cookies.load(kept)
    with as_pages_do():
        yield found
